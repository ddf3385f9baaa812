//! Scripts, drifts, and forms of Arabic letters.

use std::collections::HashMap;

use proptest::prelude::*;

use super::forms::{FORMS, Place};
use super::*;

const ARABIC: &str = "الشبكة العصبية نموذج رياضي مستوحى من الدماغ، وتتكون من طبقات من العقد المترابطة";
const CHINESE: &str = "神经网络是一种受大脑启发的数学模型，由多层相互连接的节点组成。";
const JAPANESE: &str = "ニューラルネットワークは脳に着想を得た数学モデルで、層から成り立っています。";
const RUSSIAN: &str = "Нейронная сеть — это математическая модель, которая устроена по образцу мозга";
const ENGLISH: &str =
    "A neural network is a model that is inspired by the brain: the layers of it are made of nodes";

#[test]
fn a_text_has_the_script_of_most_of_its_letters() {
    for (text, script) in [
        ("How do I write a for loop?", Some(Script::Latin)),
        ("كيف أكتب حلقة for في Python؟", Some(Script::Arabic)),
        ("如何写一个循环？", Some(Script::Han)),
        ("日本語で短い詩を書いて", Some(Script::Kana)),
        ("東京の人口を教えてください", Some(Script::Kana)),
        ("파이썬에서 반복문을 어떻게 쓰나요?", Some(Script::Hangul)),
        ("Как написать цикл?", Some(Script::Cyrillic)),
        ("איך כותבים לולאה?", Some(Script::Hebrew)),
        ("लूप कैसे लिखें?", Some(Script::Devanagari)),
        ("เขียนลูปอย่างไร", Some(Script::Thai)),
        ("Πώς γράφω έναν βρόχο;", Some(Script::Greek)),
        ("", None),
        ("你好", None),
        ("12 + 34 = ?", None),
        ("தமிழ் மொழி", None),
    ] {
        assert_eq!(of(text), script, "{text}");
    }
}

#[test]
fn code_addresses_and_paths_have_no_script() {
    for text in [
        "اشرح هذا:\n```rust\nfn main() { println!(\"a very long line of code\"); }\n```\n",
        "اشرح هذا:\n~~~\na very long line of code that never ends",
        "اشرح `let mut vocabulary = HashMap::new()` هنا",
        "اشرح ``a `b` c, and all of this here`` هنا",
        "ما هذا https://example.com/a/very/long/address/of/a/page؟",
        "ما هذا /usr/share/doc/something/very/long/README؟",
        "ما هذا src/chat/script/tests.rs و main.rs و Cargo.toml",
    ] {
        assert_eq!(of(text), Some(Script::Arabic), "{text}");
    }
    assert_eq!(of("看这里https://example.com/page的说明"), Some(Script::Han));
    assert_eq!(of("请看/etc/nginx/sites-enabled/default这个文件"), Some(Script::Han));
    assert_eq!(of("`unclosed code is text"), Some(Script::Latin));
}

#[test]
fn an_answer_in_another_script_has_drifted_from_its_first_letter() {
    for (asked, answer, to) in [
        (Script::Arabic, CHINESE, Script::Han),
        (Script::Arabic, JAPANESE, Script::Kana),
        (Script::Arabic, RUSSIAN, Script::Cyrillic),
        (Script::Arabic, ENGLISH, Script::Latin),
        (Script::Han, ARABIC, Script::Arabic),
        (Script::Han, JAPANESE, Script::Kana),
        (Script::Han, ENGLISH, Script::Latin),
        (Script::Kana, CHINESE, Script::Han),
        (Script::Cyrillic, CHINESE, Script::Han),
        (Script::Hangul, CHINESE, Script::Han),
    ] {
        assert_eq!(drift(asked, answer), Some(Drift { to, at: 0 }), "{answer}");
        assert_eq!(drift(of(answer).unwrap(), answer), None, "{answer}");
    }
    assert_eq!(drift(Script::Arabic, "你好，我很好，谢谢"), Some(Drift { to: Script::Han, at: 0 }));
    assert_eq!(drift(Script::Latin, CHINESE), None);
}

