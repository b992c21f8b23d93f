//! How a session at the terminal is to look.

use std::time::Duration;

use super::terminal::Bidi;
use crate::text::Shape;
use crate::text::line::Arrows;
use crate::words::Lang;

/// What was chosen on the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    pub lang: Lang,
    pub bidi: Bidi,
    pub shape: Shape,
    pub arrows: Arrows,
    /// Not asked on a throw-away desk.
    pub self_check: bool,
    /// How long nobody may press a key before the screen is locked; never, if there is no such time.
    pub lock_after: Option<Duration>,
}
