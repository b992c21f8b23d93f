//! Joining: which form of each letter stands where (Unicode standard, section 9.2).

use unicode_joining_type::{JoiningType, get_joining_type};

use super::forms;

const LAM: char = '\u{0644}';
/// Heh with hamza above is drawn as heh with the hamza as its mark.
const HEH_HAMZA: char = '\u{06C0}';
const HEH: char = '\u{0647}';
const HAMZA_ABOVE: char = '\u{0654}';

/// One character of the text, as it will be drawn.
#[derive(Debug, Clone, Copy)]
pub(super) struct Glyph {
    /// The character as it is drawn; `None` where nothing is (format characters, an alef inside lam-alef).
    pub draw: Option<char>,
    /// A mark drawn on top of `draw`, which the source did not spell out.
    pub mark: Option<char>,
    /// Where the character stands in the text, in bytes.
    pub at: usize,
    /// The alef of a lam-alef: it belongs to the cell of the lam before it.
    pub swallowed: bool,
}

/// Characters that steer the text and are never drawn.
///
/// Variation selectors are among them: they change a width in some terminals only.
pub fn is_format(c: char) -> bool {
    matches!(c,
        '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{180E}' | '\u{200B}'..='\u{200F}'
        | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FE00}'..='\u{FE0F}'
        | '\u{FEFF}' | '\u{E0000}'..='\u{E0FFF}')
}

/// What stands on the screen for a character that must not reach the terminal.
fn visible(c: char) -> Option<char> {
    match c {
        '\t' => Some(' '),
        '\0'..='\u{1F}' => char::from_u32(0x2400 + u32::from(c)),
        '\u{7F}' => Some('\u{2421}'),
        '\u{80}'..='\u{9F}' | '\u{2028}' | '\u{2029}' => Some('\u{FFFD}'),
        _ if is_format(c) => None,
        _ => Some(c),
    }
}

fn joins_to_next(kind: JoiningType) -> bool {
    matches!(kind, JoiningType::DualJoining | JoiningType::LeftJoining | JoiningType::JoinCausing)
}

fn joins_to_previous(kind: JoiningType) -> bool {
    matches!(kind, JoiningType::DualJoining | JoiningType::RightJoining | JoiningType::JoinCausing)
}

fn is_letter(kind: JoiningType) -> bool {
    matches!(kind, JoiningType::DualJoining | JoiningType::RightJoining | JoiningType::LeftJoining)
}

/// Shapes a paragraph. With `forms` off, letters stay as they are and only format characters go.
pub(super) fn shape(text: &str, use_forms: bool, ligate: bool) -> Vec<Glyph> {
    let mut glyphs: Vec<Glyph> =
        text.char_indices().map(|(at, c)| Glyph { draw: visible(c), mark: None, at, swallowed: false }).collect();
    if !use_forms || text.is_ascii() {
        return glyphs;
    }
    let chars: Vec<(char, JoiningType)> = text.chars().map(|c| (c, get_joining_type(c))).collect();
    let mut before: Option<JoiningType> = None;
    for i in 0..chars.len() {
        let kind = chars[i].1;
        if kind == JoiningType::Transparent {
            continue;
        }
        if is_letter(kind) {
            let next = (i + 1..chars.len()).find(|j| chars[*j].1 != JoiningType::Transparent);
            let joins_before = before.is_some_and(joins_to_next) && joins_to_previous(kind);
            let joins_after = next.is_some_and(|j| joins_to_previous(chars[j].1)) && joins_to_next(kind);
            draw_letter(&mut glyphs, &chars, i, next, (joins_before, joins_after), ligate);
        }
        before = Some(kind);
    }
    glyphs
}

fn draw_letter(
    glyphs: &mut [Glyph],
    chars: &[(char, JoiningType)],
    i: usize,
    next: Option<usize>,
    (joins_before, joins_after): (bool, bool),
    ligate: bool,
) {
    let c = chars[i].0;
    if glyphs[i].swallowed {
        return;
    }
    if c == LAM && joins_after && ligate {
        let alef = next.filter(|j| chars[i + 1..*j].iter().all(|(mark, _)| !is_format(*mark)));
        if let Some((j, sign)) = alef.and_then(|j| Some((j, forms::lam_alef(chars[j].0, joins_before)?))) {
            glyphs[i].draw = Some(sign);
            glyphs[j].draw = None;
            glyphs[j].swallowed = true;
            return;
        }
    }
    if c == HEH_HAMZA {
        glyphs[i].draw = Some(forms::form(HEH, joins_before, false));
        glyphs[i].mark = Some(HAMZA_ABOVE);
        return;
    }
    glyphs[i].draw = Some(forms::form(c, joins_before, joins_after));
}
