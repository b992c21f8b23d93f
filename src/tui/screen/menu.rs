//! A list of things that can be done, each with its key: what a case allows, what the office needs.

use super::form::FormScreen;
use super::inspect;
use super::purpose::Purpose;
use super::slip::SlipScreen;
use super::{Context, Cursor, Input, Notice, Screen, Step, notice_of};
use crate::desk::command::{Command, Consent, Reply, Seen};
use crate::domain::acts::kind::ActKind;
use crate::domain::acts::{RULES, has_use};
use crate::domain::case::Case;
use crate::domain::operator::Role;
use crate::form::inspection::Asked;
use crate::form::{self, Draft, Spec, blanks, people};
use crate::text::normalize::ascii_digits;
use crate::tui::canvas::{Area, Canvas};
use crate::tui::keys::{Action, Scope};

pub struct MenuScreen {
    about: About,
    cursor: Cursor,
}

enum About {
    Case(Box<Case>),
    Office,
    Inspection,
}

/// What a row does.
#[derive(Clone, Copy)]
enum Item {
    Act(ActKind),
    Enrol,
    Operator(&'static Spec),
    Recovery,
    Blanks(&'static Spec),
    /// Every case that waits, asked about together.
    Inquiries,
    Holds,
    Head,
    Trail,
    Exceptions,
}

const INSPECTION: [Item; 4] = [Item::Holds, Item::Head, Item::Trail, Item::Exceptions];

const OFFICE: [Item; 10] = [
    Item::Inquiries,
    Item::Enrol,
    Item::Operator(&people::SUSPEND),
    Item::Operator(&people::RESTORE),
    Item::Operator(&people::CHANGE_ROLE),
    Item::Operator(&people::RESET),
    Item::Recovery,
    Item::Blanks(&blanks::BLANKS_RECEIVED),
    Item::Blanks(&blanks::BLANK_SPOILED),
    Item::Blanks(&blanks::BLANKS_RETURNED),
];

/// The acts of the table that have a form or need none, and have a place now.
fn acts(case: &Case, cx: &Context) -> Vec<Item> {
    let role = cx.desk.role();
    let possible = RULES.iter().filter(|rule| rule.stages.contains(&case.stage) && rule.roles.contains(&role));
    let here = possible.filter(|rule| form::acts::form(rule.act).is_some());
    let (rules, today) = (cx.desk.rules(), cx.desk.today());
    here.filter(|rule| has_use(case, rule.act, rules, today)).map(|rule| Item::Act(rule.act)).collect()
}

/// The form in which an act of the centre is asked.
pub(super) fn ask(case: &Case, act: ActKind, cx: &Context) -> Step {
    match form::acts::form(act) {
        Some(form) if form.asks_nothing() => {
            let (answers, consent) = (Draft::default(), Consent::default());
            Step::ask(Command::Act { seen: Seen::of(case), form, answers, consent })
        }
        Some(form) => Step::push(FormScreen::new(Purpose::Centre(Box::new(case.clone()), form), cx)),
        None => Step::Stay,
    }
}

impl MenuScreen {
    pub fn of_case(case: Case) -> MenuScreen {
        MenuScreen { about: About::Case(Box::new(case)), cursor: Cursor::default() }
    }

    pub fn of_office() -> MenuScreen {
        MenuScreen { about: About::Office, cursor: Cursor::default() }
    }

    pub fn of_inspection() -> MenuScreen {
        MenuScreen { about: About::Inspection, cursor: Cursor::default() }
    }

    fn items(&self, cx: &Context) -> Vec<Item> {
        match &self.about {
            About::Case(case) => acts(case, cx),
            // Whoever is no supervisor has the inquiries and nothing else.
            About::Office => OFFICE[..if cx.desk.role() == Role::Supervisor { OFFICE.len() } else { 1 }].to_vec(),
            About::Inspection => INSPECTION.to_vec(),
        }
    }

    /// What is to be known before one is chosen.
    fn head(&self, cx: &Context) -> Vec<String> {
        let words = cx.words;
        match &self.about {
            About::Case(case) => vec![super::documents::about(case, cx)],
            About::Inspection => vec![words.say("inspection-preface")],
            About::Office if cx.desk.role() != Role::Supervisor => Vec::new(),
            About::Office => {
                let mut lines: Vec<String> = cx
                    .desk
                    .accounts()
                    .unwrap_or_default()
                    .iter()
                    .map(|account| {
                        let operator = &account.operator;
                        let args = [
                            ("sign-in", words.code(&operator.sign_in)),
                            ("name", operator.name.clone()),
                            ("role", words.choice(operator.role)),
                        ];
                        let id = match (account.suspended, account.recovery.is_some()) {
                            (true, _) => "office-suspended",
                            (false, true) => "office-operator-recovery",
                            (false, false) => "office-operator",
                        };
                        words.with(id, &args)
                    })
                    .collect();
                lines.push(words.with("office-blanks", &[("count", words.number(cx.desk.stock().on_hand()))]));
                lines
            }
        }
    }

    fn label(&self, item: Item, cx: &Context) -> String {
        match item {
            Item::Act(act) => cx.words.choice(act),
            Item::Enrol => cx.words.say("title-enrol"),
            Item::Operator(spec) | Item::Blanks(spec) => cx.words.say(&format!("title-{}", spec.id)),
            Item::Recovery => cx.words.say("title-issue-recovery"),
            Item::Inquiries => cx.words.say("title-ask-inquiries"),
            Item::Holds => cx.words.say("inspect-holds"),
            Item::Head => cx.words.say("title-written-head"),
            Item::Trail => cx.words.say("title-trail"),
            Item::Exceptions => cx.words.say("audit-exceptions"),
        }
    }

    fn choose(&self, at: usize, cx: &Context) -> Step {
        match (self.items(cx).get(at), &self.about) {
            (Some(Item::Act(act)), About::Case(case)) => ask(case, *act, cx),
            (Some(Item::Enrol), _) => Step::push(FormScreen::new(Purpose::Enrol, cx)),
            (Some(Item::Operator(spec)), _) => Step::push(FormScreen::new(Purpose::Operator(spec), cx)),
            (Some(Item::Blanks(spec)), _) => Step::push(FormScreen::new(Purpose::Blanks(spec), cx)),
            (Some(Item::Recovery), _) => Step::push(FormScreen::new(Purpose::Recovery, cx)),
            (Some(Item::Inquiries), _) => Step::ask(Command::AskInquiries),
            (Some(Item::Holds), _) => inspect::holds(&[], cx),
            (Some(Item::Head), _) => Step::push(FormScreen::new(Purpose::Head, cx)),
            (Some(Item::Trail), _) => Step::push(FormScreen::new(Purpose::Trail, cx)),
            (Some(Item::Exceptions), _) => inspect::trail(&Asked { exceptions: true, ..Asked::default() }, cx),
            _ => Step::Stay,
        }
    }
}

impl Screen for MenuScreen {
    fn scopes(&self) -> &'static [Scope] {
        &[Scope::List]
    }

    fn title(&self, cx: &Context) -> String {
        match &self.about {
            About::Case(case) => cx.words.with("title-acts", &[("tracking", cx.words.tracking(&case.tracking))]),
            About::Office => cx.words.say("title-office"),
            About::Inspection => cx.words.say("title-audit"),
        }
    }

    fn refresh(&mut self, cx: &Context) {
        if let About::Case(case) = &mut self.about
            && let Ok(Some(now)) = cx.desk.case(case.id)
        {
            **case = now;
        }
    }

    fn hindrance(&self, action: Action, cx: &Context) -> Option<String> {
        (action == Action::Open && self.items(cx).is_empty()).then(|| cx.words.say("why-not-open"))
    }

    fn update(&mut self, input: Input, cx: &Context) -> Step {
        let length = self.items(cx).len();
        match input {
            Input::Action(Action::Back) => Step::Back,
            Input::Action(Action::Open) => self.choose(self.cursor.at, cx),
            Input::Action(action) => {
                self.cursor.moved(action, length, 5);
                Step::Stay
            }
            Input::Char(c) => match ascii_digits(&c.to_string()).parse::<usize>() {
                Ok(number) if (1..=length).contains(&number) => self.choose(number - 1, cx),
                _ => Step::Stay,
            },
            _ => Step::Stay,
        }
    }

    fn receive(&mut self, reply: Reply, cx: &Context) -> Step {
        match reply {
            Reply::Done(done) => match (&self.about, done.case, done.slips.first()) {
                (_, Some(case), Some(slip)) => Step::replace(SlipScreen::of(case, *slip)),
                (About::Office, ..) if done.together.is_empty() => {
                    Step::Say(Notice::warn(cx.words.say("inquiries-none")))
                }
                (About::Office, ..) => {
                    let text = cx.words.inquiries(&done.together, cx.desk.today());
                    SlipScreen::kept("inquiries", cx.words.say("title-ask-inquiries"), text, cx)
                }
                _ => Step::BackSaying(Notice::good(cx.words.say("saved"))),
            },
            other => Step::Say(notice_of(&other, cx.words)),
        }
    }

    fn view(&self, canvas: &mut Canvas, area: Area, cx: &Context) {
        let mut rest = area;
        for line in self.head(cx) {
            let used = canvas.paragraph(rest, &line, canvas.theme.title());
            rest = rest.below(used);
        }
        rest = rest.below(1);
        let items = self.items(cx);
        if items.is_empty() {
            canvas.paragraph(rest, &cx.words.say("acts-none"), canvas.theme.quiet());
        }
        for (at, item) in items.into_iter().enumerate() {
            let style = if at == self.cursor.at { canvas.theme.selected() } else { canvas.theme.plain() };
            let args = [("number", cx.words.number(at + 1)), ("name", self.label(item, cx))];
            let told = cx.words.with("menu-item", &args);
            canvas.text(rest.row(0), &told, style);
            rest = rest.below(1);
        }
    }
}

/// Who has something to do behind the counter: the menu says what.
pub(super) fn why_not_office(cx: &Context) -> Option<String> {
    (!matches!(cx.desk.role(), Role::Supervisor | Role::Reviewer)).then(|| cx.words.say("why-not-enrol"))
}
