//! Editing a line: a table of keys and what comes of them, and what holds for any keys.

use std::fs;

use pishkhan::text::line::{Arrows, CaretMode, Edit, Move};
use pishkhan::text::{Base, LayoutOptions, graphemes};
use proptest::prelude::*;

use crate::world::data;

fn mode(base: Base, arrows: Arrows) -> CaretMode {
    CaretMode { layout: LayoutOptions::new(base), arrows }
}

/// The line with its caret as `|` and the other end of its selection as `^`.
fn shown(edit: &Edit) -> String {
    let mut text = edit.text().to_owned();
    let other = edit.selection().map(|range| if range.start == edit.caret() { range.end } else { range.start });
    let mut marks = vec![(edit.caret(), '|')];
    marks.extend(other.map(|at| (at, '^')));
    marks.sort_unstable();
    for (at, mark) in marks.into_iter().rev() {
        text.insert(at, mark);
    }
    text.replace('\u{200C}', "\\z")
}

fn started(text: &str, mode: CaretMode) -> Edit {
    let text = text.replace("\\z", "\u{200C}");
    let at = text.find('|').expect("a caret");
    let mut edit = Edit::new(&text.replace('|', ""), 60);
    edit.go(Move::Home, false, mode);
    let logical = CaretMode { arrows: Arrows::Logical, ..mode };
    while edit.caret() < at {
        let forward = if mode.layout.base == Base::Rtl { Move::Left } else { Move::Right };
        edit.go(forward, false, logical);
    }
    assert_eq!(edit.caret(), at, "the caret can stand there: {text}");
    edit
}

fn press(edit: &mut Edit, key: &str, mode: CaretMode, clip: &mut String) {
    if let Some(typed) = key.strip_prefix('\'') {
        typed.trim_end_matches('\'').chars().for_each(|c| assert!(edit.insert(c)));
        return;
    }
    let (select, name) = match key.strip_prefix('S') {
        Some(name) => (true, name),
        None => (false, key),
    };
    match name {
        "L" => edit.go(Move::Left, select, mode),
        "R" => edit.go(Move::Right, select, mode),
        "WL" => edit.go(Move::WordLeft, select, mode),
        "WR" => edit.go(Move::WordRight, select, mode),
        "H" => edit.go(Move::Home, select, mode),
        "E" => edit.go(Move::End, select, mode),
        "A" => edit.select_all(),
        "B" => edit.backspace(),
        "D" => edit.delete(),
        "EW" => edit.erase_word(),
        "EN" => edit.erase_next_word(),
        "K" => edit.erase_to_end(),
        "U" => edit.clear(),
        "X" => *clip = edit.cut().unwrap_or_default(),
        "C" => *clip = edit.copy().unwrap_or_default(),
        "V" => {
            edit.paste(clip);
        }
        "N" => assert!(edit.insert('\u{200C}')),
        "Z" => {
            edit.undo();
        }
        "Y" => {
            edit.redo();
        }
        other => panic!("no key is called {other}"),
    }
}

/// The keys of a row: a quoted text may hold a blank.
fn keys(list: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for part in list.split(' ') {
        match found.last_mut().filter(|last| last.starts_with('\'') && (last.len() == 1 || !last.ends_with('\''))) {
            Some(last) => *last = format!("{last} {part}"),
            None => found.push(part.to_owned()),
        }
    }
    found
}

#[test]
fn every_row_of_the_editing_table() {
    let table = fs::read_to_string(data("editing.txt")).expect("the table");
    let rows: Vec<&str> = table.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).collect();
    assert!(rows.len() >= 200, "{}", rows.len());
    let mut wrong = Vec::new();
    for row in rows {
        let fields: Vec<&str> = row.split(" ; ").collect();
        let base = if fields[0] == "rtl" { Base::Rtl } else { Base::Ltr };
        let mode = mode(base, Arrows::Visual);
        let (mut edit, mut clip) = (started(fields[1], mode), String::new());
        keys(fields[2]).iter().for_each(|key| press(&mut edit, key, mode, &mut clip));
        if shown(&edit) != fields[3] {
            wrong.push(format!("{row}\n    was {}", shown(&edit)));
        }
    }
    assert!(wrong.is_empty(), "{} rows:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn logical_arrows_go_through_the_text() {
    let mode = mode(Base::Rtl, Arrows::Logical);
    let mut edit = started("|سلام abc", mode);
    for at in 1..=8 {
        edit.go(Move::Left, false, mode);
        assert_eq!(edit.text()[..edit.caret()].chars().count(), at);
    }
    edit.go(Move::WordRight, false, mode);
    assert_eq!(shown(&edit), "سلام |abc");
}

#[test]
fn the_arrows_cross_a_mixed_line_cell_by_cell() {
    let mode = mode(Base::Rtl, Arrows::Visual);
    let text = "سلام abc دنیا";
    let mut edit = Edit::new(text, 50);
    edit.go(Move::Home, false, mode);
    let mut seen = std::collections::BTreeSet::from([edit.caret()]);
    for _ in 0..text.chars().count() {
        edit.go(Move::Left, false, mode);
        seen.insert(edit.caret());
    }
    assert_eq!(edit.caret(), text.len(), "from the right edge to the left one");
    assert!(seen.len() >= text.chars().count() - 1, "every place is reached: {seen:?}");
}

#[test]
fn at_a_change_of_direction_both_places_are_shown() {
    let mode = mode(Base::Rtl, Arrows::Visual);
    let edit = started("سلام |abc", mode);
    // Content columns from the left: the caret's own, then a b c, a blank, and سلام.
    let view = edit.view(mode.layout, 20);
    assert_eq!((view.caret, view.other), (3, Some(1)), "before the blank's left side, and on the a");
    let view = started("سل|ام", mode).view(mode.layout, 20);
    assert_eq!(view.other, None);
}

