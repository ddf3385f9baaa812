//! The letters of the Arabic script: to which side each joins, and its presentation forms.
//!
//! From Unicode 15: joining types of `ArabicShaping.txt`, forms from the decompositions of `UnicodeData.txt` for
//! U+FB50–U+FDFF and U+FE70–U+FEFF.

/// How a letter joins to its neighbours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Joining {
    /// To neither.
    None,
    /// To the letter before it only.
    Before,
    /// To both.
    Both,
}

/// How a letter joins; what is no letter of the script joins to nothing.
pub(super) fn joining(c: char) -> Joining {
    if let Some(forms) = forms(c) {
        // Noon ghunna joins to both sides but has no forms of its own for that.
        let both = forms[INITIAL] != NO || c == '\u{6BA}';
        return if both { Joining::Both } else { Joining::Before };
    }
    let among = |ranges: &[(char, char)]| ranges.iter().any(|&(first, last)| (first..=last).contains(&c));
    match () {
        () if among(&BOTH) => Joining::Both,
        () if among(&BEFORE) => Joining::Before,
        () => Joining::None,
    }
}

/// Places of the forms in a row of the table.
pub(super) const ISOLATED: usize = 0;
pub(super) const FINAL: usize = 1;
pub(super) const INITIAL: usize = 2;
pub(super) const MEDIAL: usize = 3;

/// Stands where there is no form.
pub(super) const NO: char = '\0';

/// A letter's forms, isolated, final, initial and medial, if it has any.
pub(super) fn forms(c: char) -> Option<&'static [char; 4]> {
    let at = FORMS.binary_search_by_key(&c, |row| row.0).ok()?;
    Some(&FORMS[at].1)
}

/// What lam and this alef are together, isolated and behind a letter that joins.
pub(super) fn lam_alef(alef: char) -> Option<[char; 2]> {
    Some(match alef {
        '\u{622}' => ['\u{FEF5}', '\u{FEF6}'],
        '\u{623}' => ['\u{FEF7}', '\u{FEF8}'],
        '\u{625}' => ['\u{FEF9}', '\u{FEFA}'],
        '\u{627}' => ['\u{FEFB}', '\u{FEFC}'],
        _ => return None,
    })
}

/// Letters without forms that join to both sides, the lengthener and the joiner.
#[rustfmt::skip]
static BOTH: [(char, char); 36] = [
    ('\u{620}', '\u{620}'), ('\u{63B}', '\u{63F}'), ('\u{640}', '\u{640}'), ('\u{66E}', '\u{66F}'),
    ('\u{678}', '\u{678}'), ('\u{67C}', '\u{67D}'), ('\u{681}', '\u{682}'), ('\u{685}', '\u{685}'),
    ('\u{69A}', '\u{6A3}'), ('\u{6A5}', '\u{6A5}'), ('\u{6A7}', '\u{6A8}'), ('\u{6AA}', '\u{6AC}'),
    ('\u{6AE}', '\u{6AE}'), ('\u{6B0}', '\u{6B0}'), ('\u{6B2}', '\u{6B2}'), ('\u{6B4}', '\u{6B9}'),
    ('\u{6BC}', '\u{6BD}'), ('\u{6BF}', '\u{6BF}'), ('\u{6C2}', '\u{6C2}'), ('\u{6CE}', '\u{6CE}'),
    ('\u{6D1}', '\u{6D1}'), ('\u{6FA}', '\u{6FC}'), ('\u{6FF}', '\u{6FF}'), ('\u{750}', '\u{758}'),
    ('\u{75C}', '\u{76A}'), ('\u{76D}', '\u{770}'), ('\u{772}', '\u{772}'), ('\u{775}', '\u{777}'),
    ('\u{77A}', '\u{77F}'), ('\u{886}', '\u{886}'), ('\u{889}', '\u{88D}'), ('\u{8A0}', '\u{8A9}'),
    ('\u{8AF}', '\u{8B0}'), ('\u{8B3}', '\u{8B8}'), ('\u{8BA}', '\u{8C8}'), ('\u{200D}', '\u{200D}'),
];

/// Letters without forms that join to the letter before them only.
#[rustfmt::skip]
static BEFORE: [(char, char); 23] = [
    ('\u{672}', '\u{673}'), ('\u{675}', '\u{676}'), ('\u{689}', '\u{68B}'), ('\u{68F}', '\u{690}'),
    ('\u{692}', '\u{697}'), ('\u{699}', '\u{699}'), ('\u{6C3}', '\u{6C4}'), ('\u{6CA}', '\u{6CA}'),
    ('\u{6CD}', '\u{6CD}'), ('\u{6CF}', '\u{6CF}'), ('\u{6D5}', '\u{6D5}'), ('\u{6EE}', '\u{6EF}'),
    ('\u{759}', '\u{75B}'), ('\u{76B}', '\u{76C}'), ('\u{771}', '\u{771}'), ('\u{773}', '\u{774}'),
    ('\u{778}', '\u{779}'), ('\u{870}', '\u{882}'), ('\u{88E}', '\u{88E}'), ('\u{8AA}', '\u{8AC}'),
    ('\u{8AE}', '\u{8AE}'), ('\u{8B1}', '\u{8B2}'), ('\u{8B9}', '\u{8B9}'),
];

