//! What the desk promises, measured beside a peer in the same run.
//!
//! `cargo bench` prints: a key to its painted frame on the intake screen; one act on the
//! disk against a raw append and fdatasync; `pishkhan shape` against the `fribidi` command.

use std::fs::{self, File};
use std::hint::black_box;
use std::io::{self, Write};
use std::path::Path;
use std::process::Command as Process;

use criterion::{Criterion, criterion_group, criterion_main};
use crossterm::event::{Event, KeyCode, KeyEvent};
use pishkhan::desk::clock::SystemClock;
use pishkhan::desk::command::{Command, Overrides, Reply, Seen};
use pishkhan::desk::{Desk, demo};
use pishkhan::domain::documents::{DocumentKind, VerdictKind};
use pishkhan::domain::stage::Stage;
use pishkhan::form::Answers;
use pishkhan::text::{Base, LayoutOptions};
use pishkhan::tui::paint::page::Page;
use pishkhan::tui::paint::theme::Theme;
use pishkhan::tui::shell::Shell;
use pishkhan::words::{Lang, Words};
use ratatui::backend::CrosstermBackend;

fn sample_desk(folder: &Path) -> Desk {
    let clock = Box::new(SystemClock::default());
    let mut desk = Desk::open(folder, None, clock, &mut |_| std::ops::ControlFlow::Continue(())).expect("a desk");
    demo::fill(&mut desk).expect("sample cases");
    desk
}

fn key(code: KeyCode) -> Event {
    Event::Key(KeyEvent::from(code))
}

/// A letter typed and taken back, each painted: drawn, compared with the frame before, written out.
fn key_to_frame(criterion: &mut Criterion) {
    let folder = tempfile::tempdir().expect("a folder");
    let desk = sample_desk(folder.path());
    let theme = Theme { colour: true };
    let mut shell = Shell::new(desk, Words::new(Lang::Fa), LayoutOptions::new(Base::Rtl), theme, "bench");
    let (mut page, mut backend) = (Page::new(132, 40), CrosstermBackend::new(io::sink()));
    let mut press = |event: &Event| {
        shell.handle(event);
        let cursor = shell.draw(&mut page);
        black_box(page.send(&mut backend, cursor).expect("sent"));
    };
    press(&key(KeyCode::F(2)));
    // To the given name: two questions that take a digit, four with a proposal, the number left empty.
    for _ in 0..2 {
        press(&key(KeyCode::Char('1')));
    }
    for _ in 0..5 {
        press(&key(KeyCode::Enter));
    }
    let letters = [key(KeyCode::Char('\u{0633}')), key(KeyCode::Backspace)];
    let mut at = 0;
    criterion.bench_function("key to painted frame, intake, 132x40", |bencher| {
        bencher.iter(|| {
            press(&letters[at % 2]);
            at += 1;
        });
    });
}

/// How many acts are timed at once, and how often in turn with the peers.
const ACTS: usize = 400;
const TURNS: usize = 7;

fn microseconds_each(count: usize, mut work: impl FnMut()) -> f64 {
    let start = std::time::Instant::now();
    (0..count).for_each(|_| work());
    start.elapsed().as_secs_f64() * 1e6 / count as f64
}

/// SQLite on the same disk, compiled from `sqlite.c`; `None` where `cc` or libsqlite3-dev is missing.
fn sqlite(folder: &Path) -> Option<f64> {
    let source = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/sqlite.c");
    let (program, place) = (folder.join("sqlite-peer"), tempfile::tempdir_in(folder).ok()?);
    if !program.exists() {
        let built = Process::new("cc").args(["-O2", source, "-lsqlite3", "-o"]).arg(&program).output().ok()?;
        built.status.success().then_some(())?;
    }
    let output = Process::new(program).arg(place.path()).arg(ACTS.to_string()).output().ok()?;
    String::from_utf8(output.stdout).ok()?.trim().parse().ok()
}

