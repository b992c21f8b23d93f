//! The presentation forms of the letters that have them: Unicode's own
//! `<isolated>`, `<final>`, `<initial>` and `<medial>` decompositions
//! (UnicodeData.txt, blocks FB50–FDFF and FE70–FEFC), turned around.

/// A letter's forms in the order isolated, final, initial, medial; 0 where Unicode has none.
type Forms = [u16; 4];

/// Sorted by letter, so that it can be searched by halves.
///
/// U+0621 is left out (its one form looks as the letter does), and so is
/// U+06C0: common terminal fonts lack its forms, so it is drawn as heh and U+0654.
const FORMS: &[(char, Forms)] = &[
    ('\u{0622}', [0xFE81, 0xFE82, 0, 0]),
    ('\u{0623}', [0xFE83, 0xFE84, 0, 0]),
    ('\u{0624}', [0xFE85, 0xFE86, 0, 0]),
    ('\u{0625}', [0xFE87, 0xFE88, 0, 0]),
    ('\u{0626}', [0xFE89, 0xFE8A, 0xFE8B, 0xFE8C]),
    ('\u{0627}', [0xFE8D, 0xFE8E, 0, 0]),
    ('\u{0628}', [0xFE8F, 0xFE90, 0xFE91, 0xFE92]),
    ('\u{0629}', [0xFE93, 0xFE94, 0, 0]),
    ('\u{062A}', [0xFE95, 0xFE96, 0xFE97, 0xFE98]),
    ('\u{062B}', [0xFE99, 0xFE9A, 0xFE9B, 0xFE9C]),
    ('\u{062C}', [0xFE9D, 0xFE9E, 0xFE9F, 0xFEA0]),
    ('\u{062D}', [0xFEA1, 0xFEA2, 0xFEA3, 0xFEA4]),
    ('\u{062E}', [0xFEA5, 0xFEA6, 0xFEA7, 0xFEA8]),
    ('\u{062F}', [0xFEA9, 0xFEAA, 0, 0]),
    ('\u{0630}', [0xFEAB, 0xFEAC, 0, 0]),
    ('\u{0631}', [0xFEAD, 0xFEAE, 0, 0]),
    ('\u{0632}', [0xFEAF, 0xFEB0, 0, 0]),
    ('\u{0633}', [0xFEB1, 0xFEB2, 0xFEB3, 0xFEB4]),
    ('\u{0634}', [0xFEB5, 0xFEB6, 0xFEB7, 0xFEB8]),
    ('\u{0635}', [0xFEB9, 0xFEBA, 0xFEBB, 0xFEBC]),
    ('\u{0636}', [0xFEBD, 0xFEBE, 0xFEBF, 0xFEC0]),
    ('\u{0637}', [0xFEC1, 0xFEC2, 0xFEC3, 0xFEC4]),
    ('\u{0638}', [0xFEC5, 0xFEC6, 0xFEC7, 0xFEC8]),
    ('\u{0639}', [0xFEC9, 0xFECA, 0xFECB, 0xFECC]),
    ('\u{063A}', [0xFECD, 0xFECE, 0xFECF, 0xFED0]),
    ('\u{0641}', [0xFED1, 0xFED2, 0xFED3, 0xFED4]),
    ('\u{0642}', [0xFED5, 0xFED6, 0xFED7, 0xFED8]),
    ('\u{0643}', [0xFED9, 0xFEDA, 0xFEDB, 0xFEDC]),
    ('\u{0644}', [0xFEDD, 0xFEDE, 0xFEDF, 0xFEE0]),
    ('\u{0645}', [0xFEE1, 0xFEE2, 0xFEE3, 0xFEE4]),
    ('\u{0646}', [0xFEE5, 0xFEE6, 0xFEE7, 0xFEE8]),
    ('\u{0647}', [0xFEE9, 0xFEEA, 0xFEEB, 0xFEEC]),
    ('\u{0648}', [0xFEED, 0xFEEE, 0, 0]),
    ('\u{0649}', [0xFEEF, 0xFEF0, 0xFBE8, 0xFBE9]),
    ('\u{064A}', [0xFEF1, 0xFEF2, 0xFEF3, 0xFEF4]),
    ('\u{0671}', [0xFB50, 0xFB51, 0, 0]),
    ('\u{0677}', [0xFBDD, 0, 0, 0]),
    ('\u{0679}', [0xFB66, 0xFB67, 0xFB68, 0xFB69]),
    ('\u{067A}', [0xFB5E, 0xFB5F, 0xFB60, 0xFB61]),
    ('\u{067B}', [0xFB52, 0xFB53, 0xFB54, 0xFB55]),
    ('\u{067E}', [0xFB56, 0xFB57, 0xFB58, 0xFB59]),
    ('\u{067F}', [0xFB62, 0xFB63, 0xFB64, 0xFB65]),
    ('\u{0680}', [0xFB5A, 0xFB5B, 0xFB5C, 0xFB5D]),
    ('\u{0683}', [0xFB76, 0xFB77, 0xFB78, 0xFB79]),
    ('\u{0684}', [0xFB72, 0xFB73, 0xFB74, 0xFB75]),
    ('\u{0686}', [0xFB7A, 0xFB7B, 0xFB7C, 0xFB7D]),
    ('\u{0687}', [0xFB7E, 0xFB7F, 0xFB80, 0xFB81]),
    ('\u{0688}', [0xFB88, 0xFB89, 0, 0]),
    ('\u{068C}', [0xFB84, 0xFB85, 0, 0]),
    ('\u{068D}', [0xFB82, 0xFB83, 0, 0]),
    ('\u{068E}', [0xFB86, 0xFB87, 0, 0]),
    ('\u{0691}', [0xFB8C, 0xFB8D, 0, 0]),
    ('\u{0698}', [0xFB8A, 0xFB8B, 0, 0]),
    ('\u{06A4}', [0xFB6A, 0xFB6B, 0xFB6C, 0xFB6D]),
    ('\u{06A6}', [0xFB6E, 0xFB6F, 0xFB70, 0xFB71]),
    ('\u{06A9}', [0xFB8E, 0xFB8F, 0xFB90, 0xFB91]),
    ('\u{06AD}', [0xFBD3, 0xFBD4, 0xFBD5, 0xFBD6]),
    ('\u{06AF}', [0xFB92, 0xFB93, 0xFB94, 0xFB95]),
    ('\u{06B1}', [0xFB9A, 0xFB9B, 0xFB9C, 0xFB9D]),
    ('\u{06B3}', [0xFB96, 0xFB97, 0xFB98, 0xFB99]),
    ('\u{06BA}', [0xFB9E, 0xFB9F, 0, 0]),
    ('\u{06BB}', [0xFBA0, 0xFBA1, 0xFBA2, 0xFBA3]),
    ('\u{06BE}', [0xFBAA, 0xFBAB, 0xFBAC, 0xFBAD]),
    ('\u{06C1}', [0xFBA6, 0xFBA7, 0xFBA8, 0xFBA9]),
    ('\u{06C5}', [0xFBE0, 0xFBE1, 0, 0]),
    ('\u{06C6}', [0xFBD9, 0xFBDA, 0, 0]),
    ('\u{06C7}', [0xFBD7, 0xFBD8, 0, 0]),
    ('\u{06C8}', [0xFBDB, 0xFBDC, 0, 0]),
    ('\u{06C9}', [0xFBE2, 0xFBE3, 0, 0]),
    ('\u{06CB}', [0xFBDE, 0xFBDF, 0, 0]),
    ('\u{06CC}', [0xFBFC, 0xFBFD, 0xFBFE, 0xFBFF]),
    ('\u{06D0}', [0xFBE4, 0xFBE5, 0xFBE6, 0xFBE7]),
    ('\u{06D2}', [0xFBAE, 0xFBAF, 0, 0]),
    ('\u{06D3}', [0xFBB0, 0xFBB1, 0, 0]),
];

