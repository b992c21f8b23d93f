//! `pishkhan audit verify|show`: proof that nothing was changed, and what was done and looked at.

use std::io::{self, Write};

use serde_json::json;

use super::folder::Told;
use super::{exit, json as shown};
use crate::domain::date::JalaliDate;
use crate::domain::tracking::TrackingCode;
use crate::form::inspection::Asked;
use crate::store::audit::{self, Broken, Written};
use crate::store::error::OpenError;
use crate::store::hex;
use crate::store::place::Place;
use crate::store::trail::{self, Trace};
use crate::store::vault::Vault;
use crate::text::normalize::{ascii_digits, compact};
use crate::words::Words;

#[derive(Debug, Clone, clap::Subcommand)]
pub enum AuditCommand {
    /// Prove from the folder, and from heads that were written down, that nothing was changed
    Verify {
        /// A head from a closing slip: the event's number, a colon, its first hex digits
        #[arg(long = "head", value_name = "NUMBER:HEX")]
        heads: Vec<String>,
        #[arg(long)]
        json: bool,
    },
    /// What was done, and what was looked at, as JSON lines
    Show(Filter),
}

#[derive(Debug, Clone, Default, clap::Args)]
pub struct Filter {
    /// Only by this operator (sign-in name)
    #[arg(long)]
    operator: Option<String>,
    /// Only this case (tracking code)
    #[arg(long)]
    case: Option<String>,
    /// Only cases of this person (national ID)
    #[arg(long)]
    person: Option<String>,
    /// Only this day, as 1405/09/01
    #[arg(long)]
    day: Option<String>,
    /// Only what a supervisor had to sign for, and what was taken back
    #[arg(long)]
    exceptions: bool,
}

pub fn run(command: &AuditCommand, place: &Place, words: &Words) -> Told {
    let failed = |error: OpenError| (exit::NOT_OPENED, words.trouble(error.code(), &error.args()));
    let vault = Vault::at(place).map_err(failed)?;
    match command {
        AuditCommand::Verify { heads, json } => verify(place, &vault, heads, *json, words),
        AuditCommand::Show(filter) => show(place, &vault, filter, words),
    }
}

fn verify(place: &Place, vault: &Vault, heads: &[String], as_json: bool, words: &Words) -> Told {
    let mut written = Vec::new();
    for head in heads {
        let read = Written::parse(&ascii_digits(head));
        written.push(read.ok_or_else(|| (exit::USAGE, words.trouble("bad-head", &[("head", head.clone())])))?);
    }
    match audit::verify(&place.folder, vault, &written) {
        Ok(found) if as_json => Ok(vec![
            json!({"ok": true, "events": found.events, "head": hex(&found.head), "signed-days": found.signed,
                "heads-matched": found.matched})
            .to_string(),
        ]),
        Ok(found) => Ok(vec![words.verified(found.events, found.signed, found.matched, &found.head)]),
        Err(broken) => {
            if as_json {
                let value = json!({"ok": false, "code": broken.code(), "problem": broken.to_string()});
                let _ = writeln!(io::stdout(), "{value}");
            }
            let code = if matches!(broken, Broken::Folder(_)) { exit::NOT_OPENED } else { exit::REFUSED };
            Err((code, words.trouble(broken.code(), &broken.args())))
        }
    }
}

impl Filter {
    /// What is asked for, or the argument that is not understood.
    fn asked(&self) -> Result<Asked, String> {
        let day = |text: &String| JalaliDate::parse(&ascii_digits(text)).map_err(|_| text.clone());
        let code = |text: &String| TrackingCode::parse(&compact(text)).ok_or_else(|| text.clone());
        Ok(Asked {
            operator: self.operator.as_ref().map(|name| name.to_lowercase()),
            case: self.case.as_ref().map(code).transpose()?,
            person: self.person.as_deref().map(compact),
            day: self.day.as_ref().map(day).transpose()?,
            exceptions: self.exceptions,
        })
    }
}

fn show(place: &Place, vault: &Vault, filter: &Filter, words: &Words) -> Told {
    let misread = |argument| (exit::USAGE, words.trouble("bad-filter", &[("argument", argument)]));
    let asked = filter.asked().map_err(misread)?;
    let mut out = io::BufWriter::new(io::stdout().lock());
    let done = trail::follow(&place.folder, vault, &asked, &mut |trace| {
        let value = match trace {
            Trace::Act(sealed) => {
                let mut value = shown::event(sealed, words);
                value["case"] = json!(sealed.envelope.case);
                value
            }
            Trace::Look(view) => json!({"look": view.what, "operator": view.operator, "wall-ms": view.wall_ms}),
        };
        let _ = writeln!(out, "{value}");
    });
    done.map(|()| Vec::new()).map_err(|error| (exit::NOT_OPENED, words.trouble(error.code(), &error.args())))
}
