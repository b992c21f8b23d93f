//! What the tests stand on. A test file imports from here and never from another test file.
//!
//! An act goes in by one of three doors:
//!
//! - **In this process**, for the rules: what is done, what is refused, with which code. [`act`] opens the desk,
//!   does some lines of `pishkhan act` and closes it; [`say`] does one line at a desk that a test holds open, on
//!   a failing disk or with a clock of its own. What only the desk's own reply tells is asked of `Desk` itself.
//! - **The real program**, where its exit code, its lock or its death is the question. [`run`] is one command
//!   ([`run_act`] if it is `pishkhan act`), [`Session`] a conversation with one that goes on running.
//! - **A screen**: [`Term`] is the program in a pseudo-terminal, driven by keys and read back as it is seen.
//!
//! People and offices are founded once ([`founded`], [`office`]) and laid out anew for each test, because
//! passphrases take their time on purpose.

mod again;
mod clock;
pub mod crowd;
mod desk;
mod disk;
mod effort;
mod folder;
pub mod inside;
mod inspection;
mod lines;
pub mod meaning;
mod office;
pub mod one_of_each;
mod one_of_people;
pub mod paths;
mod people;
mod program;
pub mod recording;
pub mod replay;
pub mod script;
mod session;
pub mod stick;
mod terminal;

pub use again::{again, told_to};
pub use clock::ManualClock;
pub use desk::{
    act, answered, case_at, code, codes, done, done_all, go_on, on, open, open_at, place, say, say_all, stage, today,
    tracking, tracking_of,
};
pub use disk::{CutsOff, Failing, Way};
pub use effort::{asked, rounds};
pub use folder::{Kept, copy, data, files_below, folder, holds, journal, readable};
pub use inspection::{backed_up, exceptions, is_whole, report, restored, stored_acts, verified};
pub use lines::Lines;
pub use office::{
    another_supervisor, approve_clean, at_centre, at_fee, cases_of, close_day, desk_with, desk_with_as, enrol,
    enrol_with, erasure, fee, founded, office, office_with_zari, on_the_day_after, on_the_day_before, open_day,
    rotate_keys, set_up, staffed, to_be_erased, two_supervisors, withdraw,
};
pub use people::{
    PASSPHRASE, SUPERVISOR, as_user, by, clerk, form_context, intake, intake_value, made_up_id, open_line, passphrase,
    person, reviewer, sign_in,
};
pub use program::{PROGRAM, command, feed, run, run_act, signal, succeeds, unlock_file};
pub use session::{Session, signed, signed_because};
pub use terminal::{F2, F3, F4, F6, F9, F10, Term, at_desk, leave, signed_in, type_intake, type_intake_to};
