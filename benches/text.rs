//! The text engine beside fribidi, the C library, in one run on the same generated desk text.
//!
//! `cargo bench --bench text` prints CPU nanoseconds per character for both, as medians of
//! rounds in turn, and instruction counts where valgrind is installed; then a full screen and
//! a key. The peer needs `cc`, `pkg-config` and Debian's `libfribidi-dev`; without them it is
//! left out and said so. `-- --write FILE` writes the text, `-- --once FILE` sets it once,
//! `-- --screens` leaves the comparison out.

#[path = "../tests/it/world/lines.rs"]
mod lines;

use std::fs;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::process::Command;

use pishkhan::text::line::{Arrows, CaretMode, Edit, Move};
use pishkhan::text::{Base, LayoutOptions, Row, Typesetter};
use pishkhan::tui::paint::canvas::{Area, Canvas};
use pishkhan::tui::paint::page::Page;
use pishkhan::tui::paint::theme::Theme;
use ratatui::backend::CrosstermBackend;
use rustix::time::{ClockId, clock_gettime};

const BYTES: usize = 20_000_000;
const ROUNDS: usize = 7;

fn cpu_nanoseconds() -> f64 {
    let now = clock_gettime(ClockId::ProcessCPUTime);
    now.tv_sec as f64 * 1e9 + now.tv_nsec as f64
}

/// Desk text of about so many bytes, a line each.
fn desk_text(bytes: usize) -> String {
    let mut text = String::with_capacity(bytes + 1000);
    for line in lines::Lines::new(1405) {
        text.push_str(&line);
        text.push('\n');
        if text.len() >= bytes {
            break;
        }
    }
    text
}

