//! The text engine against the Unicode data itself.
//!
//! The data comes from Debian's `unicode-data` package, or from the folder that
//! `PISHKHAN_UNICODE_DATA` names. Where neither is, each of these tests says that it was
//! not run, and `the_engine_answers_as_it_did` still compares with what was kept when they passed.

use std::collections::HashMap;
use std::fs;
use std::path::PathBuf;

use pishkhan::text::{Base, LayoutOptions, Row, Typesetter, breaks, graphemes, levels, visual_order};

fn unicode(name: &str) -> Option<String> {
    let folder = std::env::var_os("PISHKHAN_UNICODE_DATA").map_or(PathBuf::from("/usr/share/unicode"), PathBuf::from);
    let found = fs::read_to_string(folder.join(name)).ok();
    if found.is_none() {
        eprintln!("NOT RUN: {name} is not in {} (Debian: unicode-data)", folder.display());
    }
    found
}

/// Lines without comments and blanks.
fn rows(file: &str) -> impl Iterator<Item = &str> {
    file.lines().map(|line| line.split('#').next().unwrap_or_default().trim()).filter(|line| !line.is_empty())
}

fn character(hex: &str) -> char {
    u32::from_str_radix(hex.trim(), 16).ok().and_then(char::from_u32).expect("a character")
}

fn characters(list: &str) -> String {
    list.split_whitespace().map(character).collect()
}

/// One character of each bidirectional class, none of them a bracket.
const CLASSES: [(&str, char); 23] = [
    ("L", 'a'),
    ("R", '\u{05D0}'),
    ("AL", '\u{0628}'),
    ("EN", '1'),
    ("ES", '-'),
    ("ET", '%'),
    ("AN", '\u{0661}'),
    ("CS", ','),
    ("NSM", '\u{0300}'),
    ("BN", '\u{200B}'),
    ("B", '\u{2029}'),
    ("S", '\t'),
    ("WS", ' '),
    ("ON", '!'),
    ("LRE", '\u{202A}'),
    ("RLE", '\u{202B}'),
    ("LRO", '\u{202D}'),
    ("RLO", '\u{202E}'),
    ("PDF", '\u{202C}'),
    ("LRI", '\u{2066}'),
    ("RLI", '\u{2067}'),
    ("FSI", '\u{2068}'),
    ("PDI", '\u{2069}'),
];

fn numbers(list: &str) -> Vec<usize> {
    list.split_whitespace().map(|number| number.parse().expect("a number")).collect()
}

/// Compares one case; characters that rule X9 removes are `x` and have no place.
fn agrees(text: &str, base: Base, wanted: &[&str], order: &[usize]) -> bool {
    let (_, found) = levels(text, base);
    let shown: Vec<usize> = (0..found.len()).filter(|at| wanted[*at] != "x").collect();
    let same = shown.iter().all(|at| found[*at].to_string() == wanted[*at]);
    let kept: Vec<u8> = shown.iter().map(|at| found[*at]).collect();
    let placed: Vec<usize> = visual_order(&kept).into_iter().map(|at| shown[at]).collect();
    same && found.len() == wanted.len() && placed == order
}

#[test]
fn every_case_of_bidi_test() {
    let Some(file) = unicode("BidiTest.txt") else { return };
    let class: HashMap<&str, char> = CLASSES.into_iter().collect();
    let (mut wanted, mut order, mut count) = (Vec::new(), Vec::new(), 0);
    for line in rows(&file) {
        if let Some(list) = line.strip_prefix("@Levels:") {
            wanted = list.split_whitespace().collect();
        } else if let Some(list) = line.strip_prefix("@Reorder:") {
            order = numbers(list);
        } else {
            let (classes, bits) = line.split_once(';').expect("two fields");
            let text: String = classes.split_whitespace().map(|name| class[name]).collect();
            let bits: u8 = bits.trim().parse().expect("a bit set");
            for (at, base) in [Base::Auto, Base::Ltr, Base::Rtl].into_iter().enumerate() {
                if bits & 1 << at != 0 {
                    count += 1;
                    assert!(agrees(&text, base, &wanted, &order), "{line} as {base:?}: {:?}", levels(&text, base));
                }
            }
        }
    }
    assert!(count > 700_000, "{count} cases only");
}

#[test]
fn every_case_of_bidi_character_test() {
    let Some(file) = unicode("BidiCharacterTest.txt") else { return };
    let mut count = 0;
    for line in rows(&file) {
        let fields: Vec<&str> = line.split(';').collect();
        let (text, wanted): (String, Vec<&str>) = (characters(fields[0]), fields[3].split_whitespace().collect());
        let base = match fields[1] {
            "0" => Base::Ltr,
            "1" => Base::Rtl,
            _ => Base::Auto,
        };
        assert!(agrees(&text, base, &wanted, &numbers(fields[4])), "{line}: {:?}", levels(&text, base));
        assert_eq!(levels(&text, base).0.to_string(), fields[2], "{line}: the paragraph's level");
        count += 1;
    }
    assert!(count > 90_000, "{count} cases only");
}

