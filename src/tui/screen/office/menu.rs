//! A list of things that can be done, each with its key: what a case allows, what the office needs.

use super::inspect;
use crate::desk::command::{Command, Reply};
use crate::domain::account::Account;
use crate::domain::acts::kind::ActKind;
use crate::domain::acts::{RULES, has_use};
use crate::domain::audit::{AuditQuery, Written};
use crate::domain::case::Case;
use crate::domain::operator::Role;
use crate::form::{self, Spec, blanks, people};
use crate::text::normalize::ascii_digits;
use crate::tui::keys::{Action, Scope};
use crate::tui::paint::canvas::{Area, Canvas};
use crate::tui::screen::case::next::act_step;
use crate::tui::screen::case::summary::{about, renew};
use crate::tui::screen::{Context, Input, Notice, Route, Screen, Step};
use crate::tui::widget::cursor::Cursor;

pub struct MenuScreen {
    about: About,
    /// The case could not be read again and may have changed since.
    stale: bool,
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
    Confirm,
    Recovery,
    Keys,
    Rules,
    Blanks(&'static Spec),
    /// Every case that waits, asked about together.
    Inquiries,
    Holds,
    Head,
    Trail,
    Exceptions,
}

const INSPECTION: [Item; 4] = [Item::Holds, Item::Head, Item::Trail, Item::Exceptions];

const OFFICE: [Item; 13] = [
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
    Item::Keys,
    Item::Rules,
    Item::Confirm,
];

/// The acts of the table that have a form or need none, and have a place now.
fn acts(case: &Case, cx: &Context) -> Vec<Item> {
    let role = cx.desk.role();
    let possible = RULES.iter().filter(|rule| rule.stages.contains(&case.stage) && rule.roles.contains(&role));
    let here = possible.filter(|rule| form::acts::form(rule.act).is_some());
    let (rules, today) = (cx.desk.rules(), cx.desk.today());
    here.filter(|rule| has_use(case, rule.act, rules, today)).map(|rule| Item::Act(rule.act)).collect()
}

/// An operator, on one line.
fn told(account: &Account, cx: &Context) -> String {
    let (operator, words) = (&account.operator, cx.words);
    let args = [
        ("sign-in", words.code(&operator.sign_in)),
        ("name", operator.name.clone()),
        ("role", words.choice(operator.role)),
    ];
    let id = match (account.suspended, account.waits.is_some(), account.recovery.is_some()) {
        (true, ..) => "office-suspended",
        (false, true, _) => "office-waits",
        (false, false, true) => "office-operator-recovery",
        (false, false, false) => "office-operator",
    };
    words.with(id, &args)
}

impl MenuScreen {
    fn new(about: About) -> MenuScreen {
        MenuScreen { about, stale: false, cursor: Cursor::default() }
    }

    pub fn of_case(case: Case) -> MenuScreen {
        MenuScreen::new(About::Case(Box::new(case)))
    }

    pub fn of_office() -> MenuScreen {
        MenuScreen::new(About::Office)
    }

    pub fn of_inspection() -> MenuScreen {
        MenuScreen::new(About::Inspection)
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
            About::Case(case) if self.stale => vec![about(case, cx), words.say("unread-case")],
            About::Case(case) => vec![about(case, cx)],
            About::Inspection => vec![words.say("inspection-preface")],
            About::Office if cx.desk.role() != Role::Supervisor => Vec::new(),
            About::Office => {
                let mut lines: Vec<String> = cx.desk.accounts().map(|account| told(account, cx)).collect();
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
            Item::Confirm => cx.words.say("title-confirm-operator"),
            Item::Recovery => cx.words.say("title-issue-recovery"),
            Item::Keys => cx.words.say("title-rotate-keys"),
            Item::Rules => cx.words.say("title-adopt-rules"),
            Item::Inquiries => cx.words.say("title-ask-inquiries"),
            Item::Holds => cx.words.say("inspect-holds"),
            Item::Head => cx.words.say("title-written-head"),
            Item::Trail => cx.words.say("title-trail"),
            Item::Exceptions => cx.words.say("audit-exceptions"),
        }
    }

    fn choose(&self, at: usize, cx: &Context) -> Step {
        match (self.items(cx).get(at), &self.about) {
            (Some(Item::Act(act)), About::Case(case)) => act_step(case, *act),
            (Some(Item::Enrol), _) => Step::Go(Route::Enrol),
            (Some(Item::Operator(spec)), _) => Step::Go(Route::Operator(spec)),
            (Some(Item::Blanks(spec)), _) => Step::Go(Route::Blanks(spec)),
            (Some(Item::Confirm), _) => Step::Go(Route::ConfirmOperator),
            (Some(Item::Recovery), _) => Step::Go(Route::IssueRecovery),
            (Some(Item::Keys), _) => Step::Go(Route::RotateKeys),
            (Some(Item::Rules), _) => Step::Go(Route::AdoptRules),
            (Some(Item::Inquiries), _) => Step::ask(Command::AskInquiries),
            (Some(Item::Holds), _) => inspect::holds(&Written::default(), cx).1,
            (Some(Item::Head), _) => Step::Go(Route::WrittenHead),
            (Some(Item::Trail), _) => Step::Go(Route::Trail),
            (Some(Item::Exceptions), _) => {
                inspect::trail(&AuditQuery { exceptions: true, ..AuditQuery::default() }, cx)
            }
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
        if let About::Case(case) = &mut self.about {
            self.stale = !renew(case, cx);
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
            Input::Paste(_) | Input::Click { .. } | Input::Drag { .. } => Step::Stay,
        }
    }

    fn receive(&mut self, reply: Reply, cx: &Context) -> Step {
        match reply {
            Reply::Done(done) => match (&self.about, done.case, done.slips.first()) {
                (_, Some(case), Some(slip)) => Step::Replace(Route::Slip(case.id, *slip)),
                (About::Office, ..) if done.together.is_empty() => {
                    Step::Say(Notice::warn(cx.words.say("inquiries-none")))
                }
                (About::Office, ..) => {
                    let text = cx.words.inquiries(&done.together, cx.desk.today());
                    cx.go_to_list("inquiries", cx.words.say("title-ask-inquiries"), text)
                }
                _ => Step::BackSaying(Notice::good(cx.words.say("saved"))),
            },
            Reply::Ok | Reply::Faults(_) | Reply::Refused(_) | Reply::Failed(_) => {
                Step::Say(Notice::of(&reply, cx.words))
            }
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
pub(in crate::tui) fn why_not_office(cx: &Context) -> Option<String> {
    (!matches!(cx.desk.role(), Role::Supervisor | Role::Reviewer)).then(|| cx.words.say("why-not-enrol"))
}
