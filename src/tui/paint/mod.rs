//! Cells: where they are kept and sent from, the only hand that writes them, and their styles.

pub mod canvas;
pub mod page;
pub mod theme;
