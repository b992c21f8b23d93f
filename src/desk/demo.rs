//! A throw-away desk with made-up cases, so that a newcomer sees everything in a minute.
//!
//! It is filled through the same commands as any desk.

use std::path::Path;

use super::clock::Clock;
use super::command::{Command, Overrides, Reply, Seen};
use super::{Desk, EachStep, StartError};
use crate::catalog::rows::{ById, Sample, SampleCase};
use crate::catalog::{self, BadAsset};
use crate::domain::Choice;
use crate::domain::case::Case;
use crate::domain::documents::{Demand, VerdictKind};
use crate::domain::operator::Role;
use crate::domain::stage::Stage;
use crate::form::{self, Answers};

/// What the sample supervisor signs in with; shown on the screen.
pub const SIGN_IN: &str = "demo";
/// And the sample reviewer, with the same passphrase.
pub const REVIEWER: &str = "demo-review";
pub const PASSPHRASE: &str = "pishkhan-demo";

/// Opens a desk in an empty folder and fills it.
///
/// # Errors
/// As opening a desk; the sample cases count as an asset.
pub fn open(
    folder: &Path,
    assets: Option<&Path>,
    clock: Box<dyn Clock>,
    progress: EachStep,
) -> Result<Desk, StartError> {
    let mut desk = Desk::open(folder, assets, clock, progress)?;
    fill(&mut desk)?;
    Ok(desk)
}

/// Fills an empty desk. What goes wrong is told, with the number of the case.
pub fn fill(desk: &mut Desk) -> Result<(), BadAsset> {
    fill_with(desk, catalog::sample()?).map_err(catalog::bad_sample)
}

fn fill_with(desk: &mut Desk, sample: Sample) -> Result<(), String> {
    let mut answers: Answers = sample.desk.into_iter().collect();
    for (id, answer) in [("sign-in", SIGN_IN), ("passphrase", PASSPHRASE), ("passphrase-again", PASSPHRASE)] {
        answers.set(id, answer);
    }
    done(desk.perform(Command::Found { answers, sample: true }))?;
    done(desk.perform(Command::OpenDay { day: desk.today() }))?;
    let reviewer = [
        ("operator-name", sample.reviewer.as_str()),
        ("sign-in", REVIEWER),
        ("role", Role::Reviewer.id()),
        ("passphrase", PASSPHRASE),
        ("passphrase-again", PASSPHRASE),
    ];
    done(desk.perform(Command::Enrol { answers: reviewer.into_iter().collect() }))?;
    let blanks: Answers = [("first-serial", "DEMO-0001"), ("count", "10")].into_iter().collect();
    done(desk.perform(Command::MoveBlanks { form: &form::blanks::BLANKS_RECEIVED, answers: blanks }))?;
    for (at, case) in sample.case.into_iter().enumerate() {
        add(desk, at, case, &sample.bank).map_err(|error| format!("sample case {}: {error}", at + 1))?;
    }
    Ok(())
}

fn done(reply: Reply) -> Result<Option<Case>, String> {
    if let Reply::Done(done) = reply { Ok(done.case) } else { Err(format!("{reply:?}")) }
}

fn add(desk: &mut Desk, at: usize, sample: SampleCase, bank: &str) -> Result<(), String> {
    let answers: Answers = sample.answers.into_iter().collect();
    let opened = desk.perform(Command::Open { draft: None, answers, consent: Overrides::default() });
    let mut case = done(opened)?.ok_or("not opened")?;
    if sample.stop == "documents" {
        return Ok(());
    }
    for row in desk.rules().checklist_of(&case.intake) {
        if row.demand == Demand::Optional {
            continue;
        }
        let verdict = if sample.missing.contains(&ById(row.document)) { VerdictKind::Missing } else { row.verdicts[0] };
        let (seen, document) = (Seen::of(&case), row.document);
        let (answers, consent) = (Answers::default(), Overrides::default());
        case = done(desk.perform(Command::Judge { seen, document, verdict, answers, consent }))?.ok_or("not judged")?;
    }
    case = done(desk.perform(Command::CloseDocuments { seen: Seen::of(&case) }))?.ok_or("not closed")?;
    if case.stage != Stage::Fee || sample.stop == "fee" {
        return Ok(());
    }
    let seen = Seen::of(&case);
    let settle = match desk.due(&case) {
        None => Command::ConfirmNothingDue { seen },
        Some(due) => {
            let answers: Answers = [
                ("payment-method", "gateway".to_owned()),
                ("bank", bank.to_owned()),
                ("reference-number", format!("{:012}", 400_100_000 + at)),
                ("paid-on", desk.today().to_string()),
                ("amount", due.amount().to_string()),
            ]
            .into_iter()
            .collect();
            Command::ConfirmPayment { seen, draft: None, answers, consent: Overrides::default() }
        }
    };
    done(desk.perform(settle)).map(|_| ())
}
