//! A list of things that can be done, each with its key: what a case allows, what the office needs.

use super::form::FormScreen;
use super::purpose::Purpose;
use super::slip::SlipScreen;
use super::{Context, Cursor, Input, Notice, Screen, Step, notice_of};
use crate::desk::command::{Command, Consent, Reply, Seen};
use crate::domain::acts::{ActKind, RULES};
use crate::domain::case::Case;
use crate::domain::operator::Role;
use crate::domain::review::has_use;
use crate::form::{Draft, Spec, centre};
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
}

/// What a row does.
#[derive(Clone, Copy)]
enum Item {
    Act(ActKind),
    Enrol,
    Operator(&'static Spec),
    Blanks(&'static Spec),
}

const OFFICE: [Item; 8] = [
    Item::Enrol,
    Item::Operator(&centre::SUSPEND),
    Item::Operator(&centre::RESTORE),
    Item::Operator(&centre::CHANGE_ROLE),
    Item::Operator(&centre::RESET),
    Item::Blanks(&centre::BLANKS_RECEIVED),
    Item::Blanks(&centre::BLANK_SPOILED),
    Item::Blanks(&centre::BLANKS_RETURNED),
];

/// The acts of the table that have a form or need none, and have a place now.
fn acts(case: &Case, cx: &Context) -> Vec<Item> {
    let role = cx.desk.operator().map_or(Role::Inspector, |operator| operator.role);
    let possible = RULES.iter().filter(|rule| rule.stages.contains(&case.stage) && rule.roles.contains(&role));
    let here = possible.filter(|rule| centre::spec(rule.act).is_some() || rule.act == ActKind::ConfirmDirect);
    let (rules, today) = (cx.desk.rules(), cx.desk.today());
    here.filter(|rule| has_use(case, rule.act, rules, today)).map(|rule| Item::Act(rule.act)).collect()
}

/// The form in which an act of the centre is asked.
pub(super) fn ask(case: &Case, act: ActKind, cx: &Context) -> Step {
    match centre::spec(act) {
        Some(_) => Step::push(FormScreen::new(Purpose::Centre(Box::new(case.clone()), act), cx)),
        None => {
            let (answers, consent) = (Draft::default(), Consent::default());
            Step::ask(Command::Centre { seen: Seen::of(case), act, answers, consent })
        }
    }
}

impl MenuScreen {
    pub fn of_case(case: Case) -> MenuScreen {
        MenuScreen { about: About::Case(Box::new(case)), cursor: Cursor::default() }
    }

    pub fn of_office() -> MenuScreen {
        MenuScreen { about: About::Office, cursor: Cursor::default() }
    }

    fn items(&self, cx: &Context) -> Vec<Item> {
        match &self.about {
            About::Case(case) => acts(case, cx),
            About::Office => OFFICE.to_vec(),
        }
    }

    /// What is to be known before one is chosen.
    fn head(&self, cx: &Context) -> Vec<String> {
        let words = cx.words;
        match &self.about {
            About::Case(case) => vec![super::documents::about(case, cx)],
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
                        words.with(if account.suspended { "office-suspended" } else { "office-operator" }, &args)
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
        }
    }

    fn choose(&self, at: usize, cx: &Context) -> Step {
        match (self.items(cx).get(at), &self.about) {
            (Some(Item::Act(act)), About::Case(case)) => ask(case, *act, cx),
            (Some(Item::Enrol), _) => Step::push(FormScreen::new(Purpose::Enrol, cx)),
            (Some(Item::Operator(spec)), _) => Step::push(FormScreen::new(Purpose::Operator(spec), cx)),
            (Some(Item::Blanks(spec)), _) => Step::push(FormScreen::new(Purpose::Blanks(spec), cx)),
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
            Reply::Done(done) => match (done.case, done.slips.first()) {
                (Some(case), Some(slip)) => Step::replace(SlipScreen::of(case, *slip)),
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

/// Who may see the office's own matters: the menu says the rest.
pub(super) fn why_not_office(cx: &Context) -> Option<String> {
    let supervisor = cx.desk.operator().is_some_and(|operator| operator.role == Role::Supervisor);
    (!supervisor).then(|| cx.words.say("why-not-enrol"))
}

/// Who inspects: an inspector, and a supervisor.
pub(super) fn why_not_audit(cx: &Context) -> Option<String> {
    let may = cx.desk.operator().is_some_and(|operator| matches!(operator.role, Role::Supervisor | Role::Inspector));
    (!may).then(|| cx.words.say("why-not-audit"))
}

/// Whether everything holds, and every exception, newest last.
pub(super) fn inspection(cx: &Context) -> Step {
    let words = cx.words;
    let mut lines = match cx.desk.inspect() {
        Ok(found) => words.verified(found.events, found.signed, found.matched, &found.head),
        Err(broken) => words.trouble(broken.code(), &broken.args()).whole(),
    };
    lines.push('\n');
    lines.push_str(&words.say("audit-exceptions"));
    let exceptions = cx.desk.exceptions().unwrap_or_default();
    let told = exceptions.iter().map(|sealed| {
        let envelope = &sealed.envelope;
        let args = [
            ("moment", words.moment(envelope.moment.wall_ms)),
            ("operator", words.code(&envelope.operator)),
            ("event", words.event(sealed)),
        ];
        words.with("case-event", &args)
    });
    let told: Vec<String> = if exceptions.is_empty() { vec![words.say("audit-none")] } else { told.collect() };
    for line in told {
        lines.push('\n');
        lines.push_str(&line);
    }
    Step::push(SlipScreen::text(words.say("title-audit"), lines))
}
