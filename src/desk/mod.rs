//! Everything an operator can do: the shell around the pure rules.
//!
//! A command comes in; what the rules need to know is looked up; `domain::acts`
//! decides; the events are kept on disk; only then does the reply say so.

mod acts;
mod adopt;
mod audit;
mod blanks;
pub mod clock;
pub mod command;
mod dates;
mod day;
pub mod demo;
pub mod folder;
mod names;
mod papers;
pub mod passphrase;
mod people;
mod queries;
pub mod reader;
mod recovery;
mod rules;
mod scrub;
mod scrub_report;
pub mod sealing;
mod start_error;
mod together;
mod tried;

use std::cell::Cell;
use std::path::Path;

use self::clock::Clock;
use self::command::{Command, Done, Failure, Overrides, Reply};
use self::folder::Place;
use self::rules::Rules;
use crate::domain::account::Account;
use crate::domain::acts::{Act, CloseDocuments, ConfirmNothingDue, IssueSlip, Judge, Withdraw};
use crate::domain::audit::Accessed;
use crate::domain::date::JalaliDate;
use crate::domain::day::WorkDay;
use crate::domain::documents::{Verdict, VerdictKind};
use crate::domain::event::{CaseId, Event, Moment, SlipKind};
use crate::domain::lineage::PersonRef;
use crate::domain::office::Office;
use crate::domain::operator::Operator;
use crate::domain::receipts::ReceiptDigest;
use crate::domain::refusal::Refusal;
use crate::domain::stock::Stock;
use crate::form::{self, Answers, BoundForm, FormContext, Spec};
pub use crate::store::disk::space::Room;
use crate::store::error::AppendError;
pub use crate::store::error::ReadError;
pub use crate::store::tries::patience;
use crate::store::tries::{Tries, can_count};
use crate::store::{About, Heading, Report, Store};
pub use crate::store::{EachStep, Progress};
pub use queries::{Queue, QueueGroup};
pub use scrub_report::ScrubReport;
pub use start_error::StartError;

/// The clock may be set back this far, by a time server for one, without a word.
const CLOCK_TOLERANCE_MS: i64 = 2_000;
/// And forward this far within a session.
const CLOCK_JUMP_MS: i64 = 60_000;

pub struct Desk {
    store: Store,
    rules: Rules,
    clock: Box<dyn Clock>,
    boot: u32,
    office: Option<Office>,
    session: Option<Account>,
    /// The day that is open.
    day: Option<WorkDay>,
    stock: Stock,
    tries: Tries,
    /// The journal tells that the folder was encrypted.
    encryption_recorded: bool,
    /// What opening the store brought to light.
    pub report: Report,
    /// The bank of the payment confirmed last.
    last_bank: Option<String>,
    /// What is left of the receipts of cases that were ordered to be erased, with the case.
    left_receipts: Vec<(CaseId, ReceiptDigest)>,
    /// The case opened last at this desk.
    last_opened: Option<CaseId>,
    scrubbing: scrub_report::Scrubbing,
    /// So many drafts were begun in this session.
    drafts_made: Cell<u64>,
    /// The last look could not be noted.
    unnoted: Cell<bool>,
}

impl Desk {
    /// Opens the desk in its data folder, with the office's assets in place of the shipped ones.
    pub fn open(
        place: impl Into<Place>,
        assets: Option<&Path>,
        clock: Box<dyn Clock>,
        progress: EachStep,
    ) -> Result<Desk, StartError> {
        if clock.wall_ms() < 0 {
            return Err(StartError::ClockUnset);
        }
        // Assets first: a bad one must be told before a folder is made.
        let rules = Rules::read(assets)?;
        let place = place.into();
        can_count(&place.folder)?;
        let (store, report) = Store::open(&place, progress)?;
        let boot = store.last().boot + 1;
        let (office, session, day, last_opened) = (None, None, None, None);
        let scrubbing = scrub_report::Scrubbing::default();
        let (stock, tries, encryption_recorded) =
            (Stock::default(), Tries::of(store.folder(), store.vault().store), false);
        let mut desk = Desk {
            store,
            rules,
            clock,
            boot,
            office,
            session,
            day,
            stock,
            tries,
            encryption_recorded,
            report,
            last_bank: None,
            left_receipts: Vec::new(),
            last_opened,
            scrubbing,
            drafts_made: Cell::default(),
            unnoted: Cell::default(),
        };
        let events = desk.store.begin();
        desk.note_days(&events);
        desk.note_left_receipts(&events);
        desk.note_blanks(&events);
        desk.rules.note(&events);
        desk.rules.turn(desk.today())?;
        let told = events.iter().rev().find(|recorded| recorded.event == Event::FolderEncrypted);
        desk.encryption_recorded = told.is_some_and(|told| desk.store.is_behind_sealing(told.envelope.number));
        desk.office = events.into_iter().find_map(|recorded| {
            let Event::DeskFounded { office } = recorded.into_recorded().event else { return None };
            Some(office)
        });
        desk.last_opened = desk.newest_case()?;
        Ok(desk)
    }

