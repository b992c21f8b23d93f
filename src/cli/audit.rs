//! `pishkhan audit verify|show`: proof that nothing was changed, and what was done and looked at.

use std::io::{self, Write};

use serde_json::json;

use super::context::{Complaint, Context, Outcome};
use super::print::json_line;
use super::{exit, json as shown};
use crate::desk::folder::{self, Broken, Place, hex};
use crate::desk::reader;
use crate::domain::Choice;
use crate::domain::audit::{AuditQuery, Trace, Written, WrittenHead, WrittenKey};
use crate::domain::date::JalaliDate;
use crate::domain::event::Event;
use crate::domain::stage::Flag;
use crate::domain::tracking::TrackingCode;
use crate::text::normalize::{ascii_digits, compact};

#[derive(Debug, Clone, clap::Subcommand)]
pub enum AuditCommand {
    /// Prove from the folder, and from heads that were written down, that nothing was changed
    Verify {
        /// A head from any slip: the event's number, a colon, its first hex digits
        #[arg(long = "head", value_name = "NUMBER:HEX")]
        heads: Vec<String>,
        /// The desk's key from any slip: its first hex digits
        #[arg(long = "key", value_name = "HEX")]
        keys: Vec<String>,
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

pub fn run(command: &AuditCommand, cx: &Context) -> Outcome {
    let place = cx.place()?;
    match command {
        AuditCommand::Verify { heads, keys, json } => verify(&place, &written(heads, keys, cx)?, *json, cx),
        AuditCommand::Show(filter) => show(&place, filter, cx),
    }
}

/// What was written down, or the first of it that cannot have been.
fn written(heads: &[String], keys: &[String], cx: &Context) -> Result<Written, Complaint> {
    let mut written = Written::default();
    for head in heads {
        let read = WrittenHead::parse(&ascii_digits(head));
        written.heads.push(read.map_err(|bad| cx.failure(exit::USAGE, bad.code(), &[("head", head.clone())]))?);
    }
    for key in keys {
        let read = WrittenKey::parse(&ascii_digits(key));
        written.keys.push(read.map_err(|_| cx.failure(exit::USAGE, "bad-key", &[("key", key.clone())]))?);
    }
    Ok(written)
}

fn verify(place: &Place, written: &Written, as_json: bool, cx: &Context) -> Outcome {
    match folder::verify(place, written) {
        Ok(found) => {
            cx.print(&[if as_json {
                json!({"ok": true, "events": found.events, "unread-cases": found.unread_cases, "head": hex(&found.head), "signed-days": found.signed,
                    "heads-matched": found.matched,
                    "keys-known": found.keys, "acts-judged": found.acts.judged, "acts-unjudged": found.acts.unjudged,
                    "among-themselves": found.acts.among_themselves})
                .to_string()
            } else {
                cx.words.verified([found.events, found.signed, found.matched, found.keys], found.acts, &found.head)
            }]);
            Ok(exit::DONE)
        }
        Err(broken) => {
            if as_json {
                let value = json!({"ok": false, "code": broken.code(), "problem": broken.to_string()});
                let _ = json_line(&mut io::stdout(), &value);
            }
            let code = if matches!(broken, Broken::Folder(_)) { exit::NOT_OPENED } else { exit::REFUSED };
            Err(cx.failure(code, broken.code(), &broken.args()))
        }
    }
}

impl Filter {
    /// What is asked for, or the argument that is not understood.
    fn query(&self) -> Result<AuditQuery, String> {
        let day = |text: &String| JalaliDate::parse(&ascii_digits(text)).map_err(|_| text.clone());
        let code = |text: &String| TrackingCode::parse(&compact(text)).ok_or_else(|| text.clone());
        Ok(AuditQuery {
            operator: self.operator.as_ref().map(|name| name.to_lowercase()),
            case: self.case.as_ref().map(code).transpose()?,
            person: self.person.as_deref().map(compact),
            day: self.day.as_ref().map(day).transpose()?,
            exceptions: self.exceptions,
        })
    }
}

fn show(place: &Place, filter: &Filter, cx: &Context) -> Outcome {
    let query = filter.query().map_err(|argument| cx.failure(exit::USAGE, "bad-filter", &[("argument", argument)]))?;
    let who = cx.reader()?;
    // A bank that cannot be named is told by its id: whatever is the matter with the rules, this can be looked at.
    if let Ok(rules) = folder::rules(cx.options.assets.as_deref()) {
        cx.words.learn(&rules);
    }
    let mut out = io::BufWriter::new(io::stdout().lock());
    let done = reader::trail(place, &query, who, || cx.ask_reader(), &mut |trace| {
        let value = match trace {
            Trace::Act { recorded, among_themselves } => {
                let mut value = shown::event(recorded, &cx.words);
                if among_themselves {
                    value["flags"] = json!([Flag::AmongThemselves.id()]);
                }
                value["case"] = json!(recorded.envelope.case.map(|case| case.0));
                if let Event::ErasureOrdered { case, left, .. } = &recorded.event {
                    value["case"] = json!(case.0);
                    value["tracking"] = json!(left.as_ref().map(|left| left.tracking.to_string()));
                }
                value
            }
            Trace::Access(entry) => {
                json!({"look": shown::accessed(&entry.what), "operator": entry.operator, "wall-ms": entry.wall_ms})
            }
        };
        let _ = json_line(&mut out, &value);
    });
    // What was shown comes before what is said of it.
    let _ = out.flush();
    done.map_err(|error| cx.not_read(&error))?;
    Ok(exit::DONE)
}
