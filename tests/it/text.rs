//! Persian on a grid: against an independent engine, against a kept picture, and by hand.

use std::fs;
use std::process::{Command, Stdio};

use pishkhan::text::{Base, LayoutOptions, graphemes, is_format, isolate, levels, ltr, paper, percent, visual_order};
use proptest::prelude::*;
use unicode_segmentation::UnicodeSegmentation;

use crate::world::{data, run};

fn shaped() -> (String, String) {
    let source = fs::read_to_string(data("desk-sentences.txt")).expect("the sentences");
    let (code, output) = run(&["shape"], &source);
    assert_eq!(code, 0);
    (source, output)
}

#[test]
fn desk_sentences_look_as_they_did() {
    let kept = fs::read_to_string(data("desk-sentences.visual.txt")).expect("the kept picture");
    let (source, output) = shaped();
    assert!(source.lines().count() >= 60);
    for ((line, ours), kept) in source.lines().zip(output.lines()).zip(kept.lines()) {
        assert_eq!(ours, kept, "{line}");
    }
}

/// What both engines do differently by decision and not by mistake.
fn explained(line: &str) -> String {
    line.chars()
        // Format characters reach no terminal; fribidi leaves some in.
        .filter(|c| !pishkhan::text::is_format(*c))
        .map(|c| match c {
            // Hamza has one form, which looks as the letter does.
            '\u{FE80}' => '\u{0621}',
            '\t' => ' ',
            other => other,
        })
        .collect()
}

#[test]
fn desk_sentences_agree_with_fribidi() {
    let arguments = ["--rtl", "--nopad", "--nobreak", "--reordernsm", "--clean"];
    let input = fs::File::open(data("desk-sentences.txt")).expect("the sentences");
    let Ok(child) = Command::new("fribidi").args(arguments).stdin(input).stdout(Stdio::piped()).spawn() else {
        eprintln!("not compared: there is no fribidi command here (Debian: libfribidi-bin); the kept picture was");
        return;
    };
    let theirs = String::from_utf8(child.wait_with_output().expect("fribidi ends").stdout).expect("UTF-8");
    let (source, ours) = shaped();
    assert_eq!(ours.lines().count(), theirs.lines().count());
    for ((line, ours), theirs) in source.lines().zip(ours.lines()).zip(theirs.lines()) {
        assert_eq!(explained(ours), explained(theirs), "{line}");
    }
}

fn visual(text: &str) -> String {
    LayoutOptions::default().line(text).visual().to_owned()
}

#[test]
fn lam_alef_is_one_cell_with_its_marks_on_it() {
    let row = LayoutOptions::default().line("\u{0644}\u{0627}");
    assert_eq!((row.visual(), row.width()), ("\u{FEFB}", 1));
    let row = LayoutOptions::default().line("\u{0633}\u{0644}\u{064E}\u{0627}\u{0645}");
    assert_eq!(row.width(), 3, "the mark between takes no cell");
    assert_eq!(row.visual(), "\u{FEE1}\u{FEFC}\u{064E}\u{FEB3}");
    let apart = LayoutOptions { ligate: false, ..LayoutOptions::default() }.line("\u{0644}\u{0627}");
    assert_eq!(apart.width(), 2, "in a field each letter can be reached");
}

#[test]
fn zwnj_parts_letters_and_takes_no_cell() {
    let row = LayoutOptions::default().line("\u{0645}\u{06CC}\u{200C}\u{0631}\u{0648}\u{062F}");
    assert_eq!(row.width(), 5);
    assert!(row.visual().ends_with("\u{FBFD}\u{FEE3}"), "the yeh before it is final: {:?}", row.visual());
}

#[test]
fn heh_with_hamza_is_drawn_with_forms_that_fonts_have() {
    assert_eq!(visual("\u{06C0}"), "\u{FEE9}\u{0654}");
    assert_eq!(visual("\u{0628}\u{06C0}"), "\u{FEEA}\u{0654}\u{FE91}");
    assert_eq!(visual("\u{0628}\u{0647}\u{0654}"), "\u{FEEA}\u{0654}\u{FE91}");
}