#[test]
fn an_answer_that_goes_on_in_another_script_has_drifted_there() {
    for tail in [CHINESE, JAPANESE, RUSSIAN, "신경망은 뇌에서 영감을 받은 수학적 모델입니다"]
    {
        let answer = format!("{ARABIC}. {tail}");
        let found = drift(Script::Arabic, &answer).unwrap();
        assert!(answer[found.at..].starts_with(tail.chars().next().unwrap()), "{found:?}");
    }
    let mixed =
        "الشبكة 神经网络是一 نموذج 数学模型由多层 من 相互连接的节 هو 组成的一种 و 受大脑启发 ثم 非常重要的";
    assert_eq!(drift(Script::Arabic, mixed), Some(Drift { to: Script::Han, at: mixed.find('神').unwrap() }));
}

#[test]
fn foreign_words_names_and_code_are_no_drift() {
    for answer in [
        "استخدم مكتبة FastAPI مع SQLAlchemy وPydantic على Ubuntu 24.04، وسرعة الشبكة 100 Mbit/s",
        "نعم:\n```python\nfor the_name in all_of_the_names_that_are_there: print('this is it and that is that')\n```\n",
        "بكين (北京) عاصمة الصين، وشنغهاي (上海) أكبر مدنها، وقال كونفوشيوس: «学而时习之，不亦说乎？有朋自远方来»",
        "| المدينة | الاسم |\n| --- | --- |\n| بكين | 北京市 |\n| طوكيو | 東京都 |\n| سيول | 서울 |",
        "الحكمة تقول: “己所不欲，勿施于人，己所不欲",
        "سونغ 宋 وتشانغ 张 ولي 李",
        "Python, Java, JavaScript, TypeScript, Kotlin, Swift, Rust, Go, Ruby, Perl, Scala, Haskell, Elixir",
        "نعم",
        "",
    ] {
        assert_eq!(drift(Script::Arabic, answer), None, "{answer}");
    }
    let chinese = "可以用 FastAPI、SQLAlchemy、Pydantic 和 Uvicorn 来搭建，the state of the art is that";
    assert_eq!(drift(Script::Han, chinese), None);
    assert_eq!(
        drift(Script::Han, "《となりのトトロ》是宫崎骏的电影，主题曲是「さんぽ」和「となりのトトロ」"),
        None
    );
    assert_eq!(drift(Script::Kana, "東京都千代田区霞が関一丁目、経済産業省資源庁原子力保安院"), None);
}

#[test]
fn a_question_that_asks_for_another_language_expects_none() {
    for question in [
        "Translate this into Chinese, please",
        "ترجم هذه الجملة: كيف حالك",
        "أريد ترجمةً لهذا النص",
        "اكتب رسالة بالإنجليزية إلى مديري",
        "كيف أقول شكرًا باللغة الصينية؟",
        "ما معنى كلمة سلام باليابانيّة؟",
        "علّمني بعض الكلمات الكورية",
        "把这句话翻译一下",
        "用英文写一封邮件给我的老板",
        "阿拉伯语怎么说谢谢",
        "这句日语是什么意思",
        "これを英語に訳してください",
        "이 문장을 영어로 번역해 주세요",
        "Переведи это на китайский",
        "你好",
    ] {
        assert_eq!(expected(question), None, "{question}");
    }
    for question in ["ما هو تركيب الماء وكيف نركّز على الهندسة الذكورية؟", "اكتب قصيدة بالعربية الفصحى"]
    {
        assert_eq!(expected(question), Some(Script::Arabic), "{question}");
    }
    assert_eq!(expected("请用中文解释什么是语法"), Some(Script::Han));
}

