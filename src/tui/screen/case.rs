//! The case view: what it is, where it stands, everything that happened to it.

use super::alike::{AlikeScreen, frequency};
use super::documents::{DocumentsScreen, about};
use super::form::FormScreen;
use super::menu::{MenuScreen, ask};
use super::purpose::Purpose;
use super::review::ReviewScreen;
use super::slip::SlipScreen;
use super::{Context, Cursor, Input, Notice, Screen, Step, notice_of};
use crate::desk::command::{Command, Reply, Seen};
use crate::domain::acts::issue_slip::slip_at;
use crate::domain::acts::kind::ActKind;
use crate::domain::case::Case;
use crate::domain::event::{Event, Sealed};
use crate::domain::flags::flags;
use crate::domain::stage::Stage;
use crate::form::intake::{INTAKE, answers};
use crate::store::views::Look;
use crate::tui::canvas::{Area, Canvas};
use crate::tui::keys::{Action, Scope};

pub struct CaseScreen {
    case: Case,
    history: Vec<Sealed>,
    cursor: Cursor,
    /// The person's number is shown in full; noted as a look of its own.
    revealed: bool,
    /// That this person comes often, and other open cases on the certificate.
    often: Option<String>,
    alike: Option<String>,
}

/// The screen on which this case goes on, if the counter has something left to do.
pub(super) fn next_step(case: Case, cx: &Context) -> Option<Step> {
    if !next_act(case.stage).is_some_and(|act| may(act, cx)) {
        return None;
    }
    match case.stage {
        Stage::Documents | Stage::Deficient | Stage::Referred => Some(Step::push(DocumentsScreen::new(case, cx))),
        Stage::Fee => Some(match cx.desk.tariff(&case).map(|row| row.amount) {
            Some(None) => Step::push(super::ask::AskScreen::nothing_due(case)),
            _ => Step::push(FormScreen::fee(case, cx)),
        }),
        Stage::AwaitingCentre => Some(Step::push(ReviewScreen::new(case, cx))),
        stage => next_act(stage).map(|act| ask(&case, act, cx)),
    }
}

/// The act by which a case goes on from here, whoever does it.
pub(super) fn next_act(stage: Stage) -> Option<ActKind> {
    Some(match stage {
        Stage::Documents | Stage::Deficient | Stage::Referred => ActKind::Judge,
        Stage::Fee => ActKind::ConfirmPayment,
        Stage::AwaitingCentre => ActKind::Approve,
        Stage::Production => ActKind::IssueCertificate,
        Stage::Delivery | Stage::Uncollected => ActKind::Deliver,
        Stage::Delivered | Stage::Rejected | Stage::Withdrawn => return None,
    })
}

/// Whether the operator's role has this act.
pub(super) fn may(act: ActKind, cx: &Context) -> bool {
    act.is_for(cx.desk.role())
}

/// The other case on the same certificate that is not finished, if there is one.
pub(super) fn open_alike(case: &Case, cx: &Context) -> Option<String> {
    let other = cx.desk.open_case_on(&case.intake.certificate.number, Some(case.id)).ok()??;
    Some(cx.words.with("case-alike", &[("tracking", cx.words.tracking(&other))]))
}

impl CaseScreen {
    pub fn new(case: Case, cx: &Context) -> CaseScreen {
        cx.desk.looked(Look::Case { case: case.id });
        let mut screen = CaseScreen {
            case,
            history: Vec::new(),
            cursor: Cursor::default(),
            revealed: false,
            often: None,
            alike: None,
        };
        screen.refresh(cx);
        screen
    }

    /// There is a next step for this operator.
    fn goes_on(&self, cx: &Context) -> bool {
        next_act(self.case.stage).is_some_and(|act| may(act, cx))
    }

    /// Everything there is to read, a line each; headings are marked.
    fn lines(&self, cx: &Context) -> Vec<(bool, String)> {
        let words = cx.words;
        let mut lines = vec![(true, words.say("case-answers"))];
        let draft = answers(&self.case.intake);
        for field in INTAKE.fields.iter().filter(|field| !draft.get(field.id).is_empty()) {
            let mut value = words.answer(field.kind, draft.get(field.id));
            if !self.revealed && (field.id == "national-id" || field.id == "foreigner-id") {
                value = words.masked(&self.case.intake.applicant.id);
            }
            lines.push((false, words.with("case-answer", &[("field", words.field(field.id)), ("value", value)])));
        }
        let flags = flags(&self.case, cx.desk.today()).into_iter().map(|flag| words.choice(flag));
        let noted: Vec<String> = flags.chain(self.often.clone()).chain(self.alike.clone()).collect();
        if !noted.is_empty() {
            lines.push((true, words.say("case-flags")));
            lines.extend(noted.into_iter().map(|line| (false, line)));
        }
        lines.push((true, words.say("case-history")));
        let mut before = None;
        for sealed in &self.history {
            let envelope = &sealed.envelope;
            lines.push((
                false,
                words.with(
                    "case-event",
                    &[
                        ("moment", words.moment(envelope.moment.wall_ms)),
                        ("operator", words.code(&envelope.operator)),
                        ("event", words.event(sealed)),
                    ],
                ),
            ));
            if let (Some(old), Event::Corrected { intake, .. }) = (&before, &sealed.event) {
                let changes = words.changes(old, intake).into_iter();
                lines.extend(changes.map(|change| (false, words.with("case-change", &[("change", change)]))));
            }
            if let Event::Opened { intake, .. } | Event::Corrected { intake, .. } = &sealed.event {
                before = Some((**intake).clone());
            }
        }
        lines
    }
}