/// The forms of lam with the alef that follows it: isolated, final.
const LAM_ALEF: &[(char, [char; 2])] = &[
    ('\u{0622}', ['\u{FEF5}', '\u{FEF6}']),
    ('\u{0623}', ['\u{FEF7}', '\u{FEF8}']),
    ('\u{0625}', ['\u{FEF9}', '\u{FEFA}']),
    ('\u{0627}', ['\u{FEFB}', '\u{FEFC}']),
];

/// Where the forms of a letter stand in the table.
pub(super) fn find(letter: char) -> Option<usize> {
    FORMS.binary_search_by_key(&letter, |(base, _)| *base).ok()
}

/// The one of these forms that joins to its neighbours as said, if there is one.
pub(crate) fn form(found: usize, joins_before: bool, joins_after: bool) -> Option<char> {
    let index = usize::from(joins_before) + 2 * usize::from(joins_after);
    match FORMS[found].1[index] {
        0 => None,
        code => char::from_u32(u32::from(code)),
    }
}

/// The heh that is drawn below the hamza of U+06C0, which joins to nothing after it.
pub(crate) fn heh(joins_before: bool) -> char {
    if joins_before { '\u{FEEA}' } else { '\u{FEE9}' }
}

/// Lam and this alef as the one sign they make together.
pub(crate) fn lam_alef(alef: char, joins_before: bool) -> Option<char> {
    LAM_ALEF.iter().find(|(base, _)| *base == alef).map(|(_, forms)| forms[usize::from(joins_before)])
}
