//! What the exit code says.

pub const DONE: u8 = 0;
/// The rules said no, or answers had faults.
pub const REFUSED: u8 = 1;
/// Arguments or input that could not be understood.
pub const USAGE: u8 = 2;
/// The desk could not be opened.
pub const NOT_OPENED: u8 = 3;
/// The disk did not keep it.
pub const NOT_KEPT: u8 = 4;
