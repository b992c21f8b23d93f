//! `pishkhan act`: one JSON object a line, the same commands that the screens ask.
//!
//! The reply is written, and flushed, after the act is on the disk.

use std::io::{self, BufRead, Write};

use serde::Deserialize;
use serde_json::{Value, json};

use super::context::{Context, Outcome};
use super::lines::{self, Answered};
use super::print;
use super::{exit, json as shown};
use crate::desk::Desk;
use crate::desk::command::{Command, Overrides, Reply, Seen};
use crate::domain::Choice;
use crate::domain::acts::RULES;
use crate::domain::acts::kind::ActKind;
use crate::domain::case::Case;
use crate::domain::date::JalaliDate;
use crate::domain::documents::{DocumentKind, VerdictKind};
use crate::domain::event::SlipKind;
use crate::domain::question::Question;
use crate::domain::refusal::Refusal;
use crate::domain::stage::Stage;
use crate::form::{Answers, Field, acts, blanks, fee, intake, people, sign_in};
use crate::text::normalize::ascii_digits;
use crate::words::Words;

/// What `pishkhan act --help` lists: every act with an example, then who may do what and when.
pub fn help() -> String {
    let mut lines = vec![ACTS.to_owned()];
    lines.extend(RULES.iter().filter_map(|rule| acts::form(rule.act)).map(|form| {
        let id = form.act.id();
        let answers: Vec<String> = form.sample.iter().map(|(name, answer)| format!(r#""{name}":"{answer}""#)).collect();
        let answers =
            if answers.is_empty() { String::new() } else { format!(r#","answers":{{{}}}"#, answers.join(",")) };
        format!(r#"  {id:<18} {{"act":"{id}","case":"…"{answers}}}"#)
    }));
    let answers = |fields: &[Field]| fields.iter().map(|field| field.id).collect::<Vec<_>>().join(", ");
    let of_intake = format!("The answers of open and correct: {}.", answers(intake::INTAKE.fields));
    let of_fee = format!("The answers of confirm-payment: {}.", answers(fee::FEE.fields));
    let then = ["", TERMS, "", &of_intake, &of_fee, "", "Who may do what, and at which stages of a case:"];
    lines.extend(then.map(str::to_owned));
    lines.extend(RULES.iter().map(|rule| {
        let ids = |ids: Vec<&str>| ids.join(", ");
        let roles = ids(rule.roles.iter().map(|role| role.id()).collect());
        let stages = match rule.stages.len() {
            0 => "no case yet".to_owned(),
            all if all == Stage::ALL.len() => "any".to_owned(),
            _ => ids(rule.stages.iter().map(|stage| stage.id()).collect()),
        };
        format!("  {:<19} {roles}: {stages}", rule.act.id())
    }));
    lines.join("\n")
}

const ACTS: &str = r#"One JSON object a line; one JSON object a line comes back, after the act is on the disk.
Lines in one run share one session: sign in first.

  set-up             {"act":"set-up","answers":{"office-name":"…","office-code":"12","office-kind":"counter-office",
                      "office-level":"county","province":"…","contract-number":"…","desk-number":"1",
                      "operator-name":"…","sign-in":"sara","passphrase":"…","passphrase-again":"…"}}
  sign-in            {"act":"sign-in","answers":{"sign-in":"sara","passphrase":"…"}}
  sign-out           {"act":"sign-out"}
  open-day           {"act":"open-day","day":"1405/09/01"}   the day must be the clock's; without it, the clock's is taken
  close-day          {"act":"close-day","answers":{"blanks-counted":"49","cash-counted":"500000","slips-counted":"97"}}   blanks only where there are any, the drawer only if it was counted; the totals come back; a backup is made if a place is set for it
  enrol              {"act":"enrol","answers":{"operator-name":"…","sign-in":"reza","role":"clerk",
                      "passphrase":"…","passphrase-again":"…"}}
  open               {"act":"open","answers":{"request-kind":"replacement","national-id":"…", …}}
                     where another case on the certificate is open: "agreed":["certificate-has-open-case"],"text":"why it is another"
  correct            {"act":"correct","case":"00012-01-00003-4","answers":{"mobile":"…","correction-reason":"…"}}
  judge              {"act":"judge","case":"…","document":"national-card","verdict":"original-seen"}
                     {"act":"judge","case":"…","document":"last-degree","verdict":"refused","text":"why"}
  close-documents    {"act":"close-documents","case":"…"}
  confirm-payment    {"act":"confirm-payment","case":"…","answers":{"payment-method":"gateway","bank":"melli",
                      "reference-number":"…","paid-on":"1405/09/01","amount":"1000000"}}
                     without a tariff row the amount needs "agreed":["tariff-unknown"] and a supervisor
  confirm-nothing-due {"act":"confirm-nothing-due","case":"…"}
  issue-slip         {"act":"issue-slip","case":"…","slip":"receipt"}
  withdraw           {"act":"withdraw","case":"…","text":"why"}   or "answers":{"withdraw-reason":"why"}; for judge: verdict-reason
  ask-inquiries      {"act":"ask-inquiries"}   every case that waits for the centre and was not asked about
  approve-clean      {"act":"approve-clean","answers":{"passphrase":"…"}}   all that wait and leave nothing to be asked
  blanks-received    {"act":"blanks-received","answers":{"first-serial":"B-000101","count":"50"}}
  blank-spoiled      {"act":"blank-spoiled","answers":{"serial":"B-000102","reason":"…"}}
  blanks-returned    {"act":"blanks-returned","answers":{"first-serial":"B-000140","count":"11","reason":"…"}}
  suspend            {"act":"suspend","answers":{"sign-in":"reza","reason":"…"}}
  restore            {"act":"restore","answers":{"sign-in":"reza"}}
  confirm-operator   {"act":"confirm-operator","answers":{"sign-in":"mina","passphrase":"…"}}   a second supervisor stands behind an account that may decide; the passphrase is one's own
  issue-recovery     {"act":"issue-recovery","answers":{"sign-in":"reza"}}   the code comes back once
  recover            {"act":"recover","answers":{"sign-in":"reza","recovery-code":"…","passphrase":"…","passphrase-again":"…"}}
  count-till         {"act":"count-till","answers":{"cash-counted":"500000","slips-counted":"120"}}
  hand-over          {"act":"hand-over","answers":{"hand-over-note":"…","sign-in":"mina","passphrase":"…"}}
  adopt-rules        {"act":"adopt-rules","answers":{"effective":"1405/09/01","passphrase":"…"},"supervisor":{…}}
                     the files of --assets become the rules; where there is another supervisor, with "agreed":["new-rules"] and that one's signature
  rotate-keys        {"act":"rotate-keys","answers":{"passphrase":"…"}}   the desk signs with the key that it promised; where there
                     is another supervisor, with "agreed":["new-keys"] and that one's signature
  backup-at-close    {"act":"backup-at-close","text":"/media/STICK"}   from now on each day is backed up there when it is closed; by a supervisor
  change-role        {"act":"change-role","answers":{"sign-in":"reza","role":"reviewer"}}
  reset-passphrase   {"act":"reset-passphrase","answers":{"sign-in":"reza","passphrase":"…","passphrase-again":"…"}}"#;

/// What holds for all of them.
const TERMS: &str = r#"With each act on a case, "version" may say which version was seen; the act is refused if it has changed since.
Of the acts above: confirm-direct is a renewal without a fee, every paper seen; waive-fee wants "agreed":["fee-waived"]
and a supervisor; answer-inquiry takes an inquiry-note as well, deliver to a representative collector-name and letter;
return takes "until":"1405/10/01" for a deadline, and more of the same as objection-about-2, objection-reason-2,
objection-about-3, objection-reason-3; the passphrase of approve, return, reject and order-erasure is one's own; order-erasure notes a
court's order, for which another supervisor signs; `pishkhan erase` then carries it out. A bank is one of banks.toml, by
its id or its name.
"agreed":["reference-used"] answers questions with yes; "supervisor":{"sign-in":"…","passphrase":"…","override-reason":"…"}
stands behind those that need one.

An answer that an act's form does not have is refused and named, and nothing is saved: it may be misspelled, or belong to
another act. One that the form has and the other answers do not call for, a foreigner-id beside a national-id, is left out.

Reply: {"ok":true,"case":{…},"events":[…],"sequence":7,"slips":[…]}
   or  {"ok":false,"code":"…","field":"…","sentence":"…","faults":[…]}
Exit code: 0 all done; 1 some refused; 2 some not understood; 3 the desk could not be opened; 4 the disk did not keep it."#;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    act: String,
    case: Option<String>,
    version: Option<u32>,
    #[serde(default)]
    answers: Answered,
    document: Option<String>,
    verdict: Option<String>,
    slip: Option<String>,
    day: Option<String>,
    text: Option<String>,
    #[serde(default)]
    agreed: Vec<String>,
    supervisor: Option<Answered>,
}

/// Does every line of standard input.
pub(super) fn run_on_input(cx: &Context) -> Outcome {
    cx.at_desk(|desk| {
        let done = run(io::stdin().lock(), io::stdout().lock(), desk, &cx.words);
        Ok(done.unwrap_or(exit::NOT_KEPT))
    })
}

/// Does every line; returns the exit code. A line that cannot be read does not keep the others from being done.
pub fn run(mut input: impl BufRead, mut output: impl Write, desk: &mut Desk, words: &Words) -> io::Result<u8> {
    words.learn(desk.rules());
    let mut worst = exit::DONE;
    while let Some(line) = lines::next(&mut input)? {
        let (code, value) = match line {
            lines::Line::Text(line) if line.trim().is_empty() => continue,
            lines::Line::Text(line) => one(&line, desk, words),
            lines::Line::TooLong => misread(&format!("longer than {} bytes", lines::LONGEST), words),
            lines::Line::NotUtf8 => misread("not UTF-8", words),
        };
        worst = worst.max(code);
        print::json_line(&mut output, &value)?;
        output.flush()?;
    }
    Ok(worst)
}

fn one(line: &str, desk: &mut Desk, words: &Words) -> (u8, Value) {
    let line: Line = match serde_json::from_str(line) {
        // The parser's own words name a column and never repeat the line, which may hold a passphrase.
        Err(error) => return misread(&format!("{:?} at column {}", error.classify(), error.column()), words),
        Ok(line) => line,
    };
    let twice = line.answers.twice.iter().chain(line.supervisor.iter().flat_map(|answered| &answered.twice));
    let twice: Vec<&str> = twice.map(String::as_str).collect();
    if !twice.is_empty() {
        return (exit::USAGE, shown::bad_answers("answered-twice", &twice, words));
    }
    let reply = match command(&line, desk) {
        Ok(command) => {
            let strangers = strangers(&line, &command);
            if !strangers.is_empty() {
                return (exit::USAGE, shown::bad_answers("unknown-answer", &strangers, words));
            }
            desk.perform(command)
        }
        Err(NoCommand::Misread(problem)) => return misread(&problem, words),
        Err(NoCommand::Refused(reply)) => reply,
    };
    let code = match &reply {
        Reply::Done(_) | Reply::Ok => exit::DONE,
        Reply::Faults(_) | Reply::Refused(_) => exit::REFUSED,
        Reply::Failed(_) => exit::NOT_KEPT,
    };
    let mut value = shown::reply(&reply, desk, words);
    if let Err(error) = write_slips(&reply, desk, words).and_then(|()| write_day_slip(&reply, desk, words)) {
        value["warning"] = json!(words.system_error("slip-not-written", &[("error", error.to_string())]).whole());
    }
    (code, value)
}

/// The answers that nobody asks for: kept nowhere, they would be lost and the line told that all is done.
fn strangers<'a>(line: &'a Line, command: &Command) -> Vec<&'a str> {
    let form = command.form();
    let answers = line.answers.answers.keys().filter(|id| form.is_none_or(|form| form.field(id).is_none()));
    let supervisor = line.supervisor.iter().flat_map(|answered| answered.answers.keys());
    answers.chain(supervisor.filter(|id| sign_in::APPROVAL.field(id).is_none())).map(String::as_str).collect()
}

fn misread(problem: &str, words: &Words) -> (u8, Value) {
    let sentence = words.system_error("bad-line", &[("problem", problem.to_owned())]).whole();
    (exit::USAGE, shown::no("bad-line", &sentence))
}

fn write_slips(reply: &Reply, desk: &Desk, words: &Words) -> io::Result<()> {
    let Reply::Done(done) = reply else { return Ok(()) };
    desk.keep_slips(done, |slip, case, office, witness| words.slip(slip, case, office, desk.rules(), witness))
}

fn write_day_slip(reply: &Reply, desk: &Desk, words: &Words) -> io::Result<()> {
    let Reply::Done(done) = reply else { return Ok(()) };
    let (Some(closed), Some(office)) = (&done.closed, desk.office()) else { return Ok(()) };
    let text = words.day_slip(closed.day, (&closed.totals, closed.tills), &closed.people, &closed.witness, office);
    desk.keep_paper("day", closed.day, &text).map(|_| ())
}

enum NoCommand {
    Misread(String),
    Refused(Reply),
}

fn command(line: &Line, desk: &Desk) -> Result<Command, NoCommand> {
    let answers: Answers = line.answers.answers.clone().into_iter().collect();
    let agreed = line.agreed.iter().map(|id| known::<Question>("agreed", id)).collect::<Result<_, _>>()?;
    let consent = Overrides {
        agreed,
        supervisor: line.supervisor.clone().map(|answered| answered.answers.into_iter().collect()),
        decision: line.text.clone().unwrap_or_default(),
    };
    Ok(match line.act.as_str() {
        "set-up" => Command::Found { answers, sample: false },
        "sign-in" => Command::SignIn { answers },
        "open-day" => Command::OpenDay { day: day(line, desk)? },
        "close-day" => Command::CloseDay { answers, consent },
        "approve-clean" => Command::ApproveClean { answers },
        "suspend" => Command::ChangeOperator { form: &people::SUSPEND, answers },
        "restore" => Command::ChangeOperator { form: &people::RESTORE, answers },
        "change-role" => Command::ChangeOperator { form: &people::CHANGE_ROLE, answers },
        "reset-passphrase" => Command::ChangeOperator { form: &people::RESET, answers },
        "issue-recovery" => Command::IssueRecovery { answers },
        "confirm-operator" => Command::ConfirmOperator { answers },
        "recover" => Command::Recover { answers },
        "ask-inquiries" => Command::AskInquiries,
        "adopt-rules" => Command::AdoptRules { answers, consent },
        "rotate-keys" => Command::RotateKeys { answers, consent },
        "backup-at-close" => Command::SetBackupPlace { target: line.text.clone().unwrap_or_default().into() },
        "count-till" => Command::CountTill { answers },
        "hand-over" => Command::HandOver { answers },
        "blanks-received" => Command::MoveBlanks { form: &blanks::BLANKS_RECEIVED, answers },
        "blank-spoiled" => Command::MoveBlanks { form: &blanks::BLANK_SPOILED, answers },
        "blanks-returned" => Command::MoveBlanks { form: &blanks::BLANKS_RETURNED, answers },
        "sign-out" => Command::SignOut,
        "enrol" => Command::Enrol { answers },
        "open" => Command::Open { draft: None, answers, consent },
        "correct" => {
            let case = case(line, desk)?;
            let mut all = intake::answers(&case.intake);
            for (id, answer) in &line.answers.answers {
                all.set(id, answer);
            }
            Command::Correct { seen: seen(line, &case), draft: None, answers: all, consent }
        }
        "judge" => Command::Judge {
            seen: seen(line, &case(line, desk)?),
            document: one_of::<DocumentKind>("document", line.document.as_deref())?,
            verdict: one_of::<VerdictKind>("verdict", line.verdict.as_deref())?,
            answers: said(answers, line, "verdict-reason")?,
            consent,
        },
        "close-documents" => Command::CloseDocuments { seen: seen(line, &case(line, desk)?) },
        "confirm-payment" => {
            Command::ConfirmPayment { seen: seen(line, &case(line, desk)?), draft: None, answers, consent }
        }
        "confirm-nothing-due" => Command::ConfirmNothingDue { seen: seen(line, &case(line, desk)?) },
        "issue-slip" => Command::IssueSlip {
            seen: seen(line, &case(line, desk)?),
            slip: one_of::<SlipKind>("slip", line.slip.as_deref())?,
        },
        "withdraw" => {
            Command::Withdraw { seen: seen(line, &case(line, desk)?), answers: said(answers, line, "withdraw-reason")? }
        }
        name => {
            let form = ActKind::from_id(name).and_then(acts::form);
            let form = form.ok_or_else(|| NoCommand::Misread("unknown act".into()))?;
            Command::Act { seen: seen(line, &case(line, desk)?), form, answers, consent }
        }
    })
}

/// The answer of a closed list that a line names by its id.
fn known<T: Choice>(what: &str, id: &str) -> Result<T, NoCommand> {
    T::from_id(id).ok_or_else(|| NoCommand::Misread(format!("\"{what}\" is none that is known")))
}

/// The same, where the line has to name one.
fn one_of<T: Choice>(what: &str, id: Option<&str>) -> Result<T, NoCommand> {
    known(what, id.ok_or_else(|| NoCommand::Misread(format!("\"{what}\" is missing")))?)
}

/// The answers, among them the one for which "text" is the short way.
fn said(mut answers: Answers, line: &Line, id: &str) -> Result<Answers, NoCommand> {
    match &line.text {
        Some(_) if !answers.get(id).is_empty() => {
            Err(NoCommand::Misread(format!("\"text\" and \"{id}\" are one answer")))
        }
        Some(text) => {
            answers.set(id, text);
            Ok(answers)
        }
        None => Ok(answers),
    }
}

/// The day that is named, or the one that the clock shows.
fn day(line: &Line, desk: &Desk) -> Result<JalaliDate, NoCommand> {
    let Some(day) = &line.day else { return Ok(desk.today()) };
    JalaliDate::parse(&ascii_digits(day)).map_err(|_| NoCommand::Misread("\"day\" is no day".into()))
}

fn case(line: &Line, desk: &Desk) -> Result<Case, NoCommand> {
    let code = line.case.as_deref().ok_or_else(|| NoCommand::Misread("\"case\" is missing".into()))?;
    // Whoever is nobody here is not told which cases there are.
    if desk.office().is_none() {
        return Err(NoCommand::Refused(Refusal::NotFounded.into()));
    }
    if desk.operator().is_none() {
        return Err(NoCommand::Refused(Refusal::NotSignedIn.into()));
    }
    match desk.by_tracking(code) {
        Ok(Some(case)) => Ok(case),
        Ok(None) => Err(NoCommand::Refused(Refusal::NoSuchCase.into())),
        Err(error) => Err(NoCommand::Refused(error.into())),
    }
}

fn seen(line: &Line, case: &Case) -> Seen {
    Seen { version: line.version.unwrap_or(case.version), ..Seen::of(case) }
}
