//! Every key once: what is pressed, what it does, what is said of it.
//!
//! Dispatch, the legend, the help screen and the README's table all read these rows.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use crate::text::keyboard;

/// Where a key has its meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    Everywhere,
    /// Wherever text is typed.
    Typing,
    /// Wherever a row of a list is chosen.
    List,
    Form,
    Queue,
    Documents,
    Card,
    Case,
    Slip,
    Ask,
    /// A question that the rules ask: what saved the form does not answer it too.
    Rule,
    Day,
    Review,
    /// Where somebody says who they are.
    SignIn,
    Related,
    Compare,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Action {
    Help,
    Lock,
    Quit,
    Back,
    Next,
    Previous,
    Up,
    Down,
    Left,
    Right,
    WordLeft,
    WordRight,
    SelectLeft,
    SelectRight,
    SelectWordLeft,
    SelectWordRight,
    SelectHome,
    SelectEnd,
    SelectAll,
    Copy,
    Cut,
    Paste,
    Undo,
    Redo,
    EraseWord,
    EraseNextWord,
    Suspend,
    Home,
    End,
    PageUp,
    PageDown,
    Backspace,
    Delete,
    EraseToEnd,
    EraseAll,
    JoinBreak,
    Submit,
    Repeat,
    TakeOffer,
    Open,
    NewIntake,
    Find,
    Card,
    Bring,
    DropDraft,
    CloseDocuments,
    NextStep,
    Correct,
    Slip,
    Withdraw,
    Yes,
    No,
    Day,
    CloseDay,
    Office,
    Acts,
    Approve,
    SendBack,
    Reject,
    Reveal,
    Audit,
    Direct,
    ApproveClean,
    Recover,
    Blank,
    Related,
    Compare,
    HandOver,
    CountTill,
    Reminders,
    View,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Press {
    Key(KeyCode),
    Shift(KeyCode),
    Ctrl(char),
    CtrlKey(KeyCode),
    CtrlShift(KeyCode),
    /// The Latin letter, or the Persian letter on the same key; only where nothing is typed.
    Letter(char),
}

/// One key.
pub struct Key {
    pub scope: Scope,
    pub presses: &'static [Press],
    pub action: Action,
    /// Its message is `key-…`.
    pub help: &'static str,
    /// It belongs into the legend at the bottom.
    pub legend: bool,
}

const fn key(scope: Scope, presses: &'static [Press], action: Action, help: &'static str, legend: bool) -> Key {
    Key { scope, presses, action, help, legend }
}

use Action as A;
use KeyCode as K;
use Press::{Ctrl, CtrlKey, CtrlShift, Key as P, Letter, Shift};
use Scope as S;

pub const KEYS: &[Key] = &[
    key(S::Form, &[P(K::Enter), P(K::Tab)], A::Next, "next", true),
    key(S::Form, &[P(K::BackTab), P(K::Up)], A::Previous, "previous", false),
    key(S::Form, &[P(K::Down)], A::Down, "next-or-list", false),
    key(S::Form, &[P(K::F(2)), Ctrl('s')], A::Submit, "submit", true),
    key(S::Form, &[P(K::F(4)), Ctrl('d')], A::Repeat, "repeat", true),
    key(S::Form, &[P(K::F(5)), Ctrl('r')], A::TakeOffer, "take-offer", true),
    key(S::SignIn, &[P(K::F(6))], A::Recover, "recover", true),
    key(S::Queue, &[P(K::F(2)), Letter('n')], A::NewIntake, "new-intake", true),
    key(S::Queue, &[P(K::F(3)), Letter('/')], A::Find, "find", true),
    key(S::Queue, &[P(K::F(6)), Letter('c')], A::Card, "card", true),
    key(S::Queue, &[P(K::F(7)), Letter('b')], A::Bring, "bring", true),
    key(S::Queue, &[P(K::F(8)), Letter('o')], A::Office, "office", true),
    key(S::Queue, &[P(K::F(4)), Letter('d')], A::Day, "day", true),
    key(S::Queue, &[P(K::F(5)), Letter('i')], A::Audit, "audit", true),
    key(S::Queue, &[Letter('a')], A::ApproveClean, "approve-clean", true),
    key(S::Queue, &[Letter('v')], A::View, "view-case", true),
    key(S::Queue, &[P(K::Delete)], A::DropDraft, "drop-draft", true),
    key(S::Card, &[P(K::F(7)), Letter('b')], A::Bring, "bring", true),
    key(S::Documents, &[P(K::F(2)), Letter('s')], A::CloseDocuments, "close-documents", true),
    key(S::Documents, &[P(K::F(4)), Letter('c')], A::Correct, "correct", true),
    key(S::Documents, &[P(K::F(6)), Letter('d')], A::Direct, "direct", true),
    key(S::Documents, &[P(K::F(5)), Letter('a')], A::Acts, "acts", true),
    key(S::Case, &[P(K::F(2)), Letter('n')], A::NextStep, "next-step", true),
    key(S::Case, &[P(K::F(4)), Letter('c')], A::Correct, "correct", true),
    key(S::Case, &[P(K::F(8)), Letter('p')], A::Slip, "slip", true),
    key(S::Case, &[Letter('w'), Ctrl('w')], A::Withdraw, "withdraw", true),
    key(S::Day, &[P(K::Enter), Letter('y')], A::Yes, "open-day", true),
    key(S::Day, &[Letter('n')], A::No, "wrong-day", true),
    key(S::Day, &[P(K::F(2)), Letter('c')], A::CloseDay, "close-day", true),
    key(S::Day, &[P(K::F(5)), Letter('t')], A::CountTill, "count-till", true),
    key(S::Day, &[P(K::F(6)), Letter('h')], A::HandOver, "hand-over", true),
    key(S::Day, &[P(K::F(8)), Letter('p')], A::Reminders, "reminders", true),
    key(S::Case, &[P(K::F(5)), Letter('a')], A::Acts, "acts", true),
    key(S::Case, &[P(K::F(3)), Letter('h')], A::Related, "alike", true),
    key(S::Case, &[Letter('v')], A::Reveal, "reveal", true),
    key(S::Review, &[P(K::F(2)), Letter('y')], A::Approve, "approve", true),
    key(S::Review, &[P(K::F(4)), Letter('r')], A::SendBack, "send-back", true),
    key(S::Review, &[P(K::F(8)), Letter('x')], A::Reject, "reject", true),
    key(S::Review, &[P(K::F(5)), Letter('a')], A::Acts, "acts", true),
    key(S::Review, &[P(K::F(3)), Letter('h')], A::Related, "alike", true),
    key(S::Related, &[P(K::F(2)), Letter('c')], A::Compare, "compare", true),
    key(S::Compare, &[P(K::F(2)), Letter('y')], A::Yes, "judge-duplicate", true),
    key(S::Slip, &[P(K::Enter)], A::Back, "done", true),
    key(S::Ask, &[Letter('y'), P(K::F(2))], A::Yes, "yes", true),
    key(S::Ask, &[Letter('n')], A::No, "no", true),
    key(S::Rule, &[Letter('y')], A::Yes, "yes", true),
    key(S::Rule, &[Letter('n')], A::No, "no", true),
    key(S::List, &[P(K::Enter)], A::Open, "open", true),
    key(S::List, &[P(K::Up)], A::Up, "up", false),
    key(S::List, &[P(K::Down), P(K::Tab)], A::Down, "down", false),
    key(S::List, &[P(K::PageUp)], A::PageUp, "page-up", false),
    key(S::List, &[P(K::PageDown), Letter(' ')], A::PageDown, "page-down", false),
    key(S::List, &[P(K::Home)], A::Home, "first", false),
    key(S::List, &[P(K::End)], A::End, "last", false),
    key(S::Typing, &[CtrlShift(K::Left)], A::SelectWordLeft, "select-word-left", false),
    key(S::Typing, &[CtrlShift(K::Right)], A::SelectWordRight, "select-word-right", false),
    key(S::Typing, &[CtrlKey(K::Left), Ctrl('b')], A::WordLeft, "word-left", false),
    key(S::Typing, &[CtrlKey(K::Right), Ctrl('f')], A::WordRight, "word-right", false),
    key(S::Typing, &[Shift(K::Left)], A::SelectLeft, "select-left", false),
    key(S::Typing, &[Shift(K::Right)], A::SelectRight, "select-right", false),
    key(S::Typing, &[Shift(K::Home)], A::SelectHome, "select-home", false),
    key(S::Typing, &[Shift(K::End)], A::SelectEnd, "select-end", false),
    key(S::Typing, &[P(K::Left)], A::Left, "left", false),
    key(S::Typing, &[P(K::Right)], A::Right, "right", false),
    key(S::Typing, &[P(K::Home)], A::Home, "home", false),
    key(S::Typing, &[P(K::End)], A::End, "end", false),
    key(S::Typing, &[Ctrl('a')], A::SelectAll, "select-all", false),
    key(S::Typing, &[Ctrl('c')], A::Copy, "copy", false),
    key(S::Typing, &[Ctrl('x')], A::Cut, "cut", false),
    key(S::Typing, &[Ctrl('v')], A::Paste, "paste", false),
    key(S::Typing, &[Ctrl('z')], A::Undo, "undo", false),
    key(S::Typing, &[Ctrl('y')], A::Redo, "redo", false),
    key(S::Typing, &[CtrlKey(K::Backspace), Ctrl('h'), Ctrl('w')], A::EraseWord, "erase-word", false),
    key(S::Typing, &[CtrlKey(K::Delete)], A::EraseNextWord, "erase-next-word", false),
    key(S::Typing, &[P(K::Backspace)], A::Backspace, "backspace", false),
    key(S::Typing, &[P(K::Delete)], A::Delete, "delete", false),
    key(S::Typing, &[Ctrl('k')], A::EraseToEnd, "erase-to-end", false),
    key(S::Typing, &[Ctrl('u')], A::EraseAll, "erase-all", false),
    // A terminal that sends no Shift+Space sends NUL for Ctrl+Shift+2, as for Ctrl+Space.
    key(
        S::Typing,
        &[Shift(K::Char(' ')), CtrlShift(K::Char('2')), CtrlKey(K::Char(' ')), Ctrl('j')],
        A::JoinBreak,
        "join-break",
        false,
    ),
    key(S::Everywhere, &[P(K::F(1)), Letter('?')], A::Help, "help", true),
    key(S::Everywhere, &[P(K::Esc)], A::Back, "back", true),
    key(S::Everywhere, &[P(K::F(9)), Ctrl('l')], A::Lock, "lock", true),
    key(S::Everywhere, &[P(K::F(12))], A::Blank, "blank", false),
    key(S::Everywhere, &[P(K::F(10)), Ctrl('q')], A::Quit, "quit", true),
    key(S::Everywhere, &[Ctrl('z')], A::Suspend, "suspend", false),
];

impl Press {
    fn fits(self, event: &KeyEvent, typing: bool) -> bool {
        let ctrl = event.modifiers.contains(KeyModifiers::CONTROL);
        let shift = event.modifiers.contains(KeyModifiers::SHIFT);
        let latin = |c| keyboard::latin_key(c).to_ascii_lowercase();
        match self {
            Press::Key(code) => event.code == code && !ctrl,
            Press::Shift(code) => event.code == code && shift && !ctrl,
            Press::CtrlKey(code) => event.code == code && ctrl,
            // What Shift makes of the key may be what is told: an at sign for the two.
            Press::CtrlShift(KeyCode::Char('2')) => ctrl && matches!(event.code, KeyCode::Char('2' | '@' | '\u{066C}')),
            Press::CtrlShift(code) => event.code == code && ctrl && shift,
            Press::Ctrl(letter) => event.code.as_char().is_some_and(|c| ctrl && latin(c) == letter),
            Press::Letter(letter) => event
                .code
                .as_char()
                .is_some_and(|c| !typing && !ctrl && (latin(c) == letter || (letter == '?' && c == '\u{061F}'))),
        }
    }

    /// As it stands on the key.
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "the terminal library's own name of a key is what stands on most of them"
    )]
    pub fn name(self) -> String {
        let of = |code| match code {
            KeyCode::F(number) => format!("F{number}"),
            KeyCode::BackTab => "Shift+Tab".to_owned(),
            KeyCode::Char(' ') => "Space".to_owned(),
            KeyCode::PageUp => "PgUp".to_owned(),
            KeyCode::PageDown => "PgDn".to_owned(),
            KeyCode::Char(c) => c.to_string(),
            other => format!("{other:?}"),
        };
        match self {
            Press::Key(code) => of(code),
            Press::Shift(code) => format!("Shift+{}", of(code)),
            Press::CtrlKey(code) => format!("Ctrl+{}", of(code)),
            Press::CtrlShift(code) => format!("Ctrl+Shift+{}", of(code)),
            Press::Ctrl(letter) => format!("Ctrl+{}", letter.to_ascii_uppercase()),
            Press::Letter(' ') => "Space".to_owned(),
            Press::Letter(letter) => letter.to_string(),
        }
    }
}

/// What this key means in these scopes, the first that knows it.
pub fn action(scopes: &[Scope], event: &KeyEvent, typing: bool) -> Option<Action> {
    scopes
        .iter()
        .chain(&[Scope::Everywhere])
        .flat_map(|scope| KEYS.iter().filter(move |key| key.scope == *scope))
        .find(|key| key.presses.iter().any(|press| press.fits(event, typing)))
        .map(|key| key.action)
}

/// The rows that mean something in these scopes: a key that a nearer scope has taken is left out.
pub fn of_scopes(scopes: &[Scope]) -> impl Iterator<Item = &'static Key> {
    let scopes = scopes.iter().copied().chain([Scope::Everywhere]);
    let mut taken: Vec<Press> = Vec::new();
    scopes.flat_map(|scope| KEYS.iter().filter(move |key| key.scope == scope)).filter(move |key| {
        let free = key.presses.iter().any(|press| !taken.contains(press));
        taken.extend(key.presses);
        free
    })
}
