//! `pishkhan audit verify|show`: proof that nothing was changed, and what was done and looked at.

use std::collections::BTreeSet;
use std::io::{self, Write};

use serde_json::json;

use super::folder::Told;
use super::{exit, json as shown};
use crate::domain::date::JalaliDate;
use crate::domain::event::{CaseId, Event, Sealed};
use crate::domain::tracking::TrackingCode;
use crate::store::audit::{self, Broken, Written};
use crate::store::error::OpenError;
use crate::store::place::Place;
use crate::store::vault::Vault;
use crate::store::{hex, views};
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
        AuditCommand::Show(filter) => {
            show(place, &vault, filter, words).map_err(failed)?;
            Ok(Vec::new())
        }
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
    fn wants(&self, operator: &str, wall_ms: i64, case: Option<CaseId>, cases: &Cases) -> bool {
        let by = self.operator.as_ref().is_none_or(|wanted| wanted == operator);
        let day = self.day.as_deref().map(|day| JalaliDate::parse(&ascii_digits(day)).ok());
        let on = day.is_none_or(|day| day == Some(JalaliDate::at(wall_ms)));
        let about = (self.case.is_none() && self.person.is_none()) || case.is_some_and(|case| cases.0.contains(&case));
        by && on && about
    }
}

/// The cases that are asked about, as they become known.
#[derive(Default)]
struct Cases(BTreeSet<CaseId>);

impl Cases {
    fn learn(&mut self, sealed: &Sealed, filter: &Filter) {
        let Some(case) = sealed.envelope.case else { return };
        let person = filter.person.as_deref().map(compact);
        let code = filter.case.as_deref().map(|code| TrackingCode::parse(&compact(code)));
        let asked = match &sealed.event {
            Event::Opened { tracking, intake } => {
                code.is_some_and(|code| code.as_ref() == Some(tracking))
                    || person.is_some_and(|person| person == intake.applicant.id.digits())
            }
            Event::Corrected { intake, .. } => person.is_some_and(|person| person == intake.applicant.id.digits()),
            _ => false,
        };
        if asked {
            self.0.insert(case);
        }
    }
}

fn show(place: &Place, vault: &Vault, filter: &Filter, words: &Words) -> Result<(), OpenError> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    let mut cases = Cases::default();
    audit::events(&place.folder, vault, &mut |sealed| {
        cases.learn(sealed, filter);
        let envelope = &sealed.envelope;
        let exception = !filter.exceptions || sealed.event.is_exception();
        if exception && filter.wants(&envelope.operator, envelope.moment.wall_ms, envelope.case, &cases) {
            let mut value = shown::event(sealed, words);
            value["case"] = json!(envelope.case);
            let _ = writeln!(out, "{value}");
        }
    })?;
    if filter.exceptions {
        return Ok(());
    }
    views::read(&place.folder, vault, &mut |view| {
        if filter.wants(&view.operator, view.wall_ms, view.what.case(), &cases) {
            let value = json!({"look": view.what, "operator": view.operator, "wall-ms": view.wall_ms});
            let _ = writeln!(out, "{value}");
        }
    })
}
