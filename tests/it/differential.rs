//! Generated desk lines against an independent engine, the `fribidi` command.
//!
//! `PISHKHAN_LINES=1000000 PISHKHAN_SEED=7 cargo test differential` compares more, or others.

use std::fs;
use std::process::{Command, Stdio};

use pishkhan::text::{Base, LayoutOptions, Row, Typesetter, is_format, levels};

use unicode_bidi::{BidiInfo, Level};

use crate::lines::Lines;
use crate::world::asked;

/// What both engines draw differently by decision, in terms that both share.
fn explained(visual: &str, line: &str) -> String {
    let parted = marks_part_lam_alef(line);
    let mut out = String::new();
    // Never drawn by us; fribidi leaves some of them in (its `--clean` knows neither ZWJ nor ALM).
    for c in visual.chars().filter(|c| !is_format(*c)) {
        match c {
            // Hamza has one form, which looks as the letter does.
            '\u{FE80}' => out.push('\u{0621}'),
            // A tab is a blank on a grid.
            '\t' => out.push(' '),
            // Heh with hamza above: terminal fonts have heh's forms and the mark, not these two.
            '\u{FBA4}' => out.push_str("\u{FEE9}\u{0654}"),
            '\u{FBA5}' => out.push_str("\u{FEEA}\u{0654}"),
            // Joining looks through marks (section 9.2, rule R1 and table 9-3), so lam-alef is one sign
            // with a mark in between too; fribidi leaves it two letters then.
            '\u{FEF5}'..='\u{FEFC}' if parted => {
                let alef = ['\u{FE82}', '\u{FE84}', '\u{FE88}', '\u{FE8E}'][(c as usize - 0xFEF5) / 2];
                out.extend([alef, if c as u32 % 2 == 1 { '\u{FEDF}' } else { '\u{FEE0}' }]);
            }
            other => out.push(other),
        }
    }
    out.retain(|c| !parted || !matches!(c, '\u{064B}'..='\u{0655}'));
    out
}

fn marks_part_lam_alef(line: &str) -> bool {
    let marks = |c: &char| matches!(c, '\u{064B}'..='\u{0655}');
    line.match_indices('\u{0644}').any(|(at, lam)| {
        let mut rest = line[at + lam.len()..].chars().peekable();
        let mut parted = false;
        while rest.next_if(marks).is_some() {
            parted = true;
        }
        parted && matches!(rest.next(), Some('\u{0622}' | '\u{0623}' | '\u{0625}' | '\u{0627}'))
    })
}

/// Where fribidi leaves the standard: it takes what ends one isolate for the start of its next
/// neighbour, so that a number in the neighbour does not see the neighbour's own direction. By
/// BD13 and X10 each of them is a sequence by itself, with a start of its own. (1.0.8)
fn fribidi_mixes_neighbours(line: &str) -> bool {
    line.chars().filter(|c| matches!(c, '\u{2066}'..='\u{2068}')).count() > 1
}

/// Where unicode-bidi leaves the standard: looking back from a bracket over an isolate (rule N0, c),
/// it reads what is before the isolate forwards and not backwards. (0.3.18)
fn unicode_bidi_looks_back_wrongly(line: &str) -> bool {
    let isolate = line.find(|c| matches!(c, '\u{2066}'..='\u{2068}'));
    isolate.is_some_and(|at| line[at..].contains(['(', '[', '{']))
}

/// The levels of every character by unicode-bidi, as on one line.
fn levels_by_unicode_bidi(line: &str) -> Vec<u8> {
    let info = BidiInfo::new(line, Some(Level::rtl()));
    let found = info.reordered_levels(&info.paragraphs[0], 0..line.len());
    line.char_indices().map(|(at, _)| found[at].number()).collect()
}

/// What fribidi makes of these lines; `None` where it is not installed.
fn drawn_by_fribidi(lines: &[String]) -> Option<Vec<String>> {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("lines.txt");
    fs::write(&path, lines.join("\n") + "\n").expect("written");
    let input = fs::File::open(&path).expect("the lines");
    let arguments = ["--rtl", "--nopad", "--nobreak", "--reordernsm", "--clean"];
    let child = Command::new("fribidi").args(arguments).stdin(input).stdout(Stdio::piped()).spawn().ok()?;
    let output = child.wait_with_output().expect("fribidi ends");
    Some(String::from_utf8(output.stdout).expect("UTF-8").lines().map(str::to_owned).collect())
}

/// Every line must be drawn as fribidi draws it and have the levels of unicode-bidi; where one of
/// them does not agree, the rule by which it is wrong is named above, and the other one does agree.
#[test]
fn generated_lines_agree_with_two_other_engines() {
    let (count, seed) = (asked("PISHKHAN_LINES", 100_000), asked("PISHKHAN_SEED", 1405));
    let lines: Vec<String> = Lines::new(seed).take(usize::try_from(count).expect("a count")).collect();
    let Some(theirs) = drawn_by_fribidi(&lines) else {
        eprintln!("NOT RUN: there is no fribidi command here (Debian: libfribidi-bin)");
        return;
    };
    assert_eq!(theirs.len(), lines.len());
    let (mut typesetter, mut row, layout) = (Typesetter::default(), Row::default(), LayoutOptions::new(Base::Rtl));
    let mut explained_lines = [0_u64; 2];
    let mut unexplained = Vec::new();
    for (line, theirs) in lines.iter().zip(&theirs) {
        typesetter.line(&layout, line, &mut row);
        let drawn_alike = explained(row.visual(), line) == explained(theirs, line);
        let levels_alike = levels(line, Base::Rtl).1 == levels_by_unicode_bidi(line);
        match (drawn_alike, levels_alike) {
            (true, true) => {}
            (false, true) if fribidi_mixes_neighbours(line) => explained_lines[0] += 1,
            (true, false) if unicode_bidi_looks_back_wrongly(line) => explained_lines[1] += 1,
            // Both at once: what remains when the brackets, which are all that unicode-bidi has wrong, are gone.
            (false, false) if fribidi_mixes_neighbours(line) && unicode_bidi_looks_back_wrongly(line) => {
                let plain = line.replace(['(', ')', '[', ']', '{', '}'], "*");
                assert_eq!(levels(&plain, Base::Rtl).1, levels_by_unicode_bidi(&plain), "{plain:?}");
                explained_lines[1] += 1;
            }
            _ => unexplained.push(format!("{line:?}\n  ours   {:?}\n  theirs {theirs:?}", row.visual())),
        }
    }
    eprintln!(
        "{count} lines, seed {seed}: fribidi by X10 {}, unicode-bidi by N0 {}",
        explained_lines[0], explained_lines[1]
    );
    let first: Vec<&String> = unexplained.iter().take(5).collect();
    assert!(unexplained.is_empty(), "seed {seed}: {} lines, the first are\n{first:#?}", unexplained.len());
    assert!(explained_lines.iter().all(|lines| lines * 12 < count), "{explained_lines:?} of {count}");
}
