//! `pishkhan init`: a data folder made, or one encrypted.

use std::io::{self, Write};

use super::context::{Context, Outcome};
use super::exit;
use crate::desk::folder;
use crate::text::ltr;

/// Makes a data folder, or encrypts one that is there: its files can then only be read with an
/// operator's passphrase or the recovery code, which is shown this once.
pub fn run(encrypt: bool, cx: &Context) -> Outcome {
    let path = cx.folder();
    let told = if encrypt {
        let mut show = |code: &str| {
            let mut out = io::stdout().lock();
            writeln!(out, "{code}")?;
            out.flush()
        };
        folder::encrypt(&path, &mut show).map_err(|error| cx.not_opened(&error))?;
        cx.words.say("init-sealed")
    } else {
        folder::make(&path).map_err(|error| cx.not_opened(&error))?;
        cx.words.with("init-made", &[("path", ltr(&path.display().to_string()))])
    };
    cx.print(&[told]);
    Ok(exit::DONE)
}
