//! `pishkhan case list|show|find`: what the desk has, as JSON lines.

use std::io::{self, Write};

use super::json;
use crate::desk::Desk;
use crate::domain::Choice;
use crate::domain::stage::Stage;
use crate::store::error::ReadError;
use crate::store::views::Look;
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

/// Answers to standard output; false if there was nothing to show.
pub fn run(command: &CaseCommand, desk: &Desk, words: &Words) -> Result<bool, ReadError> {
    let mut out = io::stdout().lock();
    let mut line = |value: serde_json::Value| writeln!(out, "{value}");
    match command {
        CaseCommand::List { stage } => {
            let wanted = stage.as_deref().map(Stage::from_id);
            if wanted == Some(None) {
                return Ok(false);
            }
            for group in desk.queue()?.groups {
                if wanted.flatten().is_none_or(|stage| stage == group.stage) {
                    for case in &group.cases {
                        line(json::summary(case))?;
                    }
                }
            }
            desk.looked(Look::Listed);
            Ok(true)
        }
        CaseCommand::Show { tracking } => match desk.by_tracking(tracking)? {
            Some(case) => {
                desk.looked(Look::Case { case: case.id });
                let history = desk.history(case.id)?;
                line(json::whole(&case, &history, desk.today(), words))?;
                Ok(true)
            }
            None => Ok(false),
        },
        CaseCommand::Find { query } => {
            let found = desk.find(query, 200)?;
            desk.looked(Look::Searched { query: query.clone(), found: u32::try_from(found.len()).unwrap_or(u32::MAX) });
            for case in &found {
                line(json::summary(case))?;
            }
            Ok(!found.is_empty())
        }
    }
}
