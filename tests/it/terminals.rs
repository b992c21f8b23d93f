//! Which terminal it is, what it is told, and that it is given back whatever happens.

use pishkhan::text::Shape;
use pishkhan::text::line::Arrows;
use pishkhan::tui::terminal::Bidi;
use pishkhan::tui::terminal::detect::{Detected, Kind};
use pishkhan::tui::{Look, run};
use pishkhan::words::Lang;

use crate::world::{PROGRAM, Term, again, folder, founded, signed_in, told_to};

/// What takes the terminal's own order back, and all else that was asked of it.
const GIVEN_BACK: [&str; 5] = ["\x1b[8h", "\x1b[0 k", "\x1b[?1049l", "\x1b[?25h", "\x1b[?2004l"];

fn from(variables: &[(&str, &str)]) -> Detected {
    let get = |name: &str| variables.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned());
    Detected::from_variables(get)
}

#[test]
fn the_environment_tells_most_terminals() {
    for (variables, name, kind) in [
        (vec![("TERM", "xterm"), ("XTERM_VERSION", "XTerm(379)")], "xterm", Kind::Obedient),
        (vec![("TERM", "xterm-256color"), ("VTE_VERSION", "7002")], "vte", Kind::Obedient),
        (vec![("TERM", "mlterm")], "mlterm", Kind::Mlterm),
        (vec![("TERM", "xterm-256color"), ("KONSOLE_VERSION", "221203")], "konsole", Kind::Konsole),
        (vec![("TERM", "xterm-kitty"), ("KITTY_WINDOW_ID", "1")], "kitty", Kind::Stubborn),
        (vec![("TERM", "putty-256color")], "putty", Kind::Stubborn),
        (vec![("TERM", "foot")], "foot", Kind::Obedient),
        (vec![("TERM", "alacritty")], "alacritty", Kind::Obedient),
        (vec![("TERM", "xterm-256color"), ("TERM_PROGRAM", "iTerm.app")], "iterm2", Kind::Stubborn),
        (vec![("TERM", "xterm-256color"), ("TERM_PROGRAM", "Apple_Terminal")], "apple-terminal", Kind::Stubborn),
        (vec![("TERM", "xterm-256color"), ("WT_SESSION", "x")], "windows-terminal", Kind::Obedient),
        (vec![("TERM", "linux")], "linux", Kind::Obedient),
    ] {
        let detected = from(&variables);
        assert_eq!((detected.name.as_str(), detected.kind), (name, kind), "{variables:?}");
        assert!(!detected.tmux);
    }
    assert!(from(&[("TERM", "tmux-256color"), ("TMUX", "/tmp/tmux")]).tmux);
}

#[test]
fn what_a_terminal_says_of_itself_goes_before_the_environment() {
    // An xterm that was started from Konsole.
    let mut detected = from(&[("TERM", "xterm"), ("KONSOLE_VERSION", "221203")]);
    let typed = detected.read(b"\x1b[8;0$y\x1b[?64;1;2;6c\x1bP>|XTerm(379)\x1b\\");
    assert!(typed.is_empty());
    assert_eq!((detected.name.as_str(), detected.kind), ("xterm", Kind::Obedient));
    assert_eq!((detected.mode, detected.answers, detected.keyboard), (Some(0), true, false));
    for (answer, name, kind) in [
        ("VTE(7002)", "vte", Kind::Obedient),
        ("mlterm(3.9.2)", "mlterm", Kind::Mlterm),
        ("Konsole 22.12.3", "konsole", Kind::Konsole),
        ("kitty(0.26.5)", "kitty", Kind::Stubborn),
        ("foot(1.13.1)", "foot", Kind::Obedient),
        ("WezTerm 20240203", "wezterm", Kind::Obedient),
        ("iTerm2 3.5.0", "iterm2", Kind::Stubborn),
    ] {
        let mut detected = from(&[("TERM", "xterm-256color")]);
        detected.read(format!("\x1bP>|{answer}\x1b\\").as_bytes());
        assert_eq!((detected.name.as_str(), detected.kind), (name, kind));
    }
}

#[test]
fn what_was_typed_ahead_is_no_answer() {
    let mut detected = from(&[("TERM", "xterm")]);
    let typed = detected.read("sara\r\u{1b}[8;2$yسلام\u{1b}[?1u\u{1b}[?62;c".as_bytes());
    assert_eq!(String::from_utf8_lossy(&typed), "sara\rسلام");
    assert_eq!((detected.mode, detected.keyboard, detected.answers), (Some(2), true, true));
    // Torn answers make no panic.
    for end in 0..20 {
        from(&[]).read(&b"\x1bP>|VTE(7002)\x1b\\\x1b[8;"[..end]);
    }
}

