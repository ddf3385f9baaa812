//! Questions that ask for another language: by its name, or for a translation.

use super::Script;

/// In whatever language the question is.
const LATIN: [&str; 6] = ["translat", "english", "chinese", "japanese", "arabic", "french"];

/// Names of languages in Arabic, as they are without what can stand before and behind them.
const ARABIC: [&str; 34] = [
    "صيني",
    "انجليزي",
    "انكليزي",
    "انقليزي",
    "ياباني",
    "كوري",
    "روسي",
    "فرنسي",
    "الماني",
    "اسباني",
    "ايطالي",
    "برتغالي",
    "هولندي",
    "سويدي",
    "تركي",
    "فارسي",
    "اردو",
    "هندي",
    "عبري",
    "عبراني",
    "يوناني",
    "تايلندي",
    "تايلاندي",
    "لاتيني",
    "اوكراني",
    "بولندي",
    "فيتنامي",
    "اندونيسي",
    "سرياني",
    "امازيغي",
    "كردي",
    "ارمني",
    "ماندرين",
    "كانجي",
];
/// What can stand before a word in Arabic, the longest first.
const BEFORE: [&str; 12] = ["وبال", "فبال", "وال", "فال", "بال", "كال", "ولل", "لل", "ال", "ب", "ل", "و"];
/// What can stand behind it.
const BEHIND: [&str; 4] = ["", "ه", "ا", "ين"];

/// Words for translating and for other languages that need no taking apart, by script.
const PARTS: [(Script, &[&str]); 8] = [
    (
        Script::Han,
        &[
            "翻译",
            "翻譯",
            "译成",
            "譯成",
            "译为",
            "譯為",
            "英文",
            "英语",
            "英語",
            "阿拉伯",
            "日文",
            "日语",
            "日語",
            "假名",
            "韩文",
            "韩语",
            "韓文",
            "韓語",
            "朝鲜语",
            "俄文",
            "俄语",
            "俄語",
            "法文",
            "法语",
            "法語",
            "德文",
            "德语",
            "德語",
            "西班牙",
            "葡萄牙",
            "意大利",
            "希腊",
            "希臘",
            "希伯来",
            "希伯來",
            "印地",
            "梵文",
            "泰文",
            "泰语",
            "泰語",
            "拉丁",
            "波斯",
            "土耳其",
            "越南",
            "外语",
            "外語",
            "双语",
            "雙語",
            "乌克兰",
            "蒙古",
        ],
    ),
    (
        Script::Kana,
        &["訳", "英語", "英文", "国語", "語で", "語に", "語の", "外国", "語を", "漢文", "ハングル"],
    ),
    (
        Script::Hangul,
        &[
            "번역",
            "영어",
            "영문",
            "중국어",
            "중문",
            "일본어",
            "일어",
            "아랍어",
            "러시아어",
            "프랑스어",
            "독일어",
            "스페인어",
            "그리스어",
            "히브리어",
            "힌디어",
            "태국어",
            "라틴어",
            "외국어",
            "한자",
            "한문",
        ],
    ),
    (
        Script::Cyrillic,
        &[
            "перев",
            "английск",
            "англiйськ",
            "англійськ",
            "китайск",
            "китайськ",
            "японск",
            "арабск",
            "корейск",
            "французск",
            "немецк",
            "испанск",
            "итальянск",
            "греческ",
            "латин",
            "иврит",
            "хинди",
            "турецк",
            "тайск",
            "персидск",
            "иероглиф",
            "иностранн",
        ],
    ),
    (
        Script::Hebrew,
        &[
            "תרג",
            "אנגלית",
            "ערבית",
            "סינית",
            "יפנית",
            "רוסית",
            "צרפתית",
            "גרמנית",
            "ספרדית",
            "קוריאנית",
            "יוונית",
        ],
    ),
    (
        Script::Devanagari,
        &["अनुवाद", "अंग्रेज", "अँग्रेज", "चीनी", "अरबी", "जापानी", "उर्दू", "रूसी", "फ्रेंच", "संस्कृत", "इंग्लिश"],
    ),
    (Script::Thai, &["แปล", "ภาษาอังกฤษ", "ภาษาจีน", "ภาษาญี่ปุ่น", "ภาษาอาหรับ", "ภาษาเกาหลี", "อังกฤษ"]),
    (
        Script::Greek,
        &[
            "μετάφρα",
            "μεταφρά",
            "αγγλικ",
            "κινεζικ",
            "κινέζικ",
            "αραβικ",
            "ιαπωνικ",
            "ρωσικ",
            "γαλλικ",
            "γερμανικ",
        ],
    ),
];

/// Whether a question in this script names another language, or asks for a translation.
pub(super) fn other(question: &str, script: Script) -> bool {
    let text = question.to_lowercase();
    if LATIN.iter().any(|part| text.contains(part)) {
        return true;
    }
    if script == Script::Arabic {
        return text.split(|c: char| Script::letter(c).is_none() && !mark(c)).any(arabic);
    }
    let parts = PARTS.iter().find(|(of, _)| *of == script).map_or(&[][..], |(_, parts)| *parts);
    parts.iter().any(|part| text.contains(part))
}

/// Marks on Arabic letters, and the stroke that makes words longer.
fn mark(c: char) -> bool {
    matches!(c, '\u{640}' | '\u{64B}'..='\u{65F}' | '\u{670}')
}

fn arabic(word: &str) -> bool {
    let word: String = word
        .chars()
        .filter(|c| !mark(*c))
        .map(|c| match c {
            'أ' | 'إ' | 'آ' | 'ٱ' => 'ا',
            'ة' => 'ه',
            'ى' | 'ی' => 'ي',
            c => c,
        })
        .collect();
    let names = |rest: &str| {
        ARABIC.iter().any(|name| rest.strip_prefix(name).is_some_and(|end| BEHIND.contains(&end)))
    };
    word.contains("ترجم")
        || names(&word)
        || BEFORE.iter().filter_map(|part| word.strip_prefix(part)).any(names)
}