#[test]
fn a_selection_over_a_change_of_direction_is_shown_in_pieces() {
    let mode = mode(Base::Rtl, Arrows::Logical);
    let mut edit = started("سل|ام abc", mode);
    for _ in 0..4 {
        edit.go(Move::Left, true, mode);
    }
    assert_eq!(shown(&edit), "سل^ام a|bc");
    let view = edit.view(mode.layout, 20);
    assert_eq!(view.selected, [1..2, 4..7], "the a, and what lies between the two letters and it");
}

#[test]
fn a_zwnj_shows_while_it_is_edited_and_nowhere_else() {
    let mode = mode(Base::Rtl, Arrows::Visual);
    let edit = started("می\\z|روم", mode);
    let view = edit.view(mode.layout, 20);
    assert_eq!(view.row.width(), 6, "five letters and the sign");
    assert_eq!(view.zwnj, [4]);
    assert_eq!(LayoutOptions::new(Base::Rtl).line(edit.text()).width(), 5);
}

#[test]
fn a_click_goes_where_it_points() {
    let layout = LayoutOptions::new(Base::Rtl);
    let mut edit = Edit::new("سلام", 20);
    // Columns: 0 behind the text, then م ا ل س.
    for (column, at) in [(0, 8), (1, 6), (2, 4), (3, 2), (4, 0), (9, 0)] {
        edit.click(layout, 20, column, false);
        assert_eq!(edit.caret(), at, "column {column}");
    }
    edit.click(layout, 20, 1, true);
    assert_eq!(edit.copy().as_deref(), Some("سلا"));
}

#[test]
fn a_long_value_is_scrolled_so_that_the_caret_is_seen() {
    let mode = mode(Base::Rtl, Arrows::Visual);
    let mut edit = Edit::new("یک دو سه چهار پنج شش", 60);
    let view = edit.view(mode.layout, 8);
    assert_eq!((view.skip, view.caret), (0, 0), "the end is at the left");
    edit.go(Move::Home, false, mode);
    let view = edit.view(mode.layout, 8);
    assert_eq!(view.skip + 8, view.row.width() + 1, "the start is at the right");
    assert_eq!(view.caret, 7);
}

#[test]
fn a_secret_line_keeps_and_gives_nothing() {
    let mut edit = Edit::secret(20);
    "secret".chars().for_each(|c| assert!(edit.insert(c)));
    edit.select_all();
    assert_eq!((edit.copy(), edit.cut()), (None, None));
    edit.clear();
    assert!(!edit.undo());
}

#[test]
fn pasted_text_is_cleaned() {
    let mut edit = Edit::new("", 20);
    assert_eq!(edit.paste("\u{202B}\u{FECB}\u{FEE0}\u{FBFD}\n\u{7}رضا\u{202C}"), 0);
    assert_eq!(edit.text(), "علی رضا");
    let mut short = Edit::new("", 3);
    assert_eq!(short.paste("abcdef"), 3, "what does not fit is counted");
}

const MOVES: [Move; 6] = [Move::Left, Move::Right, Move::WordLeft, Move::WordRight, Move::Home, Move::End];

fn random_key(edit: &mut Edit, key: u8, mode: CaretMode) {
    match key {
        0..=5 => edit.go(MOVES[usize::from(key)], false, mode),
        6..=11 => edit.go(MOVES[usize::from(key - 6)], true, mode),
        12 => edit.backspace(),
        13 => edit.delete(),
        14 => edit.erase_word(),
        15 => edit.erase_next_word(),
        16 => edit.click(mode.layout, 10, 4, false),
        17 => edit.click(mode.layout, 10, 7, true),
        18 => {
            edit.cut();
        }
        19 => {
            edit.paste("سلام \u{FEFB} 12");
        }
        20 => edit.select_all(),
        21 => edit.erase_to_end(),
        other => {
            edit.insert(['ب', '\u{64E}', '\u{200C}', 'a', '1', ' '][usize::from(other) % 6]);
        }
    }
}

proptest! {
    #[test]
    fn any_editing_keeps_the_caret_between_graphemes_and_can_be_taken_back(
        keys in proptest::collection::vec(0_u8..40, 0..60),
        start in "[\u{627}-\u{64A}a-c0-2 \u{200C}\u{64E}]{0,12}",
        logical in any::<bool>(),
        ltr in any::<bool>(),
    ) {
        let arrows = if logical { Arrows::Logical } else { Arrows::Visual };
        let mode = mode(if ltr { Base::Ltr } else { Base::Rtl }, arrows);
        let mut edit = Edit::new(&start, 30);
        for key in keys {
            random_key(&mut edit, key, mode);
            let mut places = graphemes(edit.text());
            places.push(edit.text().len());
            prop_assert!(places.contains(&edit.caret()), "{:?} {}", edit.text(), edit.caret());
            if let Some(range) = edit.selection() {
                prop_assert!(places.contains(&range.start) && places.contains(&range.end));
            }
            let view = edit.view(mode.layout, 10);
            prop_assert!(view.caret < 10, "{} in 10", view.caret);
            prop_assert!(edit.len() <= 30);
        }
        let end = edit.text().to_owned();
        let mut steps = 0;
        while edit.undo() {
            steps += 1;
        }
        prop_assert_eq!(edit.text(), start.as_str());
        while edit.redo() {
            steps -= 1;
        }
        prop_assert_eq!((edit.text(), steps), (end.as_str(), 0));
    }
}
