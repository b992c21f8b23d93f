//! `pishkhan backup|restore`: the data folder copied to another disk, and put back.

use std::path::Path;

use super::context::{Complaint, Context, Outcome};
use super::exit;
use crate::desk::folder::{self, BackupError};
use crate::text::ltr;

/// Copies the folder to another disk and proves the copy.
pub fn run(target: &Path, at_close: bool, cx: &Context) -> Outcome {
    let (place, words) = (cx.place()?, &cx.words);
    let made = folder::back_up(&place, target).map_err(|error| not_kept(&error, cx))?;
    let args = [
        ("cases", words.number(made.manifest.cases)),
        ("copied", words.number(made.copied)),
        ("path", ltr(&made.place.display().to_string())),
        ("head", ltr(&made.manifest.head[..16])),
    ];
    let mut lines = vec![words.with("backup-made", &args)];
    if at_close {
        folder::back_up_at_close(&place, target).map_err(|error| not_kept(&error, cx))?;
        lines.push(words.say("backup-at-close"));
    }
    cx.print(&lines);
    Ok(exit::DONE)
}

/// Puts a backup into an empty data folder.
pub fn restore(from: &Path, cx: &Context) -> Outcome {
    let (to, words) = (cx.place_like(&folder::backup_in(from))?, &cx.words);
    let manifest = folder::restore(from, &to).map_err(|error| not_kept(&error, cx))?;
    let args = [
        ("cases", words.number(manifest.cases)),
        ("moment", words.moment(manifest.made_ms)),
        ("path", ltr(&to.folder.display().to_string())),
    ];
    cx.print(&[words.with("restore-done", &args)]);
    Ok(exit::DONE)
}

fn not_kept(error: &BackupError, cx: &Context) -> Complaint {
    cx.failure(exit::NOT_KEPT, error.code(), &error.args())
}
