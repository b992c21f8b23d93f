//! What a form is filled in for: which questions, which command, what comes after.

use uuid::Uuid;

use super::day::{DayScreen, home};
use super::documents::DocumentsScreen;
use super::inspect;
use super::self_check::SelfCheck;
use super::slip::SlipScreen;
use super::{Context, Notice, Step};
use crate::desk::command::{Command, Consent, Done, Seen};
use crate::domain::acts::kind::ActKind;
use crate::domain::case::Case;
use crate::domain::documents::{DocumentKind, VerdictKind};
use crate::domain::event::SlipKind;
use crate::form::acts::ActForm;
use crate::form::{Draft, Spec, World, acts, bring, day, fee, inspection, intake, people, setup, sign_in};
use crate::store::audit::Written;
use crate::words::Bring;

/// Holds the tracking code of the case whose fee a draft is about.
pub const FEE_OF: &str = "fee-of";

pub enum Purpose {
    Setup,
    SignIn,
    Unlock,
    Enrol,
    Intake,
    Correct(Box<Case>),
    Fee(Box<Case>),
    Withdraw(Box<Case>),
    Verdict {
        seen: Seen,
        document: DocumentKind,
        verdict: VerdictKind,
    },
    Bring,
    /// A supervisor's word on a question that was asked.
    Approval,
    /// What happens after the counter.
    Centre(Box<Case>, ActForm),
    Operator(&'static Spec),
    Blanks(&'static Spec),
    /// All that wait and leave nothing to be asked; what is told of them, looked up once.
    ApproveClean(Vec<String>),
    /// What there is to be counted before the day is closed.
    CloseDay,
    CountTill,
    HandOver,
    /// A code for the sealed envelope.
    Recovery,
    /// The envelope was opened.
    Recover,
    /// Why this is another request than that of this case.
    Distinct(Box<Case>),
    Trail,
    /// A head that was written down.
    Head,
}

impl Purpose {
    /// How many cases leave nothing to be asked, and the first of them.
    pub fn approve_clean(cx: &Context) -> Purpose {
        let clean = cx.desk.clean().unwrap_or_default();
        let names = clean.iter().map(|case| case.intake.applicant.full_name());
        let told = cx.words.with("approve-clean-preface", &[("count", cx.words.number(clean.len()))]);
        Purpose::ApproveClean(std::iter::once(told).chain(names.take(6)).collect())
    }

    pub fn spec(&self) -> &'static Spec {
        match self {
            Purpose::Setup => &setup::SETUP,
            Purpose::SignIn | Purpose::Unlock => &sign_in::SIGN_IN_FORM,
            Purpose::Enrol => &people::ENROL,
            Purpose::Intake | Purpose::Correct(_) => &intake::INTAKE,
            Purpose::Fee(_) => &fee::FEE,
            Purpose::Withdraw(_) => &acts::WITHDRAW,
            Purpose::Verdict { .. } => &acts::VERDICT_TEXT,
            Purpose::Bring => &bring::BRING,
            Purpose::Approval => &sign_in::APPROVAL,
            Purpose::Centre(_, form) => form.spec,
            Purpose::Operator(spec) | Purpose::Blanks(spec) => spec,
            Purpose::ApproveClean(_) => &sign_in::SIGN,
            Purpose::CloseDay => &day::CLOSE_DAY,
            Purpose::CountTill => &day::COUNT_TILL,
            Purpose::HandOver => &day::HAND_OVER,
            Purpose::Recovery => &people::RECOVERY,
            Purpose::Recover => &sign_in::RECOVER,
            Purpose::Distinct(_) => &acts::DISTINCT,
            Purpose::Trail => &inspection::TRAIL,
            Purpose::Head => &inspection::HEAD,
        }
    }

    pub fn title(&self, cx: &Context) -> String {
        let words = cx.words;
        match self {
            Purpose::Setup => words.say("title-setup"),
            Purpose::SignIn => words.say("title-sign-in"),
            Purpose::Unlock => words.say("title-locked"),
            Purpose::Enrol => words.say("title-enrol"),
            Purpose::Intake => words.say("title-intake"),
            Purpose::Correct(case) => words.with("title-correct", &[("tracking", words.tracking(&case.tracking))]),
            Purpose::Fee(case) => words.with("title-fee", &[("tracking", words.tracking(&case.tracking))]),
            Purpose::Withdraw(case) => words.with("title-withdraw", &[("tracking", words.tracking(&case.tracking))]),
            Purpose::Verdict { document, verdict, .. } => words
                .with("title-verdict", &[("document", words.choice(*document)), ("verdict", words.choice(*verdict))]),
            Purpose::Bring => words.say("title-bring"),
            Purpose::Approval => words.say("title-approval"),
            Purpose::Centre(case, form) => {
                let args = [("act", words.choice(form.act)), ("tracking", words.tracking(&case.tracking))];
                words.with("title-centre", &args)
            }
            Purpose::Operator(spec) | Purpose::Blanks(spec) => words.say(&format!("title-{}", spec.id)),
            Purpose::ApproveClean(_) => words.say("key-approve-clean"),
            Purpose::CloseDay => words.say("key-close-day"),
            Purpose::CountTill => words.say("title-count-till"),
            Purpose::HandOver => words.say("title-hand-over"),
            Purpose::Recovery => words.say("title-issue-recovery"),
            Purpose::Recover => words.say("title-recover"),
            Purpose::Distinct(_) => words.say("title-compare"),
            Purpose::Trail => words.say("title-trail"),
            Purpose::Head => words.say("title-written-head"),
        }
    }

    /// What stands above the questions.
    pub fn preface(&self, cx: &Context) -> Vec<String> {
        let words = cx.words;
        match self {
            Purpose::Setup => vec![words.say("setup-preface")],
            Purpose::SignIn => {
                let mut lines: Vec<String> = cx.desk.office().map(|office| office.name.clone()).into_iter().collect();
                if cx.desk.office().is_some_and(|office| office.sample) {
                    use crate::desk::demo;
                    let args = [
                        ("name", words.code(demo::SIGN_IN)),
                        ("reviewer", words.code(demo::REVIEWER)),
                        ("passphrase", words.code(demo::PASSPHRASE)),
                    ];
                    lines.push(words.with("demo-sign-in", &args));
                }
                lines
            }
            Purpose::Unlock => vec![words.say("locked-preface")],
            Purpose::Fee(case) => {
                let mut lines = vec![case.intake.applicant.full_name()];
                match cx.desk.tariff(case) {
                    Some(row) => lines.extend(words.tariff(row)),
                    None => lines.push(words.refusal(&crate::domain::refusal::Refusal::NoTariffRow).whole()),
                }
                lines
            }
            Purpose::Approval => vec![words.say("approval-preface")],
            Purpose::Centre(case, _) => vec![case.intake.applicant.full_name()],
            Purpose::ApproveClean(told) => told.clone(),
            Purpose::CloseDay => vec![words.say("close-day-preface")],
            Purpose::HandOver => vec![words.say("hand-over-preface")],
            Purpose::Recovery => vec![words.say("issue-recovery-preface")],
            Purpose::Recover => vec![words.say("recover-preface")],
            Purpose::Trail => vec![words.say("trail-preface")],
            Purpose::Head => vec![words.say("written-head-preface")],
            Purpose::Distinct(other) => {
                vec![words.with("distinct-preface", &[("tracking", words.tracking(&other.tracking))])]
            }
            Purpose::Bring => vec![words.say("bring-preface")],
            _ => Vec::new(),
        }
    }

    /// What its questions may look at.
    pub fn world<'a>(&self, cx: &'a Context) -> World<'a> {
        let due = match self {
            Purpose::Fee(case) => cx.desk.due(case),
            _ => None,
        };
        World { due, ..cx.desk.world() }
    }

    /// Its answers are kept at every field left.
    pub fn is_kept(&self) -> bool {
        matches!(self, Purpose::Intake | Purpose::Correct(_) | Purpose::Fee(_))
    }

    /// It cannot be left without an answer.
    pub fn is_modal(&self) -> bool {
        matches!(self, Purpose::Unlock)
    }

    /// What submitting does.
    pub fn submit(&self, draft: &Draft, id: Option<Uuid>, cx: &Context) -> Step {
        let (answers, consent) = (draft.clone(), Consent::default());
        Step::ask(match self {
            Purpose::Setup => Command::Found { answers, sample: false },
            Purpose::SignIn | Purpose::Unlock => Command::SignIn { answers },
            Purpose::Enrol => Command::Enrol { answers },
            Purpose::Intake => Command::Open { draft: id, answers, consent },
            Purpose::Correct(case) => Command::Correct { seen: Seen::of(case), draft: id, answers, consent },
            Purpose::Fee(case) => Command::ConfirmPayment { seen: Seen::of(case), draft: id, answers, consent },
            Purpose::Withdraw(case) => Command::Withdraw { seen: Seen::of(case), answers },
            Purpose::Verdict { seen, document, verdict } => {
                Command::Judge { seen: *seen, document: *document, verdict: *verdict, answers, consent }
            }
            Purpose::Approval | Purpose::Distinct(_) => return Step::Agree(Some(answers)),
            Purpose::CountTill => Command::CountTill { answers },
            Purpose::HandOver => Command::HandOver { answers },
            Purpose::Recovery => Command::IssueRecovery { answers },
            Purpose::Recover => Command::Recover { answers },
            Purpose::Trail => return inspect::trail(&inspection::asked(draft, &self.world(cx)), cx),
            Purpose::Head => return written_head(draft, &self.world(cx), cx),
            Purpose::Centre(case, form) => Command::Act { seen: Seen::of(case), form: *form, answers, consent },
            Purpose::Operator(form) => Command::ChangeOperator { form, answers },
            Purpose::Blanks(form) => Command::MoveBlanks { form, answers },
            Purpose::ApproveClean(_) => Command::ApproveClean { answers },
            Purpose::CloseDay => Command::CloseDay { answers, consent },
            Purpose::Bring => return bring(draft, &self.world(cx), cx),
        })
    }

    /// What comes after the desk has done it.
    pub fn done(&self, answers: &Draft, done: Done, cx: &Context) -> Step {
        let words = cx.words;
        match (self, done.case) {
            (Purpose::Setup, _) => Step::replace(SelfCheck::first()),
            (Purpose::SignIn, _) => Step::Replace(home(cx)),
            (Purpose::HandOver, _) => {
                let name = cx.desk.operator().map(|operator| operator.name.clone()).unwrap_or_default();
                Step::BackSaying(Notice::good(words.with("handed-over", &[("name", name)])))
            }
            (Purpose::Recovery, _) => {
                let sign_in = words.code(&answers.get("sign-in").to_lowercase());
                let text = words.recovery_slip(&sign_in, done.code.as_deref().unwrap_or_default());
                Step::replace(SlipScreen::text(words.say("title-issue-recovery"), text))
            }
            // The question for the passphrase lies below, whether of a sign-in or of a locked screen.
            (Purpose::Recover, _) => {
                Step::Back.then(Step::SignedIn).then(Step::Say(Notice::good(words.say("recovered"))))
            }
            (Purpose::Intake, Some(case)) => {
                let args = [("tracking", words.tracking(&case.tracking))];
                let notice = Notice::good(words.with("saved-case", &args));
                Step::replace(DocumentsScreen::new(case, cx)).then(Step::Say(notice))
            }
            (Purpose::Fee(_), Some(case)) => {
                let notice = Notice::good(words.say("saved-fee"));
                Step::replace(SlipScreen::of(case, SlipKind::Receipt)).then(Step::Say(notice))
            }
            (Purpose::ApproveClean(_), _) => {
                let told = words.with("approved-together", &[("count", words.number(done.together.len()))]);
                Step::BackSaying(Notice::good(told))
            }
            (Purpose::CloseDay, _) => match done.closed {
                Some(closed) => DayScreen::closed(&closed, cx),
                None => Step::Back,
            },
            // The centre has decided: what the decision was taken on is closed with it.
            (
                Purpose::Centre(_, ActForm { act: ActKind::Approve | ActKind::Return | ActKind::Reject, .. }),
                Some(case),
            ) => {
                let saved = Step::Say(Notice::good(words.say("saved")));
                match done.slips.first() {
                    Some(slip) => Step::Back.then(Step::replace(SlipScreen::of(case, *slip))).then(saved),
                    None => Step::Back.then(Step::Back).then(saved),
                }
            }
            (Purpose::Centre(..), Some(case)) => match done.slips.first() {
                Some(slip) => Step::replace(SlipScreen::of(case, *slip)),
                None => Step::BackSaying(Notice::good(words.say("saved"))),
            },
            _ => Step::BackSaying(Notice::good(words.say("saved"))),
        }
    }
}

/// Holds a head that was written down against the chain.
fn written_head(draft: &Draft, world: &World, cx: &Context) -> Step {
    let clean = inspection::HEAD.cleaned(draft, world);
    match Written::of(clean.get("head-number"), clean.get("head-digits")) {
        Some(written) => inspect::holds(&[written], cx),
        None => Step::Stay,
    }
}

/// «چه بیاورم؟» asks the desk for nothing that is kept.
fn bring(draft: &Draft, world: &World, cx: &Context) -> Step {
    match bring::facts(draft, world) {
        Some((facts, kind, cluster)) => {
            let asked = Bring { facts, kind, cluster };
            let text = cx.words.bring(&asked, cx.desk.rules(), cx.desk.today());
            Step::push(SlipScreen::text(cx.words.say("title-bring"), text))
        }
        None => Step::Stay,
    }
}