#[test]
fn what_stands_in_the_question_may_stand_in_the_answer() {
    assert_eq!(drifted("ما هي الشبكة العصبية؟", CHINESE), Some(Drift { to: Script::Han, at: 0 }));
    assert_eq!(drifted("ما هي الشبكة العصبية في Rust؟", ENGLISH), Some(Drift { to: Script::Latin, at: 0 }));
    assert_eq!(drifted("ما معنى 神经网络؟", CHINESE), None);
    assert_eq!(drifted("ما معنى 神经网络؟", RUSSIAN).map(|drift| drift.to), Some(Script::Cyrillic));
    assert_eq!(drifted("ما معنى the quick brown fox؟", ENGLISH), None);
    assert_eq!(drifted("What is a neural network?", CHINESE), None);
}

#[test]
fn the_table_of_forms_is_whole() {
    assert_eq!(FORMS.len(), 731);
    let plain_of = |c: char| FORMS[&c].letters.as_str();
    assert_eq!((plain_of('ﺏ'), plain_of('ﻼ'), plain_of('ﮎ'), plain_of('ﯾ')), ("ب", "لا", "ک", "ی"));
    assert_eq!((FORMS[&'ﺑ'].place, FORMS[&'ﺐ'].place), (Place::First, Place::Last));
    assert_eq!((FORMS[&'ﺒ'].place, FORMS[&'ﺏ'].place), (Place::Middle, Place::Alone));
    assert!(FORMS.values().all(|form| !form.letters.chars().any(|c| FORMS.contains_key(&c))));
}

#[test]
fn pasted_forms_are_noticed_and_typed_text_is_not() {
    assert!(presentation("ﺍﻟﺴﻼﻡ ﻋﻠﻴﻜﻢ"));
    assert!(presentation("Page 3: ﻢﻜﻴﻠﻋ ﻡﻼﺴﻟﺍ"));
    for typed in ["السلام عليكم", "محمد ﷺ وأصحابه", "ﷺ ﷺ ﷺ ﷺ ﷺ", "Hello", "", "\u{FEFF}text", "ﺏ ﺕ"]
    {
        assert!(!presentation(typed), "{typed}");
    }
}

#[test]
fn forms_become_letters_in_the_order_of_reading() {
    for (pasted, wanted) in [
        ("ﺍﻟﺴﻼﻡ ﻋﻠﻴﻜﻢ", "السلام عليكم"),
        ("ﻢﻜﻴﻠﻋ ﻡﻼﺴﻟﺍ", "السلام عليكم"),
        ("ﻢﻜﻴﻠﻋ ﻡﻼﺴﻟﺍ\r\nﺭﺍﺩ\n", "السلام عليكم\r\nدار\n"),
        ("ﺍﻟﺴﻼﻡ ﻋﻠﻴﻜﻢ\nﺩﺍﺭ", "السلام عليكم\nدار"),
        ("2024 ﻡﺎﻋ ﻲﻓ", "في عام 2024"),
        ("50% ﺔﺒﺴﻨﺑ (3.14)", "(3.14) بنسبة 50%"),
        ("Visual Studio 2022 ﺞﻣﺎﻧﺮﺑ", "برنامج Visual Studio 2022"),
        ("The word ﺏﺎﺘﻛ means a book", "The word كتاب means a book"),
        (
            "The words ﺪﻳﺪﺟ ﺏﺎﺘﻛ, in this order, mean a new book",
            "The words كتاب جديد, in this order, mean a new book",
        ),
        ("ﻛﺘﺎﺑﹰﺎ", "كتابًا"),
        ("ﷲ", "الله"),
        ("no forms at all", "no forms at all"),
        ("السلام عليكم (1)", "السلام عليكم (1)"),
    ] {
        assert_eq!(plain(pasted), wanted, "{pasted}");
    }
}

/// The forms of letters by place, for letters alone.
fn shapes() -> HashMap<char, HashMap<u8, char>> {
    let mut shapes: HashMap<char, HashMap<u8, char>> = HashMap::new();
    for (form, row) in FORMS.iter().filter(|(form, _)| **form >= '\u{FE80}') {
        let mut letters = row.letters.chars();
        if let (Some(letter), None) = (letters.next(), letters.next()) {
            shapes.entry(letter).or_default().insert(row.place as u8, *form);
        }
    }
    shapes
}

