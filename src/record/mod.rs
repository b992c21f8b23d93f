//! Domain ↔ bytes: the only place that knows how anything is stored, and what earlier versions stored.
//!
//! ```text
//! record    4 | kind u8 | version of that kind u8 | value | checksum 8, where nothing else vouches for it
//! act       its events: envelope bytes, salt 16, body bytes or none
//! body      code | version of that event u8 | its small struct
//! ```
//! Values are bincode (variable-length integers, little-endian). Each kind has a version of its own, and
//! so has each event; an answer of a closed list is stored as its id ([`v4::words`]). What versions 1 to 3 wrote,
//! which began with that number and lay by position, is read by [`v3`] for ever. Small files of a folder that are
//! text lie as [`files`] says.
//!
//! ## What is done to add something
//! - **A part of an event** (a form field more): a new small struct beside the old one (`IntakeV2`, with `From`
//!   each way; the old one keeps only its way into the domain, so that the compiler finds whoever still writes
//!   it), the row of its events in `v4/events.rs` with the version one higher, the old row moved to
//!   `once`, where its `read` says what the part is for events that have none.
//! - **An event**: its row in `v4/events.rs`. The compiler asks for it.
//! - **An answer of a closed list**: nothing here. It is stored by its id.
//! - **A part of the envelope**: at its end, and the version of that kind one higher.
//!
//! ## What is done with what is newer
//! An event whose code, version or answers are not known here is carried, not refused ([`crate::domain::event::Event::Foreign`]);
//! an envelope of a later version is read as far as it is known; a record whose frame or act is newer is named as such.
//!
//! ## Decisions
//! - Shapes are structs of their own and never the domain's types: a field that is moved or an answer that is put
//!   in the middle of a list cannot change what old cases say.
//! - An event's id is not stored but derived from lineage and number, and a checksum is kept only where neither
//!   the chain nor the journal has one: both pay for what envelopes carry for bundles.

pub mod files;
pub mod kept;
mod limits;
mod link;
mod stored;
pub mod v3;
pub mod v4;
mod values;

pub use self::limits::{TooLarge, Unreadable};
pub use self::link::Link;
pub use self::stored::{Passed, Stored, StoredAct, as_json, later_salt, link, pass, recorded_of};
