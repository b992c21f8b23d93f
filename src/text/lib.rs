//! Persian on a grid: from a logical `&str` to rows of cells as a terminal shows them.
//!
//! A terminal with no bidirectional support of its own, or with it switched off, shows
//! characters from left to right as they come. So that Persian reads right there, a
//! paragraph goes through these steps, each a room of this crate:
//!
//! 1. `chars`: it is read once into units, each with all that is ever asked of a character.
//! 2. `bidi`: every unit gets its level (UAX #9, P2 to L1): which way it runs, how deep.
//! 3. `shape`: letters become the presentation forms that their neighbours ask for, a lam
//!    and the alef after it one sign.
//! 4. `layout`: units become clusters (UAX #29), clusters become rows that are as wide as
//!    they may be (UAX #14), and each row is put in visual order: runs turned around (L2),
//!    marks in the cell of their base (L3), brackets mirrored (L4).
//!
//! Measuring, cutting and wrapping are done on shaped clusters in logical order, never on
//! the visual row. Nothing invisible ever comes out. Nothing here panics on any text, and
//! nothing is allocated for a single character.
//!
//! # Decisions
//! - Order and shape are made here and not left to the terminal: terminals differ, and one that reorders by itself can
//!   be told not to. What it then shows is what was measured.
//! - Letters go out as presentation forms, one sign a cell: a terminal draws its cells apart, whatever a font would join.
//! - A value is put into a sentence isolated, so that no number or foreign name changes the order around it; that is
//!   why a paragraph is resolved between isolates, and embeddings are the rare way.
//! - The caret is an offset and the side on which it leans, and its columns come from the layout that drew the row: what
//!   is edited and what is seen cannot disagree.
//!
//! ```
//! use pishkhan_text::{Base, LayoutOptions, levels, ltr, visual_order};
//!
//! // Beh, alef, blank, A, B: what runs from the right has an odd level.
//! let text = "\u{0628}\u{0627} AB";
//! assert_eq!(levels(text, Base::Rtl), (1, vec![1, 1, 1, 2, 2]));
//! assert_eq!(visual_order(&[1, 1, 1, 2, 2]), [3, 4, 2, 1, 0]);
//!
//! // The same with its letters joined, as cells from left to right.
//! let row = LayoutOptions::new(Base::Rtl).line(text);
//! let cells: Vec<&str> = row.cells().map(|(_, drawn)| drawn).collect();
//! assert_eq!(cells, ["A", "B", " ", "\u{FE8E}", "\u{FE91}"]);
//!
//! // Seen, lam, alef, meem: lam and alef share a cell, so four letters take three.
//! let row = LayoutOptions::new(Base::Rtl).line("\u{0633}\u{0644}\u{0627}\u{0645}");
//! assert_eq!((row.visual(), row.width()), ("\u{FEE1}\u{FEFC}\u{FEB3}", 3));
//!
//! // A date keeps its order inside Persian because it is isolated.
//! let text = format!("\u{0631}\u{0648}\u{0632} {}", ltr("1405-09-01"));
//! assert!(LayoutOptions::new(Base::Rtl).line(&text).visual().starts_with("1405-09-01 "));
//! ```
//!
//! # Where to begin
//!
//! | to | use |
//! | --- | --- |
//! | lay out a line or a paragraph | [`LayoutOptions::line`], [`fit`](LayoutOptions::fit), [`wrap`](LayoutOptions::wrap), [`measure`](LayoutOptions::measure) |
//! | do so many times without allocating | [`Typesetter`] |
//! | put a value into a sentence | [`ltr`], [`isolate`], [`phrase`] |
//! | let a line be edited | [`line::Edit`], [`line::CaretMode`] |
//! | compare, find and keep text | [`normalize`] |
//! | sort a Persian list | `collate::Alphabet`, with the feature `collate` |
//! | mend what was typed with the other layout on | `keyboard`, with the feature `keyboard` |
//!
//! Both features are off by default: a program that shows text needs neither, and the order
//! of the alphabet brings the tables of ICU with it.
//!
//! # Glossary
//!
//! | term | here it means |
//! | --- | --- |
//! | paragraph | what is laid out by itself; it ends at a line break (bidirectional class B) |
//! | base | the direction of a paragraph as a whole, [`Base`] |
//! | logical, visual | in the order of reading and typing; in the order of the screen, from the left |
//! | class | what UAX #9 calls the bidirectional type of a character: L, R, AL, EN ... |
//! | level | how deep a character is embedded (UAX #9); an odd level runs from the right |
//! | isolate | a stretch between U+2066..U+2068 and U+2069, ordered without regard to what is around it |
//! | sequence | an isolating run sequence (BD13): what is resolved by itself |
//! | run | neighbours with one class (`ClassRun`) or one level (`LevelRun`) |
//! | unit | one character of a paragraph on its way to the screen |
//! | form | a presentation form: a letter as it joins, a character of its own in Unicode |
//! | ligate | draw a lam and the alef after it as one form |
//! | grapheme | what a reader takes for one character (UAX #29); a caret stands between two of them |
//! | cluster | what shares one place on the grid: a grapheme, or those of a lam-alef |
//! | cell | a cluster as it is drawn on a row, one or two columns wide |
//! | column | the unit of width, counted from the left of a row |
//! | row | one line of the grid as it is shown |
//! | line | one line of text; in [`mod@line`] the one that is edited |
//! | affinity | the neighbour that a caret leans on where one offset stands at two columns |
//! | ZWNJ | zero-width non-joiner (نیم‌فاصله): parts two letters without a blank |

#![warn(missing_docs)]

mod bidi;
mod chars;
#[cfg(feature = "collate")]
pub mod collate;
#[cfg(feature = "keyboard")]
pub mod keyboard;
mod layout;
pub mod line;
pub mod normalize;
mod shape;

pub use bidi::{Base, directed, isolate, levels, ltr, paper, percent, phrase, series, visual_order};
pub use chars::is_format;
pub use layout::{Cell, LayoutOptions, Order, Row, Shape, Typesetter, breaks, graphemes};

/// The example of the README, so that it stays true.
#[cfg(doctest)]
#[doc = include_str!("README.md")]
struct Readme;