/// A text as a PDF file has it.
fn shaped(text: &str) -> String {
    let shapes = shapes();
    let chars: Vec<char> = text.chars().collect();
    let has = |at: Option<usize>, place: Place| {
        let shape = at.and_then(|at| shapes.get(chars.get(at)?));
        shape.is_some_and(|shape| shape.contains_key(&(place as u8)))
    };
    let mut out = String::new();
    for (at, c) in chars.iter().enumerate() {
        let back = has(at.checked_sub(1), Place::First) && has(Some(at), Place::Last);
        let on = has(Some(at), Place::First) && has(Some(at + 1), Place::Last);
        let place = match (back, on) {
            (false, false) => Place::Alone,
            (false, true) => Place::First,
            (true, true) => Place::Middle,
            (true, false) => Place::Last,
        };
        out.push(shapes.get(c).and_then(|shape| shape.get(&(place as u8))).copied().unwrap_or(*c));
    }
    out
}

proptest! {
    #[test]
    fn nothing_makes_it_panic(question in "\\PC*", answer in "\\PC*", code in "[`~./a\n ب中()\"]*") {
        for text in [&question, &answer, &code] {
            of(text);
            presentation(text);
            for asked in Script::ALL {
                if let Some(drift) = drift(asked, text) {
                    prop_assert!(text.is_char_boundary(drift.at) && drift.to != asked);
                    prop_assert_eq!(text[drift.at..].chars().next().and_then(Script::letter).is_some(), true);
                }
            }
            let skipped = apart::quoted(text, apart::code(text));
            prop_assert!(skipped.windows(2).all(|pair| pair[0].end <= pair[1].start));
            prop_assert!(skipped.iter().all(|part| text.get(part.clone()).is_some()));
        }
        drifted(&question, &answer);
    }

    #[test]
    fn code_is_never_a_drift(code in "[a-z中文字漢ぁабв ]{0,80}") {
        let answer = format!("{ARABIC}\n```\n{code}\n```\nثم `{code}` وهكذا");
        prop_assert_eq!(drift(Script::Arabic, &answer), None);
    }

    #[test]
    fn a_text_in_its_own_script_never_drifts(words in prop::collection::vec("[ء-غف-ي]{1,9}|[A-Za-z]{1,9}|[0-9]{1,4}", 0..60)) {
        let answer = words.join(" ");
        let found = drift(Script::Arabic, &answer).map(|drift| drift.to);
        prop_assert!(found.is_none_or(|to| to == Script::Latin));
    }

    #[test]
    fn plain_text_has_no_forms_and_stays_as_it_is(text in "[\\PC\u{FB50}-\u{FDFF}\u{FE70}-\u{FEFC}ابت \n]{0,40}") {
        let once = plain(&text);
        prop_assert!(!once.chars().any(|c| FORMS.contains_key(&c)));
        prop_assert_eq!(plain(&once), once.clone());
        if !text.chars().any(|c| FORMS.contains_key(&c)) {
            prop_assert_eq!(once, text);
        }
    }

    #[test]
    fn forms_in_either_order_come_back_as_they_were(
        words in prop::collection::vec("[بتثجحخسشصضطظعغفقكلمنهي]{2,8}[اودر]?[بكمن]?|[0-9]{1,4}", 1..8),
    ) {
        let text = words.join(" ");
        let shaped = shaped(&text);
        prop_assert_eq!(plain(&shaped), text.clone());
        prop_assume!(!text.is_ascii());
        let mut seen: Vec<String> = shaped
            .split(' ')
            .map(|word| if word.is_ascii() { word.to_owned() } else { word.chars().rev().collect() })
            .collect();
        seen.reverse();
        prop_assert_eq!(plain(&seen.join(" ")), text);
    }
}
