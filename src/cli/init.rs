//! `pishkhan init` and `pishkhan reseal`: a data folder made, sealed, or sealed anew.

use std::io::{self, IsTerminal, Write};
use std::path::Path;

use zeroize::Zeroizing;

use super::context::{Complaint, Context, Outcome};
use super::exit;
use crate::desk::folder::{self, Place, Unlock};
use crate::desk::sealing::{SealError, Supervisor, seal};
use crate::text::ltr;

/// Makes a data folder, or encrypts one that is there: its files can then only be read with an
/// operator's passphrase or the recovery code, which is shown this once.
pub fn run(encrypt: bool, supervisor: Option<&Path>, cx: &Context) -> Outcome {
    let path = cx.folder();
    if !encrypt {
        folder::make(&path).map_err(|error| cx.not_opened(&error))?;
        cx.print(&[cx.words.with("init-made", &[("path", ltr(&path.display().to_string()))])]);
        return Ok(exit::DONE);
    }
    let in_use = path.exists() && std::fs::read_dir(&path).is_ok_and(|mut entries| entries.next().is_some());
    let by = if in_use && !folder::is_encrypted(&path) { ordered_by(supervisor, cx)? } else { None };
    let admitted = by.is_some();
    sealed(Place::from(path.as_path()), false, by.as_ref(), cx)?;
    cx.print(&[cx.words.say(if admitted { "init-sealed-admitted" } else { "init-sealed" })]);
    Ok(exit::DONE)
}

/// Another key and another code: whoever was put out, and whoever saw the code, can open it no longer.
pub fn reseal(supervisor: Option<&Path>, cx: &Context) -> Outcome {
    let path = cx.folder();
    if !folder::is_encrypted(&path) {
        return Err(cx.failure(exit::NOT_OPENED, "not-sealed", &[]));
    }
    let by = ordered_by(supervisor, cx)?;
    let given = cx.unlock_from_file().map_err(|error| cx.io("no-unlock-file", error, exit::NOT_OPENED))?;
    let own = by.as_ref().filter(|by| by.sign_in.is_some()).map(|by| Unlock::new(&by.passphrase));
    let copies = sealed(Place::from(path.as_path()).unlocked_by(own.or(given)), true, by.as_ref(), cx)?;
    let mut told = vec![cx.words.say("resealed")];
    told.extend(copies.map(|place| cx.words.with("resealed-copy", &[("path", ltr(&place.display().to_string()))])));
    cx.print(&told);
    Ok(exit::DONE)
}

fn sealed(
    place: Place,
    again: bool,
    by: Option<&Supervisor>,
    cx: &Context,
) -> Result<Option<std::path::PathBuf>, Complaint> {
    let mut show = |code: &str| {
        let mut out = io::stdout().lock();
        writeln!(out, "{code}")?;
        out.flush()
    };
    let done = seal(place, cx.options.assets.as_deref(), again, by, &mut show);
    done.map_err(|error| match error {
        SealError::Start(error) => cx.not_started(&error),
        SealError::NoSupervisor => cx.failure(exit::REFUSED, "no-supervisor", &[]),
        SealError::NoSecond => cx.failure(exit::REFUSED, "no-second", &[]),
        SealError::NotNoted => cx.failure(exit::NOT_KEPT, "sealed-not-noted", &[]),
        SealError::Desk(reply) => cx.not_taken(&reply, "no-supervisor"),
    })
}

/// Who orders it: of the file that was named, of the one that opens the folder, or asked for at the terminal.
fn ordered_by(file: Option<&Path>, cx: &Context) -> Result<Option<Supervisor>, Complaint> {
    let unreadable = |error: io::Error| cx.io("no-unlock-file", error, exit::NOT_OPENED);
    if let Some(file) = file {
        let (text, _) = folder::secret_file(file).map_err(unreadable)?;
        let mut lines = text.lines();
        let mut next = || lines.next().unwrap_or_default();
        let (name, passphrase) = (next().trim().to_owned(), Zeroizing::new(next().to_owned()));
        let second = (next().trim().to_owned(), Zeroizing::new(next().to_owned()));
        let second = Some(second).filter(|(name, _)| !name.is_empty());
        return Ok(Some(Supervisor { sign_in: Some(name), passphrase, second }));
    }
    if cx.options.unlock.is_some() {
        let passphrase = cx.secret_from_file().map_err(unreadable)?.unwrap_or_default();
        return Ok(Some(Supervisor { sign_in: None, passphrase, second: None }));
    }
    if !io::stdin().is_terminal() {
        return Ok(None);
    }
    let ask = |id| cx.ask_person(id, "unlock-ask").map_err(unreadable);
    let Some(first) = ask("supervisor-ask")? else { return Ok(None) };
    let second = ask("second-ask")?.map(|second| (second.name, second.passphrase));
    Ok(Some(Supervisor { sign_in: Some(first.name), passphrase: first.passphrase, second }))
}