#[test]
fn every_terminal_gets_its_own_words() {
    let xterm = from(&[("TERM", "xterm")]);
    assert_eq!(xterm.hands_off(), "\x1b[8l\x1b[1 k\x1b[?2501l");
    assert_eq!(xterm.hands_on(), "\x1b[8h\x1b[0 k");
    // In xterm, OSC 50 sets the font.
    let konsole = from(&[("KONSOLE_VERSION", "221203")]);
    assert!(konsole.hands_off().ends_with("\x1b]50;BidiRenderingEnabled=false\x07"));
    assert!(konsole.hands_on().ends_with("\x1b]50;BidiRenderingEnabled=true\x07"));
    assert!(from(&[("TERM", "mlterm")]).hands_off().ends_with("\x1b]5379;use_ctl=false\x07"));
    let inside = from(&[("TERM", "tmux-256color"), ("TMUX", "x")]).hands_off();
    assert!(inside.ends_with("\x1bPtmux;\x1b\x1b[8l\x1b\x1b[1 k\x1b\x1b[?2501l\x1b\\"), "{inside:?}");
    for (variables, advice) in [
        (("TERM", "xterm-kitty"), "terminal-advice-kitty"),
        (("TERM", "putty"), "terminal-advice-putty"),
        (("TERM_PROGRAM", "iTerm.app"), "terminal-advice-iterm2"),
        (("TERM_PROGRAM", "Apple_Terminal"), "terminal-advice-apple"),
        (("TMUX", "x"), "terminal-advice-tmux"),
    ] {
        assert_eq!(from(&[variables]).advice(), Some(advice));
    }
    assert_eq!(xterm.advice(), None);
}

#[test]
fn the_check_asks_the_terminal_and_tells_what_it_found() {
    let data = founded(false);
    let path = data.path().display().to_string();
    let mut term = Term::start(&["--data", &path, "--lang", "en", "terminal"], 80, 24);
    term.wrote("\x1b[8$p").keys("\x1b[8;1$y\x1b[?65;1;9c");
    term.wrote("\x1b[>0q").keys("\x1bP>|VTE(7002)\x1b\\\x1b[?65;1;9c");
    // Told to keep its hands off, it is asked once more.
    term.wrote("\x1b[8l").keys("\x1b[8;2$y\x1b[?65;1;9c");
    term.see("Which line reads right").see("calls itself").see("has now left it to this program");
    term.keys("1");
    let (code, raw) = term.end();
    let text = String::from_utf8_lossy(&raw).into_owned();
    assert_eq!(code, 0);
    assert!(text.contains("is remembered for this terminal"), "{text}");
    let kept = std::fs::read_to_string(data.path().join("terminals.toml")).expect("it is remembered");
    assert!(kept.contains("vte = false"), "{kept}");
}

#[test]
fn a_silent_terminal_is_not_waited_for_long() {
    let data = folder();
    let path = data.path().display().to_string();
    let mut term = Term::start(&["--data", &path, "terminal"], 80, 24);
    term.see("کدام سطر درست").see("نام خود را نمی").keys("\x1b");
    let (code, raw) = term.end();
    assert_eq!(code, 0);
    assert!(!String::from_utf8_lossy(&raw).contains("\x1b[>0q"), "a late answer would look like typing");
}

#[test]
fn ctrl_z_leaves_to_the_shell_and_fg_comes_back() {
    let data = founded(false);
    let mut term = Term::run("bash", &["--norc", "--noprofile", "-i"], 100, 24);
    let command = format!("{PROGRAM} --data {} --bidi app\r", data.path().display());
    term.keys(&command).see("نام کاربری").keys("sara\rcorrect horse\r").see("صف");
    let before = term.raw.len();
    term.keys("\x1a").see("Stopped");
    let text = String::from_utf8_lossy(&term.raw[before..]).into_owned();
    for sequence in GIVEN_BACK {
        assert!(text.contains(sequence), "{sequence:?} is missing: {text:?}");
    }
    let before = term.raw.len();
    term.keys("fg\r").see("صف").see("پذیرش");
    assert!(String::from_utf8_lossy(&term.raw[before..]).contains("\x1b[8l"), "it is told again");
    term.keys("\x1b[21~").see("بیرون").keys("\x1bOQ").lose("بیرون").keys("exit\r");
    term.end();
}

#[test]
fn a_panic_gives_the_terminal_back() {
    if told_to().is_some() {
        panic_at_the_screen();
    }
    let mut term = Term::of(again("terminals::a_panic_gives_the_terminal_back", "panic"), 80, 24);
    term.wrote("on purpose");
    let (code, raw) = term.end();
    let text = String::from_utf8_lossy(&raw).into_owned();
    assert_ne!(code, 0);
    let told = text.find("on purpose").expect("it is told");
    for sequence in GIVEN_BACK {
        let at = text.find(sequence).unwrap_or_else(|| panic!("{sequence:?} is missing"));
        assert!(at < told, "{sequence:?} comes before the words, so that they can be read");
    }
}

/// The screens, in a process of their own, at the moment when something is wrong with the program itself.
fn panic_at_the_screen() {
    let look = Look {
        lang: Lang::Fa,
        bidi: Bidi::Auto,
        shape: Shape::Forms,
        arrows: Arrows::Visual,
        self_check: false,
        lock_after: None,
    };
    let _ = run(look, |_, _| panic!("on purpose"));
}

#[test]
fn what_is_copied_goes_to_the_clipboard() {
    let data = founded(false);
    let mut term = signed_in(data.path(), 80, 24);
    // Find: type, select all, copy, erase, put in again.
    term.keys("\x1bOR").see("جستجو").keys("zahra").see("zahra").keys("\x01\x03").wrote("\x1b]52;c;emFocmE=\x1b\\");
    term.keys("\x15").lose("zahra").keys("\x16").see("zahra");
}

#[test]
fn letters_of_the_wrong_layout_are_offered_while_they_are_typed() {
    let data = founded(false);
    let mut term = signed_in(data.path(), 80, 24);
    term.keys("\x1bOQ").see("نوع درخواست").keys("21\r\r\r\r\r").see("نام").keys("vqh").see("رضا").see("EN");
    // F5 takes it; the answer is one step that Ctrl+Z takes back.
    term.keys("\x1b[15~").lose("vqh").see("رضا").keys("\x1a").see("vqh");
}
