//! The base direction of a paragraph.

/// The base direction: the one that a paragraph has before its text is looked at.
///
/// ```
/// use pishkhan_text::{Base, levels};
///
/// let paragraph_level = |base| levels("a \u{0628}", base).0;
/// assert_eq!([Base::Ltr, Base::Rtl, Base::Auto].map(paragraph_level), [0, 1, 0]);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Base {
    /// From the right, level 1: Persian.
    #[default]
    Rtl,
    /// From the left, level 0.
    Ltr,
    /// The first strong character decides (rules P2 and P3).
    Auto,
}

impl Base {
    /// The level of its paragraph; `None` where the text decides.
    pub(crate) fn level(self) -> Option<u8> {
        match self {
            Base::Ltr => Some(0),
            Base::Rtl => Some(1),
            Base::Auto => None,
        }
    }
}