#[rustfmt::skip]
static FORMS: [(char, [char; 4]); 75] = [
    ('\u{622}', ['\u{FE81}', '\u{FE82}', '\0', '\0']),
    ('\u{623}', ['\u{FE83}', '\u{FE84}', '\0', '\0']),
    ('\u{624}', ['\u{FE85}', '\u{FE86}', '\0', '\0']),
    ('\u{625}', ['\u{FE87}', '\u{FE88}', '\0', '\0']),
    ('\u{626}', ['\u{FE89}', '\u{FE8A}', '\u{FE8B}', '\u{FE8C}']),
    ('\u{627}', ['\u{FE8D}', '\u{FE8E}', '\0', '\0']),
    ('\u{628}', ['\u{FE8F}', '\u{FE90}', '\u{FE91}', '\u{FE92}']),
    ('\u{629}', ['\u{FE93}', '\u{FE94}', '\0', '\0']),
    ('\u{62A}', ['\u{FE95}', '\u{FE96}', '\u{FE97}', '\u{FE98}']),
    ('\u{62B}', ['\u{FE99}', '\u{FE9A}', '\u{FE9B}', '\u{FE9C}']),
    ('\u{62C}', ['\u{FE9D}', '\u{FE9E}', '\u{FE9F}', '\u{FEA0}']),
    ('\u{62D}', ['\u{FEA1}', '\u{FEA2}', '\u{FEA3}', '\u{FEA4}']),
    ('\u{62E}', ['\u{FEA5}', '\u{FEA6}', '\u{FEA7}', '\u{FEA8}']),
    ('\u{62F}', ['\u{FEA9}', '\u{FEAA}', '\0', '\0']),
    ('\u{630}', ['\u{FEAB}', '\u{FEAC}', '\0', '\0']),
    ('\u{631}', ['\u{FEAD}', '\u{FEAE}', '\0', '\0']),
    ('\u{632}', ['\u{FEAF}', '\u{FEB0}', '\0', '\0']),
    ('\u{633}', ['\u{FEB1}', '\u{FEB2}', '\u{FEB3}', '\u{FEB4}']),
    ('\u{634}', ['\u{FEB5}', '\u{FEB6}', '\u{FEB7}', '\u{FEB8}']),
    ('\u{635}', ['\u{FEB9}', '\u{FEBA}', '\u{FEBB}', '\u{FEBC}']),
    ('\u{636}', ['\u{FEBD}', '\u{FEBE}', '\u{FEBF}', '\u{FEC0}']),
    ('\u{637}', ['\u{FEC1}', '\u{FEC2}', '\u{FEC3}', '\u{FEC4}']),
    ('\u{638}', ['\u{FEC5}', '\u{FEC6}', '\u{FEC7}', '\u{FEC8}']),
    ('\u{639}', ['\u{FEC9}', '\u{FECA}', '\u{FECB}', '\u{FECC}']),
    ('\u{63A}', ['\u{FECD}', '\u{FECE}', '\u{FECF}', '\u{FED0}']),
    ('\u{641}', ['\u{FED1}', '\u{FED2}', '\u{FED3}', '\u{FED4}']),
    ('\u{642}', ['\u{FED5}', '\u{FED6}', '\u{FED7}', '\u{FED8}']),
    ('\u{643}', ['\u{FED9}', '\u{FEDA}', '\u{FEDB}', '\u{FEDC}']),
    ('\u{644}', ['\u{FEDD}', '\u{FEDE}', '\u{FEDF}', '\u{FEE0}']),
    ('\u{645}', ['\u{FEE1}', '\u{FEE2}', '\u{FEE3}', '\u{FEE4}']),
    ('\u{646}', ['\u{FEE5}', '\u{FEE6}', '\u{FEE7}', '\u{FEE8}']),
    ('\u{647}', ['\u{FEE9}', '\u{FEEA}', '\u{FEEB}', '\u{FEEC}']),
    ('\u{648}', ['\u{FEED}', '\u{FEEE}', '\0', '\0']),
    ('\u{649}', ['\u{FEEF}', '\u{FEF0}', '\u{FBE8}', '\u{FBE9}']),
    ('\u{64A}', ['\u{FEF1}', '\u{FEF2}', '\u{FEF3}', '\u{FEF4}']),
    ('\u{671}', ['\u{FB50}', '\u{FB51}', '\0', '\0']),
    ('\u{677}', ['\u{FBDD}', '\0', '\0', '\0']),
    ('\u{679}', ['\u{FB66}', '\u{FB67}', '\u{FB68}', '\u{FB69}']),
    ('\u{67A}', ['\u{FB5E}', '\u{FB5F}', '\u{FB60}', '\u{FB61}']),
    ('\u{67B}', ['\u{FB52}', '\u{FB53}', '\u{FB54}', '\u{FB55}']),
    ('\u{67E}', ['\u{FB56}', '\u{FB57}', '\u{FB58}', '\u{FB59}']),
    ('\u{67F}', ['\u{FB62}', '\u{FB63}', '\u{FB64}', '\u{FB65}']),
    ('\u{680}', ['\u{FB5A}', '\u{FB5B}', '\u{FB5C}', '\u{FB5D}']),
    ('\u{683}', ['\u{FB76}', '\u{FB77}', '\u{FB78}', '\u{FB79}']),
    ('\u{684}', ['\u{FB72}', '\u{FB73}', '\u{FB74}', '\u{FB75}']),
    ('\u{686}', ['\u{FB7A}', '\u{FB7B}', '\u{FB7C}', '\u{FB7D}']),
    ('\u{687}', ['\u{FB7E}', '\u{FB7F}', '\u{FB80}', '\u{FB81}']),
    ('\u{688}', ['\u{FB88}', '\u{FB89}', '\0', '\0']),
    ('\u{68C}', ['\u{FB84}', '\u{FB85}', '\0', '\0']),
    ('\u{68D}', ['\u{FB82}', '\u{FB83}', '\0', '\0']),
    ('\u{68E}', ['\u{FB86}', '\u{FB87}', '\0', '\0']),
    ('\u{691}', ['\u{FB8C}', '\u{FB8D}', '\0', '\0']),
    ('\u{698}', ['\u{FB8A}', '\u{FB8B}', '\0', '\0']),
    ('\u{6A4}', ['\u{FB6A}', '\u{FB6B}', '\u{FB6C}', '\u{FB6D}']),
    ('\u{6A6}', ['\u{FB6E}', '\u{FB6F}', '\u{FB70}', '\u{FB71}']),
    ('\u{6A9}', ['\u{FB8E}', '\u{FB8F}', '\u{FB90}', '\u{FB91}']),
    ('\u{6AD}', ['\u{FBD3}', '\u{FBD4}', '\u{FBD5}', '\u{FBD6}']),
    ('\u{6AF}', ['\u{FB92}', '\u{FB93}', '\u{FB94}', '\u{FB95}']),
    ('\u{6B1}', ['\u{FB9A}', '\u{FB9B}', '\u{FB9C}', '\u{FB9D}']),
    ('\u{6B3}', ['\u{FB96}', '\u{FB97}', '\u{FB98}', '\u{FB99}']),
    ('\u{6BA}', ['\u{FB9E}', '\u{FB9F}', '\0', '\0']),
    ('\u{6BB}', ['\u{FBA0}', '\u{FBA1}', '\u{FBA2}', '\u{FBA3}']),
    ('\u{6BE}', ['\u{FBAA}', '\u{FBAB}', '\u{FBAC}', '\u{FBAD}']),
    ('\u{6C0}', ['\u{FBA4}', '\u{FBA5}', '\0', '\0']),
    ('\u{6C1}', ['\u{FBA6}', '\u{FBA7}', '\u{FBA8}', '\u{FBA9}']),
    ('\u{6C5}', ['\u{FBE0}', '\u{FBE1}', '\0', '\0']),
    ('\u{6C6}', ['\u{FBD9}', '\u{FBDA}', '\0', '\0']),
    ('\u{6C7}', ['\u{FBD7}', '\u{FBD8}', '\0', '\0']),
    ('\u{6C8}', ['\u{FBDB}', '\u{FBDC}', '\0', '\0']),
    ('\u{6C9}', ['\u{FBE2}', '\u{FBE3}', '\0', '\0']),
    ('\u{6CB}', ['\u{FBDE}', '\u{FBDF}', '\0', '\0']),
    ('\u{6CC}', ['\u{FBFC}', '\u{FBFD}', '\u{FBFE}', '\u{FBFF}']),
    ('\u{6D0}', ['\u{FBE4}', '\u{FBE5}', '\u{FBE6}', '\u{FBE7}']),
    ('\u{6D2}', ['\u{FBAE}', '\u{FBAF}', '\0', '\0']),
    ('\u{6D3}', ['\u{FBB0}', '\u{FBB1}', '\0', '\0']),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_in_order_and_its_forms_are_where_unicode_has_them() {
        assert!(FORMS.windows(2).all(|pair| pair[0].0 < pair[1].0));
        let place = |c: &char| matches!(c, '\u{FB50}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}');
        assert!(FORMS.iter().all(|row| row.1.iter().all(|form| *form == NO || place(form))));
        assert!(FORMS.iter().all(|row| (row.1[INITIAL] == NO) == (row.1[MEDIAL] == NO)));
    }

    #[test]
    fn letters_join_as_unicode_says() {
        use Joining::*;
        let cases = [('ب', Both), ('ا', Before), ('و', Before), ('ء', None), ('ـ', Both), ('ں', Both)];
        for (c, wanted) in
            cases.into_iter().chain([('ی', Both), ('ڕ', Before), ('ڵ', Both), ('א', None), ('a', None)])
        {
            assert_eq!(joining(c), wanted, "{c}");
        }
    }
}