impl Screen for CaseScreen {
    fn scopes(&self) -> &'static [Scope] {
        &[Scope::Case, Scope::List]
    }

    fn title(&self, cx: &Context) -> String {
        cx.words.with("title-case", &[("tracking", cx.words.tracking(&self.case.tracking))])
    }

    fn refresh(&mut self, cx: &Context) {
        if let Ok(Some(case)) = cx.desk.case(self.case.id) {
            self.case = case;
        }
        self.often = frequency(&self.case, cx);
        self.alike = open_alike(&self.case, cx);
        self.history = cx.desk.history(self.case.id).unwrap_or_default();
    }

    fn hindrance(&self, action: Action, cx: &Context) -> Option<String> {
        let words = cx.words;
        let stage = || vec![("stage", words.choice(self.case.stage))];
        match action {
            Action::NextStep if !self.case.stage.is_open() || !self.goes_on(cx) => {
                Some(words.with("why-not-next", &stage()))
            }
            Action::Correct | Action::Withdraw | Action::Slip if cx.why_not(ActKind::Correct).is_some() => {
                cx.why_not(ActKind::Correct)
            }
            Action::Correct if !ActKind::Correct.fits(self.case.stage) => Some(words.with("why-not-correct", &stage())),
            Action::Slip if slip_at(self.case.stage).is_none() => Some(words.with("why-not-slip", &stage())),
            Action::Withdraw if !ActKind::Withdraw.fits(self.case.stage) => {
                Some(words.with("why-not-withdraw", &stage()))
            }
            Action::Open => Some(words.say("why-not-open")),
            _ => None,
        }
    }

    fn update(&mut self, input: Input, cx: &Context) -> Step {
        let Input::Action(action) = input else { return Step::Stay };
        let length = self.lines(cx).len();
        if self.cursor.moved(action, length, usize::from(cx.body.h.saturating_sub(3))) {
            return Step::Stay;
        }
        match action {
            Action::Back => Step::Back,
            Action::NextStep => next_step(self.case.clone(), cx).unwrap_or(Step::Stay),
            Action::Correct => Step::push(FormScreen::correct(self.case.clone(), cx)),
            Action::Reveal => {
                cx.desk.looked(Look::Revealed { case: self.case.id });
                self.revealed = true;
                Step::Stay
            }
            Action::Alike => Step::push(AlikeScreen::new(self.case.clone(), cx)),
            Action::Acts => Step::push(MenuScreen::of_case(self.case.clone())),
            Action::Withdraw => Step::push(FormScreen::new(Purpose::Withdraw(Box::new(self.case.clone())), cx)),
            Action::Slip => match slip_at(self.case.stage) {
                Some(slip) => Step::ask(Command::IssueSlip { seen: Seen::of(&self.case), slip }),
                None => Step::Stay,
            },
            _ => Step::Stay,
        }
    }

    fn receive(&mut self, reply: Reply, cx: &Context) -> Step {
        match reply {
            Reply::Done(done) => match (done.case, done.slips.first()) {
                (Some(case), Some(slip)) => Step::push(SlipScreen::of(case, *slip)),
                _ => Step::Say(Notice::good(cx.words.say("saved"))),
            },
            other => Step::Say(notice_of(&other, cx.words)),
        }
    }

    fn view(&self, canvas: &mut Canvas, area: Area, cx: &Context) {
        canvas.text(area, &about(&self.case, cx), canvas.theme.title());
        let list = area.below(2);
        let lines = self.lines(cx);
        let first = self.cursor.first_shown(usize::from(list.h), lines.len());
        let mut rest = list;
        for (at, (heading, line)) in lines.iter().enumerate().skip(first) {
            if rest.h == 0 {
                break;
            }
            let style = match (at == self.cursor.at, heading) {
                (true, _) => canvas.theme.selected(),
                (_, true) => canvas.theme.section(),
                _ => canvas.theme.plain(),
            };
            rest = rest.below(canvas.paragraph(rest, line, style));
        }
    }
}
