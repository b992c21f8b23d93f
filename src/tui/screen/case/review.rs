//! بررسی مدارک توسط مرکز: the answers and the papers side by side, and the centre's decision.

use super::next::act_step;
use super::summary::{self, noted, renew};
use crate::desk::command::Reply;
use crate::domain::acts::kind::ActKind;
use crate::domain::case::Case;
use crate::form::intake::{INTAKE, answers};
use crate::tui::keys::{Action, Scope};
use crate::tui::paint::canvas::{Area, Canvas};
use crate::tui::screen::{Context, Input, Notice, Route, Screen, Step};
use crate::tui::widget::cursor::Cursor;

pub struct ReviewScreen {
    case: Case,
    /// It could not be read again and may have changed since.
    stale: bool,
    top: Cursor,
    /// That the person comes often, another open case on the certificate.
    noted: Vec<String>,
}

impl ReviewScreen {
    pub fn new(case: Case, cx: &Context) -> ReviewScreen {
        let noted = noted(&case, cx);
        ReviewScreen { case, stale: false, top: Cursor::default(), noted }
    }

    /// What was answered; nothing of it is a warning.
    fn answers(&self, cx: &Context) -> Vec<(bool, String)> {
        let words = cx.words;
        let draft = answers(&self.case.intake);
        let asked = INTAKE.fields.iter().filter(|field| !draft.get(field.id).is_empty());
        asked
            .map(|field| {
                let value = match field.id {
                    "national-id" | "foreigner-id" => words.masked(&self.case.intake.applicant.id),
                    id => words.answer(field.kind, draft.get(id)),
                };
                (false, words.with("case-answer", &[("field", words.field(field.id)), ("value", value)]))
            })
            .collect()
    }

    /// What was seen of the papers and is known beside them; what wants a second thought is marked.
    fn papers(&self, cx: &Context) -> Vec<(bool, String)> {
        let (words, case) = (cx.words, &self.case);
        let list = cx.desk.rules().checklist_for(case);
        let mut lines: Vec<String> = list
            .iter()
            .map(|row| {
                let verdict = case.verdicts.get(&row.document);
                let seen = verdict.map_or_else(|| words.say("empty"), |verdict| words.verdict(verdict));
                words.with("case-answer", &[("field", words.choice(row.document)), ("value", seen)])
            })
            .collect();
        lines.extend(words.asked_registry(&case.inquiries));
        if let Some(settlement) = &case.settlement {
            lines.push(words.with("review-fee", &[("amount", words.rial(settlement.amount()))]));
        }
        let names: Vec<String> = case.hands().into_iter().map(|person| words.code(&person.sign_in)).collect();
        lines.push(words.with("review-hands", &[("names", words.list(&names))]));
        let flags = cx.desk.flags(case).into_iter().map(|flag| words.choice(flag));
        let noted = self.noted.iter().cloned().chain(flags).map(|line| (true, line));
        lines.into_iter().map(|line| (false, line)).chain(noted).collect()
    }
}

impl Screen for ReviewScreen {
    fn scopes(&self) -> &'static [Scope] {
        &[Scope::Review, Scope::List]
    }

    fn title(&self, cx: &Context) -> String {
        cx.words.with("title-review", &[("tracking", cx.words.tracking(&self.case.tracking))])
    }

    fn refresh(&mut self, cx: &Context) {
        self.stale = !renew(&mut self.case, cx);
        self.noted = noted(&self.case, cx);
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "nothing is in the way of any other key")]
    fn hindrance(&self, action: Action, cx: &Context) -> Option<String> {
        let act = match action {
            Action::Approve => ActKind::Approve,
            Action::SendBack => ActKind::Return,
            Action::Reject => ActKind::Reject,
            Action::Open => return Some(cx.words.say("why-not-open")),
            _ => return None,
        };
        let stage = cx.words.choice(self.case.stage);
        let late = (!act.fits(self.case.stage)).then(|| cx.words.with("why-not-next", &[("stage", stage)]));
        cx.why_not(act).or(late)
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "any other key moves the list, or does nothing")]
    fn update(&mut self, input: Input, cx: &Context) -> Step {
        let Input::Action(action) = input else { return Step::Stay };
        match action {
            Action::Back => Step::Back,
            Action::Approve => act_step(&self.case, ActKind::Approve),
            Action::SendBack => act_step(&self.case, ActKind::Return),
            Action::Reject => act_step(&self.case, ActKind::Reject),
            Action::Related => Step::Go(Route::Related(self.case.id)),
            Action::Acts => Step::Go(Route::Acts(self.case.id)),
            action => {
                self.top.moved(action, self.answers(cx).len(), usize::from(cx.body.h));
                Step::Stay
            }
        }
    }

    fn receive(&mut self, reply: Reply, cx: &Context) -> Step {
        if matches!(reply, Reply::Done(_)) {
            Step::BackSaying(Notice::good(cx.words.say("saved")))
        } else {
            Step::Say(Notice::of(&reply, cx.words))
        }
    }

    fn view(&self, canvas: &mut Canvas, area: Area, cx: &Context) {
        let theme = canvas.theme;
        summary::head(canvas, area, (&self.case, self.stale), cx);
        let both = area.below(2);
        let half = both.w / 2;
        for (heading, lines, column) in [
            ("case-answers", self.answers(cx), both.first(half.saturating_sub(1))),
            ("review-papers", self.papers(cx), both.after(half)),
        ] {
            canvas.text(column, &cx.words.say(heading), theme.section());
            let mut rest = column.below(1);
            for (warns, line) in lines.iter().skip(self.top.at) {
                if rest.h == 0 {
                    break;
                }
                let style = if *warns { theme.warn() } else { theme.plain() };
                rest = rest.below(canvas.paragraph(rest, line, style));
            }
        }
    }
}