/// The text of a break test and the bytes at which it has `÷`, without the start.
fn parted(line: &str) -> (String, Vec<usize>) {
    let (mut text, mut at) = (String::new(), Vec::new());
    for token in line.split_whitespace() {
        match token {
            "÷" => at.push(text.len()),
            "×" => {}
            hex => text.push(character(hex)),
        }
    }
    at.retain(|at| *at > 0);
    (text, at)
}

#[test]
fn every_case_of_grapheme_break_test() {
    let Some(file) = unicode("auxiliary/GraphemeBreakTest.txt") else { return };
    let mut count = 0;
    for line in rows(&file) {
        let (text, at) = parted(line);
        // U+2701 is no pictograph any more since Unicode 17, which our tables follow.
        if text.contains('\u{2701}') {
            continue;
        }
        let mut starts = graphemes(&text);
        starts.push(text.len());
        assert_eq!(starts[1..], at, "{line}");
        count += 1;
    }
    assert!(count >= 600, "{count} cases only");
}

/// Where our breaks, which are those of the plain rules, differ from the test file by decision.
fn explained_break(before: char, after: char) -> Option<&'static str> {
    match (before, after) {
        // The file tailors LB25 by a regular expression (its header says so); the plain rule goes by
        // pairs: nothing is broken after a bracket before a sign, after a sign before a bracket, or
        // between a full stop, a comma or a slash and a digit. That is what file numbers and dates want.
        (')' | '}', '%' | '$') | ('%' | '$' | '\\', '(' | '{') | (',' | '.' | '/', '0'..='9') => Some("LB25"),
        // LB30 leaves out wide East Asian brackets, which no desk text has.
        (_, '\u{2329}' | '\u{FF08}') => Some("LB30"),
        // LB30b counts code points that are not assigned yet.
        ('\u{1F02C}', '\u{1F3FF}') => Some("LB30b"),
        _ => None,
    }
}

#[test]
fn every_case_of_line_break_test() {
    let Some(file) = unicode("auxiliary/LineBreakTest.txt") else { return };
    let (mut count, mut different) = (0, 0);
    for line in rows(&file) {
        let (text, at) = parted(line);
        let ours = breaks(&text);
        count += 1;
        different += usize::from(ours != at);
        for place in at.iter().chain(&ours).filter(|place| at.contains(place) != ours.contains(place)) {
            // Rule LB9: a mark is as what it stands on.
            let before = text[..*place].chars().rfind(|c| !matches!(c, '\u{0308}' | '\u{200D}')).unwrap_or(' ');
            let after = text[*place..].chars().next().expect("not at the end");
            assert!(explained_break(before, after).is_some(), "{line}: {ours:?}");
        }
    }
    assert!(count > 7_000, "{count} cases only");
    assert!(different < 70, "{different} lines differ by decision; at first it was 59");
}

/// How a letter joins: D, R, L, C, U or T, by DerivedJoiningType.txt.
fn joining_types(file: &str) -> HashMap<char, char> {
    let mut found = HashMap::new();
    for line in rows(file) {
        let (range, kind) = line.split_once(';').expect("two fields");
        let (from, to) = range.trim().split_once("..").unwrap_or((range.trim(), range.trim()));
        for c in character(from)..=character(to) {
            found.insert(c, kind.trim().chars().next().expect("a type"));
        }
    }
    found
}

/// Letter and `<kind>` → its presentation form, by the decompositions of UnicodeData.txt.
fn presentation_forms(file: &str) -> HashMap<(char, String), char> {
    let mut found = HashMap::new();
    for line in file.lines() {
        let fields: Vec<&str> = line.split(';').collect();
        let Some((kind, letters)) = fields[5].strip_prefix('<').and_then(|field| field.split_once("> ")) else {
            continue;
        };
        let arabic = matches!(character(fields[0]), '\u{FB50}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}');
        if arabic && !letters.contains(' ') {
            found.insert((character(letters), kind.to_owned()), character(fields[0]));
        }
    }
    found
}

/// What the standard says of joining, worked out anew and slowly.
struct Oracle {
    types: HashMap<char, char>,
    forms: HashMap<(char, String), char>,
}

impl Oracle {
    fn get() -> Option<Oracle> {
        let types = joining_types(&unicode("extracted/DerivedJoiningType.txt")?);
        Some(Oracle { types, forms: presentation_forms(&unicode("UnicodeData.txt")?) })
    }

    fn kind(&self, c: char) -> char {
        self.types.get(&c).copied().unwrap_or('U')
    }

    fn drawn(&self, text: &[char]) -> Vec<char> {
        let solid = |range: &[char]| -> Vec<char> { range.iter().copied().filter(|c| self.kind(*c) != 'T').collect() };
        let form = |(at, c): (usize, &char)| {
            let kind = self.kind(*c);
            let before = solid(&text[..at]).last().is_some_and(|c| "DLC".contains(self.kind(*c)));
            let after = solid(&text[at + 1..]).first().is_some_and(|c| "DRC".contains(self.kind(*c)));
            let before = before && "DR".contains(kind);
            let after = after && "DL".contains(kind);
            let name = match (before, after) {
                (false, false) => "isolated",
                (true, false) => "final",
                (false, true) => "initial",
                (true, true) => "medial",
            };
            // Hamza has one form, which looks as the letter does.
            if *c == '\u{0621}' { *c } else { self.forms.get(&(*c, name.to_owned())).copied().unwrap_or(*c) }
        };
        text.iter().enumerate().map(form).collect()
    }
}