#[test]
fn typed_values_keep_their_order_inside_persian() {
    for value in ["۱۴۰۵-۰۹-۰۱", "۰۲۱-۸۸۷۷۶۶۵۵", "-۲۵۰", "+98 912 000 1000", "00012-01-00045-7"] {
        let line = visual(&format!("سلام {} سلام", ltr(value)));
        assert!(line.contains(value), "{value}: {line}");
    }
    assert!(visual(&format!("سلام {} شد", percent("۲۵"))).contains("٪۲۵"), "the sign stands to the left");
}

#[test]
fn a_sentence_of_isolated_parts_keeps_its_own_direction() {
    let inner = format!("{}: {}", isolate("شناسنامه"), isolate("دیده شد"));
    let shown = visual(&format!("{} ۱ {}", ltr("12:30"), isolate(&inner)));
    assert!(shown.starts_with(&visual("شناسنامه: دیده شد")), "{shown}");
}

#[test]
fn isolates_side_by_side_stay_apart() {
    // The marks between them are not drawn, but their level keeps the first on the right.
    let text = format!("{}{}", percent("۴۷"), ltr("12"));
    assert_eq!(visual(&text), "12٪۴۷");
}

#[test]
fn a_value_is_cut_off_whole() {
    let text = format!("سلام {}", ltr("123456"));
    let row = LayoutOptions::default().fit(&text, 9);
    assert_eq!(row.visual(), format!("… {}", visual("سلام")).trim_start(), "half a number is another number");
    assert_eq!(LayoutOptions::default().fit(&ltr("123456"), 4).visual(), "…");
}

#[test]
fn what_does_not_fit_is_dropped_from_the_logical_end() {
    let layout = LayoutOptions::default();
    let row = layout.fit("سلام دنیا", 6);
    assert_eq!(row.width(), 6);
    assert!(row.visual().starts_with('…'), "the end of a Persian line is at its left: {:?}", row.visual());
    assert!(row.visual().ends_with(&visual("سلا").chars().last().expect("a letter").to_string()));
    assert_eq!(LayoutOptions::new(Base::Ltr).fit("hello world", 6).visual(), "hello…");
    assert_eq!(layout.fit("سلام", 0).width(), 0);
}

#[test]
fn rows_break_between_words_and_never_inside_a_value() {
    let layout = LayoutOptions::default();
    let value = ltr("12 34 56");
    let text = format!("سلام سلام {value} سلام");
    let rows = layout.wrap(&text, 12);
    assert!(rows.iter().all(|row| row.width() <= 12));
    assert!(rows.iter().any(|row| row.visual().contains("12 34 56")), "{rows:?}");
    // What stands before an isolate ends a row as well as what stands before a word.
    let options: Vec<String> = ["یک\u{A0}دو", "سه\u{A0}چهار", "پنج\u{A0}شش"].map(isolate).to_vec();
    let rows = layout.wrap(&options.join("   "), 12);
    assert_eq!(rows.len(), 3, "{rows:?}");
    assert!(rows.iter().all(|row| !row.visual().starts_with(' ') && !row.visual().ends_with(' ')), "{rows:?}");
    assert_eq!(layout.wrap("", 10).len(), 1);
    assert_eq!(layout.wrap("a\nb", 10).len(), 2);
    assert_eq!(layout.wrap("aaaaaaaaaaaaaaaa", 5).len(), 4, "a word without a break is cut");
}

#[test]
fn nothing_invisible_reaches_a_terminal() {
    let text = "a\u{200E}b\u{200F}c\u{2067}d\u{2069}\u{061C}e\u{FEFF}\u{1B}[31m\u{7}\u{9B}";
    assert!(visual(text).chars().all(|c| !c.is_control() && !pishkhan::text::is_format(c)), "{:?}", visual(text));
}

