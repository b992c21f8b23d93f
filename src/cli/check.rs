//! `pishkhan check`: the journal read, and the index compared with it.

use std::io;

use serde_json::json;

use super::context::{Context, Outcome};
use super::exit;
use super::print::json_line;
use crate::desk::folder::{self, Checked, IndexCheck, OpenError, hex};
use crate::text::ltr;

pub fn run(as_json: bool, cx: &Context) -> Outcome {
    let (found, index) = folder::check(&cx.place()?).map_err(|error| {
        if as_json {
            // A script reads the object, whatever the exit code says.
            let value = json!({"ok": false, "code": error.code(), "first-bad": bad(&error)});
            let _ = json_line(&mut io::stdout(), &value);
        }
        cx.not_opened(&error)
    })?;
    cx.print(&if as_json { vec![whole(&found, &index).to_string()] } else { told(&found, &index, cx) });
    Ok(exit::DONE)
}

fn told(found: &Checked, index: &IndexCheck, cx: &Context) -> Vec<String> {
    let words = &cx.words;
    let mut lines = vec![words.with(
        "check-journal",
        &[
            ("records", words.number(found.records)),
            ("events", words.number(found.events)),
            ("cases", words.number(found.cases)),
            ("head", ltr(&hex(&found.head)[..16])),
        ],
    )];
    if found.unread_cases > 0 {
        lines.push(words.with("unread-cases", &[("count", words.number(found.unread_cases))]));
    }
    if found.torn > 0 {
        lines.push(words.with("check-torn", &[("bytes", words.number(found.torn))]));
    }
    if found.tip_lost {
        lines.push(words.say("check-tip-lost"));
    }
    lines.push(match index {
        IndexCheck::Agrees => words.say("check-index-agrees"),
        IndexCheck::Differs(count) => words.with("check-index-differs", &[("count", words.number(count))]),
        IndexCheck::InUse => words.say("check-index-in-use"),
        IndexCheck::Absent => words.say("check-index-absent"),
    });
    lines
}

fn whole(found: &Checked, index: &IndexCheck) -> serde_json::Value {
    let (index, differing) = match index {
        IndexCheck::Agrees => ("agrees", 0),
        IndexCheck::Differs(count) => ("differs", *count),
        IndexCheck::InUse => ("in-use", 0),
        IndexCheck::Absent => ("absent", 0),
    };
    json!({
        "ok": true,
        "store": hex(&found.store),
        "records": found.records,
        "events": found.events,
        "cases": found.cases,
        "unread-cases": found.unread_cases,
        "drafts": found.drafts,
        "torn-bytes": found.torn,
        "head-file-lost": found.tip_lost,
        "head": hex(&found.head),
        "digest": hex(&found.digest),
        "index": index,
        "index-differing": differing,
    })
}

fn bad(error: &OpenError) -> serde_json::Value {
    if let OpenError::Damaged { file, at, safe } = error {
        json!({"file": file, "byte": at, "safe-records": safe})
    } else if let OpenError::Missing { file } | OpenError::Newer { file } = error {
        json!({"file": file})
    } else {
        serde_json::Value::Null
    }
}