/// What is drawn, in logical order and without format characters.
struct Drawer {
    layout: LayoutOptions,
    typesetter: Typesetter,
    row: Row,
}

impl Drawer {
    fn new() -> Drawer {
        let layout = LayoutOptions { ligate: false, ..LayoutOptions::new(Base::Rtl) };
        Drawer { layout, typesetter: Typesetter::default(), row: Row::default() }
    }

    fn drawn(&mut self, text: &[char]) -> Vec<char> {
        let text: String = text.iter().collect();
        self.typesetter.line(&self.layout, &text, &mut self.row);
        let cells: Vec<&str> = self.row.cells().map(|(_, drawn)| drawn).collect();
        cells.into_iter().rev().flat_map(str::chars).collect()
    }
}

/// U+06C0 is drawn as heh with its hamza as a mark, because terminal fonts lack its forms.
const BY_DECISION: char = '\u{06C0}';

#[test]
fn every_pair_of_joining_letters() {
    let Some(oracle) = Oracle::get() else { return };
    let mut drawer = Drawer::new();
    // Arabic, Syriac, N'Ko, Mandaic and Arabic Extended: one direction, so order says nothing new.
    let joins = |c: &char| "DRLC".contains(oracle.kind(*c)) && ('\u{0600}'..='\u{08FF}').contains(c);
    let mut letters: Vec<char> = oracle.types.keys().copied().filter(joins).collect();
    letters.sort_unstable();
    letters.retain(|c| *c != BY_DECISION);
    assert!(letters.len() > 250, "{}", letters.len());
    for a in &letters {
        for b in &letters {
            assert_eq!(drawer.drawn(&[*a, *b]), oracle.drawn(&[*a, *b]), "{:04X} {:04X}", *a as u32, *b as u32);
        }
    }
}

#[test]
fn every_triple_of_letters_that_have_forms() {
    let Some(oracle) = Oracle::get() else { return };
    let mut drawer = Drawer::new();
    let mut letters: Vec<char> = oracle.forms.keys().map(|(letter, _)| *letter).filter(|c| *c != BY_DECISION).collect();
    letters.retain(|c| oracle.kind(*c) != 'T');
    // A mark, a tatweel, a blank, and a letter of each kind that has no forms.
    letters.extend(['\u{0651}', '\u{0640}', ' ', '\u{06B5}', '\u{0695}']);
    letters.sort_unstable();
    letters.dedup();
    assert!(letters.len() > 75, "{}", letters.len());
    for a in &letters {
        for b in &letters {
            for c in &letters {
                let text = [*a, *b, *c];
                // A mark with nothing before it stands on a dotted circle; that is not joining.
                if *a != '\u{0651}' {
                    assert_eq!(drawer.drawn(&text), oracle.drawn(&text), "{text:04X?}", text = text.map(u32::from));
                }
            }
        }
    }
}

#[test]
fn zwj_joins_and_zwnj_parts() {
    let mut drawer = Drawer::new();
    assert_eq!(drawer.drawn(&['\u{0628}', '\u{200D}']), ['\u{FE91}']);
    assert_eq!(drawer.drawn(&['\u{200D}', '\u{0628}', '\u{200D}']), ['\u{FE92}']);
    assert_eq!(drawer.drawn(&['\u{0628}', '\u{200C}', '\u{0628}']), ['\u{FE8F}', '\u{FE8F}']);
}

/// All texts of up to four classes in three directions, all pairs of the engine's own letters:
/// one sum over what it makes of them, kept from when the tests above passed.
#[test]
fn the_engine_answers_as_it_did() {
    let mut sum = blake3::Hasher::new();
    for length in 1..=3 {
        for number in 0..CLASSES.len().pow(length) {
            let places = (0..length).map(|place| number / CLASSES.len().pow(place) % CLASSES.len());
            let text: String = places.map(|at| CLASSES[at].1).collect();
            for base in [Base::Auto, Base::Ltr, Base::Rtl] {
                let (level, list) = levels(&text, base);
                sum.update(&[level]).update(&list);
            }
        }
    }
    let mut drawer = Drawer::new();
    for a in '\u{0600}'..='\u{06FF}' {
        for b in ['\u{0628}', '\u{0627}', '\u{064E}', '\u{200C}', '\u{06CC}', a] {
            for text in [[a, b], [b, a]] {
                let drawn: String = drawer.drawn(&text).into_iter().collect();
                sum.update(drawn.as_bytes());
                sum.update(&[graphemes(&text.iter().collect::<String>()).len() as u8]);
            }
        }
    }
    assert_eq!(sum.finalize().to_hex().as_str(), "378a2269afc8db88e6af542caf575de683ee49c69baf0ac0f056c7a5b1daf7cc");
}
