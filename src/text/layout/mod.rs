//! Layout: from a paragraph to rows of cells.
//!
//! In the order of the imports: `options` is what the caller chooses and `row` what comes
//! out; `cluster` cuts the paragraph into what shares a cell; `typesetter` holds the working
//! memory and sets a row; `wrap` decides where a row ends. This file is the short way in.

mod cluster;
mod options;
mod row;
mod typesetter;
mod wrap;

pub use cluster::graphemes;
pub use options::{LayoutOptions, Order, Shape};
pub use row::{Cell, Row};
pub use typesetter::Typesetter;
pub(crate) use typesetter::ZWNJ_SIGN;
pub use wrap::breaks;

impl LayoutOptions {
    /// All of the text on one row; line breaks show as blanks.
    ///
    /// ```
    /// use pishkhan_text::{Base, LayoutOptions};
    ///
    /// let row = LayoutOptions::new(Base::Rtl).line("abc (\u{0628}) 12");
    /// assert_eq!((row.visual(), row.width()), ("12 (\u{FE8F}) abc", 10));
    /// ```
    pub fn line(&self, text: &str) -> Row {
        self.fit(text, usize::MAX)
    }

    /// The text on one row of at most `width` columns.
    ///
    /// What does not fit is dropped from the logical end, and «…» stands there. A value
    /// from [`ltr`](crate::ltr) is dropped whole: half a number would be another number.
    ///
    /// ```
    /// use pishkhan_text::{Base, LayoutOptions, ltr};
    ///
    /// let options = LayoutOptions::new(Base::Ltr);
    /// assert_eq!(options.fit("hello world", 6).visual(), "hello\u{2026}");
    /// assert_eq!(options.fit(&format!("paid {}", ltr("1,000")), 8).visual(), "paid \u{2026}");
    /// ```
    pub fn fit(&self, text: &str, width: usize) -> Row {
        let mut row = Row::default();
        Typesetter::default().fit(self, text, width, &mut row);
        row
    }

    /// The text on as many rows of at most `width` columns as it needs; at least one.
    ///
    /// Rows end where UAX #14 lets them, never inside a grapheme or a lam-alef, and inside a
    /// value from [`ltr`](crate::ltr) only if no row can hold it.
    ///
    /// ```
    /// use pishkhan_text::{Base, LayoutOptions};
    ///
    /// let rows = LayoutOptions::new(Base::Ltr).wrap("one two three", 8);
    /// assert_eq!(rows.iter().map(|row| row.visual()).collect::<Vec<_>>(), ["one two", "three"]);
    /// ```
    pub fn wrap(&self, text: &str, width: usize) -> Vec<Row> {
        Typesetter::default().wrap(self, text, width)
    }

    /// Columns that the text takes on one row.
    ///
    /// ```
    /// use pishkhan_text::{Base, LayoutOptions};
    ///
    /// // Yeh, ZWNJ, reh: the ZWNJ takes no cell.
    /// assert_eq!(LayoutOptions::new(Base::Rtl).measure("\u{06CC}\u{200C}\u{0631}"), 2);
    /// ```
    pub fn measure(&self, text: &str) -> usize {
        Typesetter::default().measure(self, text)
    }
}
