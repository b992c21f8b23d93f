//! `pishkhan case list|show|find`: what the desk has, as JSON lines.

use std::io;

use super::context::{Context, Outcome};
use super::print::json_line;
use super::{exit, json};
use crate::desk::{Desk, ReadError};
use crate::domain::Choice;
use crate::domain::audit::Accessed;
use crate::domain::stage::Stage;
use crate::words::Words;

#[derive(Debug, Clone, clap::Subcommand)]
pub enum CaseCommand {
    /// The unfinished cases and today's others, a JSON object each
    List {
        /// Only this stage: documents, deficient, referred, fee, awaiting-centre, withdrawn
        #[arg(long)]
        stage: Option<String>,
    },
    /// One case with its whole history
    Show { tracking: String },
    /// Cases by national ID, tracking code, certificate number or name, spellings folded
    Find { query: String },
}

/// Answers to standard output; refused if there was nothing to show.
pub fn run(command: &CaseCommand, cx: &Context) -> Outcome {
    // A look makes no desk.
    let folder = cx.folder();
    if !folder.exists() {
        return Err(cx.failure(exit::NOT_OPENED, "no-desk", &[("path", folder.display().to_string())]));
    }
    cx.at_desk_as_reader(|desk| match answer(command, desk, &cx.words) {
        Ok(true) => Ok(exit::DONE),
        Ok(false) => Ok(exit::REFUSED),
        Err(error) => Err(cx.failure(exit::NOT_OPENED, error.code(), &error.args())),
    })
}

/// Whether there was something to show.
fn answer(command: &CaseCommand, desk: &Desk, words: &Words) -> Result<bool, ReadError> {
    let mut out = io::stdout().lock();
    let mut line = |value: serde_json::Value| json_line(&mut out, &value);
    match command {
        CaseCommand::List { stage } => {
            let wanted = stage.as_deref().map(Stage::from_id);
            if wanted == Some(None) {
                return Ok(false);
            }
            let queue = desk.queue()?;
            desk.log_access(Accessed::Listed)?;
            for group in queue.groups {
                if wanted.flatten().is_none_or(|stage| stage == group.stage) {
                    for case in &group.cases {
                        line(json::summary(case))?;
                    }
                }
            }
            Ok(true)
        }
        CaseCommand::Show { tracking } => match desk.by_tracking(tracking)? {
            Some(case) => {
                desk.log_access(Accessed::Case { case: case.id })?;
                let history = desk.history(case.id)?;
                let mut value = json::whole(&case, &history, &desk.flags(&case), words);
                value["doubted-in"] = serde_json::json!(desk.doubted_in(&case)?.map(|other| other.to_string()));
                line(value)?;
                Ok(true)
            }
            None => Ok(false),
        },
        CaseCommand::Find { query } => {
            let found = desk.find(query, 200)?;
            desk.log_access(Accessed::Searched {
                query: Desk::query(query),
                found: u32::try_from(found.len()).unwrap_or(u32::MAX),
            })?;
            for case in &found {
                line(json::summary(case))?;
            }
            Ok(!found.is_empty())
        }
    }
}
