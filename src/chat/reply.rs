//! The language of an answer: what a model is told of it, and what a user is told when it was another.

use super::script::{self, Drift, Script};
use crate::tell;

/// What a model that was told nothing else is told before a question in Arabic or Chinese, as small models fall into
/// English or Chinese otherwise. `None` for other questions, and for those that ask for another language themselves.
pub fn instruction(question: &str) -> Option<&'static str> {
    match script::expected(question)? {
        // Persian, Urdu and Kurdish have letters that Arabic has not.
        Script::Arabic if question.contains(['پ', 'چ', 'ژ', 'گ', 'ک', 'ی', 'ڕ', 'ڵ', 'ٹ', 'ے', 'ہ']) => {
            None
        }
        Script::Arabic => Some("أجب باللغة العربية، ما لم يُطلب منك غيرها."),
        Script::Han => Some("请用中文回答，除非用户要求使用其他语言。"),
        _ => None,
    }
}

/// What to tell of an answer that went over into another script; `None` for one that did not.
pub fn fault(question: &str, answer: &str) -> Option<String> {
    let Drift { to, .. } = script::drifted(question, answer)?;
    Some(tell!("script-drift", script = name(to)))
}

/// A script as it is called in a sentence.
fn name(script: Script) -> String {
    match script {
        Script::Latin => tell!("script-latin"),
        Script::Arabic => tell!("script-arabic"),
        Script::Han => tell!("script-han"),
        Script::Kana => tell!("script-kana"),
        Script::Hangul => tell!("script-hangul"),
        Script::Cyrillic => tell!("script-cyrillic"),
        Script::Hebrew => tell!("script-hebrew"),
        Script::Devanagari => tell!("script-devanagari"),
        Script::Thai => tell!("script-thai"),
        Script::Greek => tell!("script-greek"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn questions_in_arabic_and_chinese_say_in_which_language_to_answer() {
        assert!(instruction("كيف أوقف الإجابة؟").unwrap().contains("العربية"));
        assert!(instruction("怎样停止回答？").unwrap().contains("中文"));
        for other in [
            "how do I stop it?",
            "",
            "پاسخ را چگونه متوقف کنم؟",
            "回答を止めるには？",
            "ترجم هذا إلى الإنجليزية",
        ] {
            assert_eq!(instruction(other), None, "{other}");
        }
    }

    #[test]
    fn an_answer_in_another_script_is_told() {
        let question = "كيف أكتب حلقة في لغة Rust؟";
        assert_eq!(fault(question, "استعمل الكلمة `for` ثم اسم المتغير ثم `in`، مثل for i in 0..3."), None);
        let drifted = "استعمل الكلمة for ثم 你可以使用循环来遍历集合中的每一个元素，这样就可以了。";
        assert!(fault(question, drifted).unwrap().contains("Chinese"));
    }
}