/// One verdict kept on the disk, as many bytes appended to a file by hand, and SQLite doing the
/// same; in turn, because the disk is shared. Medians.
fn durable_act(_: &mut Criterion) {
    // On the disk that holds the project: a temporary folder may lie in memory.
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a folder");
    let mut desk = sample_desk(&folder.path().join("desk"));
    let queue = desk.queue().expect("the queue");
    let waiting = queue.groups.into_iter().find(|group| group.stage == Stage::Documents).expect("its stage");
    let mut seen = Seen::of(&waiting.cases[0]);
    let mut verdicts = [VerdictKind::OriginalSeen, VerdictKind::Missing].into_iter().cycle();
    let mut act = || {
        let verdict = verdicts.next().expect("two in turn");
        let reply = desk.perform(Command::Judge {
            seen,
            document: DocumentKind::NationalCard,
            verdict,
            answers: Answers::default(),
            consent: Overrides::default(),
        });
        let Reply::Done(done) = reply else { panic!("{reply:?}") };
        seen = Seen::of(&done.case.expect("the case"));
    };
    let mut raw = File::create(folder.path().join("raw")).expect("a file");
    let record = [7_u8; 420];
    let (mut ours, mut by_hand, mut peer) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..TURNS {
        ours.push(microseconds_each(ACTS, &mut act));
        by_hand.push(microseconds_each(ACTS, || {
            raw.write_all(&record).expect("written");
            raw.sync_data().expect("on the disk");
        }));
        peer.extend(sqlite(folder.path()));
    }
    let (ours, by_hand) = (median(ours), median(by_hand));
    println!("durable act: {ours:.0} us; raw append and fdatasync {by_hand:.0} us: {:.2} of its rate", by_hand / ours);
    if peer.is_empty() {
        println!("durable act: SQLite not compared, cc or libsqlite3-dev is missing");
    } else {
        let peer = median(peer);
        println!("durable act: SQLite WAL FULL {peer:.0} us: {:.2} of our rate", ours / peer);
    }
}

/// CPU seconds of a shell command, user and system together.
fn cpu(command: &str) -> Option<f64> {
    let script = format!("TIMEFORMAT='%U %S'; time {command}");
    let output = Process::new("bash").args(["-c", &script]).output().ok()?;
    let text = String::from_utf8(output.stderr).ok()?;
    let times: Vec<f64> = text.lines().last()?.split(' ').filter_map(|part| part.parse().ok()).collect();
    (output.status.success() && times.len() == 2).then(|| times.iter().sum())
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// Both commands on one file, in turn; CPU time, because the machine may be busy.
fn shape_against_fribidi(_: &mut Criterion) {
    let sentences = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/data/desk-sentences.txt"));
    let sentences = sentences.expect("the sentences");
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("lines.txt");
    let copies = 4_000_000 / sentences.len();
    fs::write(&file, sentences.repeat(copies)).expect("written");
    let chars = sentences.chars().count() * copies;
    let ours = format!("'{}' shape < '{}' > /dev/null", env!("CARGO_BIN_EXE_pishkhan"), file.display());
    let theirs = format!("fribidi --rtl --nopad --nobreak --reordernsm --clean < '{}' > /dev/null", file.display());
    let (mut of_ours, mut of_theirs) = (Vec::new(), Vec::new());
    for _ in 0..7 {
        match (cpu(&ours), cpu(&theirs)) {
            (Some(ours), Some(theirs)) => {
                of_ours.push(ours);
                of_theirs.push(theirs);
            }
            _ => return println!("shape: not compared, bash or the fribidi command is missing"),
        }
    }
    let per_char = |seconds: f64| seconds * 1e9 / chars as f64;
    let (ours, theirs) = (median(of_ours), median(of_theirs));
    println!(
        "shape: {:.0} ns/char CPU; fribidi command {:.0} ns/char; ratio {:.2} (medians of 7, {chars} chars)",
        per_char(ours),
        per_char(theirs),
        ours / theirs
    );
}

criterion_group!(promises, key_to_frame, durable_act, shape_against_fribidi);
criterion_main!(promises);
