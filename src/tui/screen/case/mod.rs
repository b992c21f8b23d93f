//! The case view: what it is, where it stands, everything that happened to it.

pub mod compare;
pub mod documents;
pub mod next;
pub mod related;
pub mod review;
pub mod row;
pub mod summary;

use self::next::{may, next_act, next_step};
use self::summary::{noted, renew};
use crate::desk::command::{Command, Reply, Seen};
use crate::domain::acts::issue_slip::slip_at;
use crate::domain::acts::kind::ActKind;
use crate::domain::audit::Accessed;
use crate::domain::case::Case;
use crate::domain::event::{Event, Recorded};
use crate::form::intake::{INTAKE, answers};
use crate::tui::keys::{Action, Scope};
use crate::tui::paint::canvas::{Area, Canvas};
use crate::tui::screen::{Context, Input, Notice, Route, Screen, Step};
use crate::tui::widget::cursor::Cursor;

pub struct CaseScreen {
    case: Case,
    /// It could not be read again and may have changed since.
    stale: bool,
    /// What happened to it, unless that could not be read.
    history: Option<Vec<Recorded>>,
    cursor: Cursor,
    /// The person's number is shown in full; noted as a look of its own.
    revealed: bool,
    /// That this person comes often, another open case on the certificate.
    noted: Vec<String>,
}

impl CaseScreen {
    pub fn new(case: Case, cx: &Context) -> CaseScreen {
        let (cursor, noted) = (Cursor::default(), Vec::new());
        let mut screen = CaseScreen { case, stale: false, history: None, cursor, revealed: false, noted };
        screen.look_beside(cx);
        screen
    }

    /// What is read beside the case itself.
    fn look_beside(&mut self, cx: &Context) {
        self.noted = noted(&self.case, cx);
        self.history = cx.desk.history(self.case.id).ok();
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
        let flags = cx.desk.flags(&self.case).into_iter().map(|flag| words.choice(flag));
        let noted: Vec<String> = flags.chain(self.noted.iter().cloned()).collect();
        if !noted.is_empty() {
            lines.push((true, words.say("case-flags")));
            lines.extend(noted.into_iter().map(|line| (false, line)));
        }
        lines.push((true, words.say("case-history")));
        if self.history.is_none() {
            lines.push((false, words.say("unread-history")));
        }
        let mut before = None;
        for recorded in self.history.iter().flatten() {
            let envelope = &recorded.envelope;
            lines.push((
                false,
                words.with(
                    "case-event",
                    &[
                        ("moment", words.moment(envelope.moment.wall_ms)),
                        ("operator", words.code(envelope.signed_in())),
                        ("event", words.event(recorded)),
                    ],
                ),
            ));
            if let (Some(old), Event::Corrected { intake, before: None, .. }) = (&before, &recorded.event) {
                let changes = words.changes(old, intake).into_iter();
                lines.extend(changes.map(|change| (false, words.with("case-change", &[("change", change)]))));
            }
            if let Event::Opened { intake, .. } | Event::Corrected { intake, .. } = &recorded.event {
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
        // Whoever looks now may be somebody else.
        self.revealed = false;
        self.stale = !renew(&mut self.case, cx);
        self.look_beside(cx);
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "nothing is in the way of any other key")]
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

    #[expect(clippy::wildcard_enum_match_arm, reason = "keys of other screens do nothing here")]
    fn update(&mut self, input: Input, cx: &Context) -> Step {
        let Input::Action(action) = input else { return Step::Stay };
        let length = self.lines(cx).len();
        if self.cursor.moved(action, length, usize::from(cx.body.h.saturating_sub(3))) {
            return Step::Stay;
        }
        match action {
            Action::Back => Step::Back,
            Action::NextStep => next_step(&self.case, cx).unwrap_or(Step::Stay),
            Action::Correct => Step::Go(Route::Correct(self.case.id)),
            Action::Reveal => {
                if let Err(error) = cx.desk.log_access(Accessed::Revealed { case: self.case.id }) {
                    return Step::Say(Notice::unreadable(&error, cx.words));
                }
                self.revealed = true;
                Step::Stay
            }
            Action::Related => Step::Go(Route::Related(self.case.id)),
            Action::Acts => Step::Go(Route::Acts(self.case.id)),
            Action::Withdraw => Step::Go(Route::Withdraw(Seen::of(&self.case))),
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
                (Some(case), Some(slip)) => Step::Go(Route::Slip(case.id, *slip)),
                (Some(_), None) => Step::Say(Notice::good(cx.words.say("saved"))),
                (None, _) => Step::Say(Notice::warn(cx.words.say("saved-unread"))),
            },
            Reply::Ok | Reply::Faults(_) | Reply::Refused(_) | Reply::Failed(_) => {
                Step::Say(Notice::of(&reply, cx.words))
            }
        }
    }

    fn view(&self, canvas: &mut Canvas, area: Area, cx: &Context) {
        summary::head(canvas, area, (&self.case, self.stale), cx);
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