#[test]
fn shape_wraps_to_the_right_edge() {
    let (code, output) = run(&["shape", "--width", "20"], "سلام\n");
    assert_eq!(code, 0);
    assert_eq!(output, format!("{:17}{}\n", "", visual("سلام")), "lam-alef is one cell, so four letters are three");
}

#[test]
fn a_slip_reads_right_without_any_control_character() {
    let words = pishkhan::words::Words::new(pishkhan::words::Lang::Fa);
    let code = pishkhan::domain::tracking::TrackingCode::new("123", "1", 45);
    let line = paper(&words.tracking(&code));
    let digits = pishkhan::text::normalize::persian_digits(&code.to_string());
    assert_eq!(line, digits);
    assert_eq!(visual(&line), digits, "on a line of its own it keeps its order without isolates");
}

/// Any text: all of Unicode, and much of what steers, joins, combines, pairs and breaks.
fn any_text() -> impl Strategy<Value = String> {
    use proptest::char::range;
    let steering: Vec<char> = "\u{200C}\u{200D}\u{200E}\u{200F}\u{061C}\u{202A}\u{202B}\u{202C}\u{202D}\u{202E}\u{2066}\u{2067}\u{2068}\u{2069}\u{FEFF}\t\n\r"
        .chars()
        .collect();
    let piece = prop_oneof![
        4 => any::<char>(),
        6 => range('\u{0600}', '\u{06FF}'),
        3 => range(' ', '~'),
        4 => proptest::sample::select(steering),
        2 => proptest::sample::select(vec!['\u{0644}', '\u{0627}', '\u{064E}', '\u{0654}', '\u{06C0}']),
        1 => range('\u{1F1E6}', '\u{1F1FF}'),
        1 => range('\u{1100}', '\u{11FF}'),
        1 => range('\u{0900}', '\u{097F}'),
        1 => range('\u{1F300}', '\u{1F6FF}'),
    ];
    proptest::collection::vec(piece, 0..40).prop_map(|chars| chars.into_iter().collect())
}

proptest! {
    /// 10,000,000 cases were run once: `PROPTEST_CASES=10000000 cargo test --release any_text`.
    #[test]
    fn no_panic_on_any_text(text in any_text(), width in 0_usize..30, base in 0_usize..3, ligate in any::<bool>()) {
        let base = [Base::Rtl, Base::Ltr, Base::Auto][base];
        let layout = LayoutOptions { ligate, show_zwnj: !ligate, ..LayoutOptions::new(base) };
        prop_assert!(layout.fit(&text, width).width() <= width);
        let whole = layout.line(&text);
        prop_assert_eq!(whole.width(), layout.measure(&text));
        // Every cell stands for its own bytes, between characters.
        let mut sources: Vec<_> = whole.cells().map(|(cell, _)| cell.source()).collect();
        sources.sort_by_key(|source| source.start);
        prop_assert!(sources.windows(2).all(|pair| pair[0].end == pair[1].start));
        prop_assert!(sources.iter().all(|source| text.is_char_boundary(source.start) && source.end <= text.len()));
        prop_assert!(whole.visual().chars().all(|c| !c.is_control() && !is_format(c)), "{:?}", whole.visual());
        let room = width.max(2);
        for row in layout.wrap(&text, room) {
            // One sign of another script may be wider than the row by itself.
            prop_assert!(row.width() <= room || row.cells().len() == 1);
        }
        let (_, found) = levels(&text, base);
        prop_assert_eq!(found.len(), text.chars().count());
        let mut order = visual_order(&found);
        order.sort_unstable();
        prop_assert!(order.into_iter().eq(0..found.len()));
        let starts = graphemes(&text);
        prop_assert!(starts.iter().copied().eq(text.grapheme_indices(true).map(|(at, _)| at)), "{:?}", starts);
    }
}