    pub fn office(&self) -> Option<&Office> {
        self.office.as_ref()
    }

    pub fn operator(&self) -> Option<&Operator> {
        self.session.as_ref().map(|account| &account.operator)
    }

    /// Sign-in name of whoever works here; empty for nobody.
    pub fn signed_in(&self) -> &str {
        self.operator().map_or("", |operator| &operator.sign_in)
    }

    pub fn folder(&self) -> &Path {
        self.store.folder()
    }

    pub fn today(&self) -> JalaliDate {
        JalaliDate::at(self.clock.wall_ms())
    }

    pub fn now_ms(&self) -> i64 {
        self.clock.wall_ms()
    }

    /// What forms may look at.
    pub fn world(&self) -> FormContext<'_> {
        FormContext {
            rules: self.rules(),
            today: self.today(),
            due: None,
            blank: self.stock.next(),
            till: self.day.map(|open| open.last).unwrap_or_default(),
            bank: self.last_bank.as_deref(),
        }
    }

    /// How much room the disk has for more.
    pub fn room(&self) -> Room {
        self.store.room()
    }

    /// Flushes what waits, when nobody waits for anything.
    pub fn flush_waiting(&mut self) {
        self.store.flush_waiting();
    }

    /// Closes in order.
    pub fn close(self) {
        self.store.close();
    }

    /// Does what is asked, or says why not. When the reply is `Done`, it is on the disk.
    pub fn perform(&mut self, command: Command) -> Reply {
        let (act, case) = command.told();
        // A sign-in that failed is noted as such.
        let signs_in = matches!(command, Command::SignIn { .. } | Command::Recover { .. });
        let reply = self.try_perform(command).unwrap_or_else(|reply| reply);
        if let Reply::Refused(refusal) = &reply
            && refusal.is_overstepping()
            && !signs_in
        {
            // Nothing is shown, so that it is refused whether or not it can be noted.
            let _ = self.log_access(Accessed::Refused { act: act.to_owned(), code: refusal.code().to_owned(), case });
        }
        reply
    }

    fn try_perform(&mut self, command: Command) -> Result<Reply, Reply> {
        self.rules.turn(self.today()).map_err(|bad| Reply::Failed(Failure::Rules(bad)))?;
        if self.office.is_some() && self.session.is_some() {
            self.may(&command)?;
            self.need_day(&command)?;
        }
        match command {
            Command::Found { answers, sample } => self.found(answers, sample),
            Command::SignIn { answers } => self.sign_in(answers),
            Command::SignOut => {
                // Whoever goes is not kept here; what they looked at is noted already.
                let _ = self.log_access(Accessed::SignedOut);
                self.session = None;
                Ok(Reply::Ok)
            }
            _ if self.office.is_none() => Err(Refusal::NotFounded.into()),
            Command::Recover { answers } => self.recover(answers),
            _ if self.session.is_none() => Err(Refusal::NotSignedIn.into()),
            Command::OpenDay { day } => self.open_day(day),
            Command::CloseDay { answers, consent } => self.close_day(answers, &consent),
            Command::Act { seen, form, answers, consent } => self.act_by_form(seen, form, answers, &consent),
            Command::ApproveClean { answers } => self.approve_clean(answers),
            Command::AdoptRules { answers, consent } => self.adopt_rules(answers, &consent),
            Command::RotateKeys { answers, consent } => self.rotate_keys(answers, &consent),
            Command::SetBackupPlace { target } => self.set_backup_place(&target),
            Command::AskInquiries => self.ask_inquiries(),
            Command::CountTill { answers } => self.count_till(answers),
            Command::HandOver { answers } => self.hand_over(answers),
            Command::ConfirmOperator { answers } => self.confirm_operator(answers),
            Command::IssueRecovery { answers } => self.issue_recovery(answers),
            Command::MoveBlanks { form, answers } => self.move_blanks(form, answers),
            Command::ChangeOperator { form, answers } => self.change_operator(form, answers),
            Command::Enrol { answers } => self.enrol(answers),
            Command::KeepDraft(draft) => self.keep_draft(draft),
            Command::DropDraft(id) => self.drop_draft(id),
            Command::Open { draft, answers, consent } => self.open_case(draft, answers, &consent),
            Command::Correct { seen, draft, answers, consent } => self.correct(seen, draft, answers, &consent),
            Command::Judge { seen, document, verdict, answers, consent } => {
                let text = self.verdict_text(verdict, answers)?;
                self.act(seen, &Act::Judge(Judge { document, verdict: Verdict { kind: verdict, text } }), &consent)
            }
            Command::CloseDocuments { seen } => {
                self.act(seen, &Act::CloseDocuments(CloseDocuments), &Overrides::default())
            }
            Command::ConfirmPayment { seen, draft, answers, consent } => {
                self.confirm_payment(seen, draft, answers, &consent)
            }
            Command::ConfirmNothingDue { seen } => {
                self.act(seen, &Act::ConfirmNothingDue(ConfirmNothingDue), &Overrides::default())
            }
            Command::IssueSlip { seen, slip } => {
                self.act(seen, &Act::IssueSlip(IssueSlip { slip }), &Overrides::default())
            }
            Command::Withdraw { seen, answers } => {
                let reason = self.check(&form::acts::WITHDRAW, answers)?.get("withdraw-reason").to_owned();
                self.act(seen, &Act::Withdraw(Withdraw { reason }), &Overrides::default())
            }
        }
    }

    /// The form with these answers, whoever gave them; or what keeps them from being taken, all at once.
    fn check(&self, form: &'static Spec, answers: Answers) -> Result<BoundForm, Reply> {
        let form = form.bind(answers, &self.world());
        form.validate()?;
        Ok(form)
    }

    fn verdict_text(&self, kind: VerdictKind, answers: Answers) -> Result<Option<String>, Reply> {
        if !kind.needs_text() {
            return Ok(None);
        }
        Ok(Some(self.check(&form::acts::VERDICT_TEXT, answers)?.get("verdict-reason").to_owned()))
    }

    /// What the clock did since the last event, if it did what time does not.
    fn clock_was_set(&self) -> Option<Event> {
        let (last, now) = (self.store.last(), self.clock.wall_ms());
        if now + CLOCK_TOLERANCE_MS < last.wall_ms {
            return Some(Event::ClockWentBack { by_ms: last.wall_ms - now });
        }
        // From one start of the machine to the next nobody knows how long it was: that is why the day is confirmed.
        let counted = last.boot == self.boot
            || self.clock.machine_start().is_some_and(|start| last.number > 0 && self.store.same_start(&start));
        let passed = i64::try_from(self.clock.mono_ms().saturating_sub(last.mono_ms)).unwrap_or(0);
        let by_ms = now - last.wall_ms - passed;
        (counted && by_ms > CLOCK_JUMP_MS).then_some(Event::ClockJumped { by_ms })
    }

    /// What the desk itself has to say before the next act.
    fn own_events(&self) -> Vec<Event> {
        let encrypted = self.store.vault().is_encrypted() && !self.encryption_recorded;
        encrypted.then_some(Event::FolderEncrypted).into_iter().chain(self.clock_was_set()).collect()
    }

    /// Commits what an act led to: appends the events as one record. What comes back is on the disk.
    fn commit(
        &mut self,
        case: Option<About>,
        version: u32,
        events: Vec<Event>,
        approver: Option<PersonRef>,
    ) -> Result<Reply, Reply> {
        let (site, desk) = self.place();
        let heading = Heading {
            case: None,
            case_version: version,
            site,
            desk,
            operator: None,
            approver,
            moment: Moment { wall_ms: self.clock.wall_ms(), boot: self.boot, mono_ms: self.clock.mono_ms() },
            rules: Some(self.rules().digest),
        };
        if let Some(start) = self.clock.machine_start() {
            self.store.note_start(&start);
        }
        let first = self.store.preface().map_err(AppendError::from)?;
        let by_itself = first.into_iter().chain(self.own_events()).map(|event| (heading.clone(), event));
        let operator = self.myself();
        let asked = events.into_iter().map(|event| {
            let case = case.filter(|_| !event.is_of_desk());
            (Heading { case, operator: operator.clone(), ..heading.clone() }, event)
        });
        let kept = self.store.append(by_itself.chain(asked).collect())?;
        self.note_days(&kept);
        self.note_left_receipts(&kept);
        self.note_blanks(&kept);
        self.rules.note(&kept);
        // Read by this program a moment ago, when they were offered.
        let _ = self.rules.turn(self.today());
        self.note_people(&kept);
        self.encryption_recorded = self.store.vault().is_encrypted();
        let slips: Vec<SlipKind> = kept
            .iter()
            .filter_map(|recorded| {
                let Event::SlipIssued { slip } = recorded.event else { return None };
                Some(slip)
            })
            .collect();
        // The act stands even if the index cannot show it: the fold of what was kept is the case.
        let id = case.and_then(|about| match about {
            About::Case(id) => Some(id),
            About::Opening => kept.iter().find_map(|recorded| recorded.envelope.case),
        });
        let case = id.and_then(|id| self.store.case(id).ok().flatten());
        Ok(Reply::Done(Box::new(Done { case, events: kept, slips, ..Done::default() })))
    }

    /// Somebody who works here, as envelopes name them.
    fn reference(&self, account: &Account) -> PersonRef {
        let (site, _) = self.place();
        PersonRef { site, sign_in: account.operator.sign_in.clone(), person: Some(account.person) }
    }

    /// Whoever is signed in, as envelopes name them.
    fn myself(&self) -> Option<PersonRef> {
        self.session.as_ref().map(|account| self.reference(account))
    }

    /// Office and desk as they stand in envelopes and tracking codes.
    fn place(&self) -> (String, String) {
        self.office.as_ref().map(|office| (office.code.clone(), office.desk.clone())).unwrap_or_default()
    }
}
