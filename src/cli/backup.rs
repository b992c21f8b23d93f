//! `pishkhan backup|restore`: the data folder copied to another disk, and put back.

use std::path::Path;

use zeroize::Zeroizing;

use super::context::{Complaint, Context, Outcome, open};
use super::exit;
use crate::desk::Desk;
use crate::desk::command::{Command, Reply};
use crate::desk::folder::{self, BackupError, Caution, Place, Restored};
use crate::text::ltr;

/// Copies the folder to another disk and proves the copy.
pub fn run(target: &Path, at_close: Option<Option<&str>>, cx: &Context) -> Outcome {
    let (place, words) = (cx.place()?, &cx.words);
    let desk = at_close.map(|supervisor| signed_in(&place, supervisor, cx)).transpose()?;
    let made = folder::back_up(&place, target).map_err(|error| not_kept(&error, cx))?;
    let args = [
        ("cases", words.number(made.manifest.cases)),
        ("copied", words.number(made.copied)),
        ("path", ltr(&made.place.display().to_string())),
        ("head", ltr(&made.manifest.head[..16])),
    ];
    let mut lines = vec![words.with("backup-made", &args)];
    lines.extend(made.cautions.iter().map(|caution: &Caution| words.say(caution.code())));
    if let Some(desk) = desk {
        set_at_close(desk, &place, target, cx)?;
        lines.push(words.say("backup-at-close"));
    }
    cx.print(&lines);
    Ok(exit::DONE)
}

/// The desk with a supervisor signed in; one that was not founded has nobody who could.
fn signed_in(place: &Place, supervisor: Option<&str>, cx: &Context) -> Result<Desk, Complaint> {
    let mut desk = open(place.clone(), cx.options.assets.as_deref()).map_err(|error| cx.not_started(&error))?;
    if desk.office().is_none() {
        return Ok(desk);
    }
    let signed = sign_in(&mut desk, supervisor, cx);
    match signed {
        Ok(()) => Ok(desk),
        Err(complaint) => {
            desk.close();
            Err(complaint)
        }
    }
}

fn sign_in(desk: &mut Desk, supervisor: Option<&str>, cx: &Context) -> Result<(), Complaint> {
    let missing = || cx.failure(exit::REFUSED, "at-close-supervisor", &[]);
    let mut supervisors = desk.supervisors().map(|one| one.operator.sign_in.as_str());
    let name = match (supervisor, supervisors.next(), supervisors.next()) {
        (Some(name), _, _) | (None, Some(name), None) => name.to_owned(),
        (None, _, _) => return Err(missing()),
    };
    drop(supervisors);
    let secret = cx.secret_from_file().map_err(|error| cx.io("no-unlock-file", error, exit::NOT_OPENED))?;
    let secret = secret.or_else(|| cx.asked("at-close-ask")).ok_or_else(missing)?;
    let secret: Zeroizing<String> = Zeroizing::new(secret.trim_end_matches(['\r', '\n']).to_owned());
    desk.sign_in_as(&name, &secret).map_err(|reply| cx.not_taken(&reply, "at-close-supervisor"))
}

/// From now on each day goes there.
fn set_at_close(mut desk: Desk, place: &Place, target: &Path, cx: &Context) -> Result<(), Complaint> {
    let outcome = match desk.office() {
        Some(_) => match desk.perform(Command::SetBackupPlace { target: target.to_owned() }) {
            Reply::Done(_) | Reply::Ok => Ok(()),
            reply @ (Reply::Refused(_) | Reply::Faults(_) | Reply::Failed(_)) => {
                Err(cx.not_taken(&reply, "at-close-supervisor"))
            }
        },
        None => folder::back_up_at_close(place, target).map_err(|error| not_kept(&error, cx)),
    };
    desk.close();
    outcome
}

/// Puts a backup into an empty data folder.
pub fn restore(from: &Path, cx: &Context) -> Outcome {
    let (to, words) = (cx.place_like(&folder::backup_in(from))?, &cx.words);
    let Restored { manifest, is_unvouched, passed_over } =
        folder::restore(from, &to).map_err(|error| not_kept(&error, cx))?;
    let args = [
        ("cases", words.number(manifest.cases)),
        ("moment", words.moment(manifest.made_ms)),
        ("path", ltr(&to.folder.display().to_string())),
    ];
    let mut lines = vec![words.with("restore-done", &args)];
    lines.extend(is_unvouched.then(|| words.say("restore-unvouched")));
    lines.extend(passed_over.then(|| words.say("restore-passed-over")));
    cx.print(&lines);
    Ok(exit::DONE)
}

fn not_kept(error: &BackupError, cx: &Context) -> Complaint {
    cx.failure(exit::NOT_KEPT, error.code(), &error.args())
}
