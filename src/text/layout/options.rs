//! How text becomes rows: what the caller chooses.

use crate::bidi::Base;

/// What letters are drawn with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Shape {
    /// Presentation forms: joined by us, the same width in every terminal.
    #[default]
    Forms,
    /// The letters as they are, for a terminal that joins them or a font without the forms.
    Letters,
}

/// Who puts the line into visual order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Order {
    /// This crate; the terminal shows the cells as they come.
    #[default]
    Visual,
    /// The terminal insists on doing it, so it gets the logical line.
    Logical,
}

/// How text becomes rows.
///
/// ```
/// use pishkhan_text::{Base, LayoutOptions};
///
/// // As in a field that is being edited: lam and alef apart, the ZWNJ in sight.
/// let editing = LayoutOptions { ligate: false, show_zwnj: true, ..LayoutOptions::new(Base::Rtl) };
/// assert_eq!(editing.line("\u{0644}\u{0627}").width(), 2);
/// assert_eq!(editing.line("\u{06CC}\u{200C}\u{0631}").visual(), "\u{FEAD}\u{250A}\u{FBFC}");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct LayoutOptions {
    /// The direction of the paragraph as a whole.
    pub base: Base,
    /// What letters are drawn with.
    pub shape: Shape,
    /// Who puts the line into visual order.
    pub order: Order,
    /// Lam-alef as one cell; off in a field that is being edited.
    pub ligate: bool,
    /// A ZWNJ shows, in a cell of its own; on in a field that is being edited.
    pub show_zwnj: bool,
}

impl Default for LayoutOptions {
    fn default() -> LayoutOptions {
        LayoutOptions { base: Base::Rtl, shape: Shape::Forms, order: Order::Visual, ligate: true, show_zwnj: false }
    }
}

impl LayoutOptions {
    /// The options for a paragraph of this direction.
    pub fn new(base: Base) -> LayoutOptions {
        LayoutOptions { base, ..LayoutOptions::default() }
    }

    /// The options for a terminal that puts lines in order by itself, or does not.
    ///
    /// ```
    /// use pishkhan_text::{Base, LayoutOptions, Shape};
    ///
    /// let text = "a \u{0628}\u{0628}";
    /// let ours = LayoutOptions::for_terminal(Base::Rtl, false, Shape::Forms);
    /// assert_eq!(ours.line(text).visual(), "\u{FE90}\u{FE91} a");
    /// let theirs = LayoutOptions::for_terminal(Base::Rtl, true, Shape::Forms);
    /// assert_eq!(theirs.line(text).visual(), text);
    /// ```
    pub fn for_terminal(base: Base, reorders: bool, shape: Shape) -> LayoutOptions {
        if reorders {
            LayoutOptions { order: Order::Logical, shape: Shape::Letters, ..LayoutOptions::new(base) }
        } else {
            LayoutOptions { shape, ..LayoutOptions::new(base) }
        }
    }

    /// The same options for a paragraph of another direction.
    pub fn with_base(self, base: Base) -> LayoutOptions {
        LayoutOptions { base, ..self }
    }
}