fn set_all(text: &str) -> usize {
    let (mut typesetter, mut row, layout) = (Typesetter::default(), Row::default(), LayoutOptions::new(Base::Rtl));
    text.lines()
        .map(|line| {
            typesetter.line(&layout, line, &mut row);
            black_box(row.visual()).len()
        })
        .sum()
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// The peer, compiled; `None` where that cannot be done.
fn build_peer(folder: &Path) -> Option<PathBuf> {
    let source = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/fribidi.c");
    let target = folder.join("peer");
    let build = format!("cc -O2 '{source}' -o '{}' $(pkg-config --cflags --libs fribidi)", target.display());
    let built = Command::new("sh").args(["-c", &build]).output().ok()?;
    built.status.success().then_some(target)
}

/// The peer's figures: the pipeline alone, and with UTF-8 read and written.
fn run_peer(peer: &Path, file: &Path) -> Option<(f64, f64)> {
    let output = Command::new(peer).arg(file).output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    let (alone, whole) = text.lines().nth(1)?.split_once(' ')?;
    Some((alone.parse().ok()?, whole.parse().ok()?))
}

/// Instructions by callgrind for one pass of a command.
fn instructions(command: &mut Command) -> Option<f64> {
    let output = command.output().ok()?;
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    let line = text.lines().find(|line| line.contains("Collected :"))?;
    line.rsplit(' ').next()?.parse().ok()
}

fn count_instructions(peer: Option<&Path>, folder: &Path) {
    // The same text once and twice: the difference is the pipeline without what comes before it.
    let files = [1, 2].map(|times| {
        let file = folder.join(format!("count-{times}"));
        fs::write(&file, desk_text(500_000).repeat(times)).expect("written");
        file
    });
    let chars = fs::read_to_string(&files[0]).expect("written").chars().filter(|c| *c != '\n').count() as f64;
    let count = |program: &Path, arguments: &[&str]| {
        let of = |file: &Path| {
            let mut command = Command::new("valgrind");
            command.args(["--tool=callgrind", "--callgrind-out-file=/dev/null"]).arg(program);
            match arguments {
                [] => command.arg(file).arg("once"),
                first => command.args(first).arg(file),
            };
            instructions(&mut command)
        };
        Some((of(&files[1])? - of(&files[0])?) / chars)
    };
    let me = std::env::current_exe().expect("a path");
    let Some(ours) = count(&me, &["--once"]) else { return println!("instructions: not counted, no valgrind") };
    match peer.and_then(|peer| count(peer, &[])) {
        Some(theirs) => println!("instructions per char: {ours:.0}; fribidi {theirs:.0}; ratio {:.2}", ours / theirs),
        None => println!("instructions per char: {ours:.0}"),
    }
}

/// CPU microseconds of one call, as the median of many.
fn microseconds(mut work: impl FnMut()) -> f64 {
    const CALLS: usize = 50;
    let times = (0..41).map(|_| {
        let start = cpu_nanoseconds();
        (0..CALLS).for_each(|_| work());
        (cpu_nanoseconds() - start) / 1000.0 / CALLS as f64
    });
    median(times.collect())
}

/// A screen of 200 columns and 50 rows: every text another one, and the same ones again.
fn full_screens() {
    let (columns, rows) = (200, 50);
    let mut lines = lines::Lines::new(7);
    let screens: Vec<Vec<String>> = (0..20).map(|_| (0..rows).map(|_| lines.prose(200)).collect()).collect();
    let mut row = Row::default();
    let (mut page, mut out) = (Page::new(columns, rows), CrosstermBackend::new(std::io::sink()));
    let mut show = |texts: &[String]| {
        let mut canvas = Canvas::new(&mut page, LayoutOptions::new(Base::Rtl), Theme { colour: true });
        for (y, text) in texts.iter().enumerate() {
            canvas.text(Area::new(0, y as u16, columns, 1), text, Theme { colour: true }.plain());
        }
        page.send(&mut out, None).expect("sent")
    };
    let mut at = 0;
    let distinct = microseconds(|| {
        at += 1;
        assert_eq!(show(&screens[at % screens.len()]), 50);
    });
    let mut typesetter = Typesetter::default();
    let layout = microseconds(|| {
        at += 1;
        let texts = &screens[at % screens.len()];
        texts.iter().for_each(|text| typesetter.fit(&LayoutOptions::new(Base::Rtl), text, columns.into(), &mut row));
    });
    show(&screens[0]);
    let same = microseconds(|| assert_eq!(show(&screens[0]), 0));
    println!("screen of 200x50: {distinct:.0} us, of which layout {layout:.0}; of unchanged text {same:.1} us");
}

/// A key in a line of 200 graphemes, to the painted frame.
fn one_key() {
    let text: String = lines::Lines::new(3).flat_map(|line| line.chars().collect::<Vec<char>>()).take(205).collect();
    let mode = CaretMode { layout: LayoutOptions::new(Base::Rtl), arrows: Arrows::Visual };
    let mut edit = Edit::new(&text, 300);
    let (mut page, mut out) = (Page::new(132, 40), CrosstermBackend::new(std::io::sink()));
    let mut at = 0;
    let time = microseconds(|| {
        match at % 4 {
            0 => assert!(edit.insert('\u{0633}')),
            1 => edit.backspace(),
            2 => edit.go(Move::Left, false, mode),
            _ => edit.go(Move::Right, false, mode),
        }
        at += 1;
        let mut canvas = Canvas::new(&mut page, LayoutOptions::new(Base::Rtl), Theme { colour: true });
        canvas.field(Area::new(0, 5, 100, 1), &edit, Base::Rtl, Theme { colour: true }.input());
        let cursor = canvas.cursor;
        page.send(&mut out, cursor).expect("sent");
    });
    println!("a key in a line of 200 graphemes to its painted frame: {time:.0} us");
}

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    if let Some(at) = arguments.iter().position(|argument| argument == "--once") {
        black_box(set_all(&fs::read_to_string(&arguments[at + 1]).expect("the text")));
        return;
    }
    if let Some(at) = arguments.iter().position(|argument| argument == "--write") {
        fs::write(&arguments[at + 1], desk_text(BYTES)).expect("written");
        return;
    }
    if arguments.iter().any(|argument| argument == "--screens") {
        full_screens();
        return one_key();
    }
    let folder = tempfile::tempdir().expect("a folder");
    let (text, file) = (desk_text(BYTES), folder.path().join("text"));
    fs::write(&file, &text).expect("written");
    let chars = text.chars().filter(|c| *c != '\n').count() as f64;
    let peer = build_peer(folder.path());
    let (mut ours, mut alone, mut whole) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let start = cpu_nanoseconds();
        black_box(set_all(&text));
        ours.push((cpu_nanoseconds() - start) / chars);
        if let Some((pipeline, with_utf8)) = peer.as_deref().and_then(|peer| run_peer(peer, &file)) {
            alone.push(pipeline);
            whole.push(with_utf8);
        }
    }
    let ours = median(ours);
    println!("text: {ours:.1} ns/char CPU from UTF-8 to cells (medians of {ROUNDS}, {chars} chars)");
    if alone.is_empty() {
        println!("text: the fribidi library is not installed, nothing compared");
    } else {
        let (alone, whole) = (median(alone), median(whole));
        println!("fribidi library: {alone:.1} ns/char, with UTF-8 in and out {whole:.1}");
        println!("ratio {:.2}, with UTF-8 {:.2}", ours / alone, ours / whole);
    }
    count_instructions(peer.as_deref(), folder.path());
    full_screens();
    one_key();
}
