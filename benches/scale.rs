//! The desk with many cases: importing, opening, building the index again, finding.
//!
//! `PISHKHAN_SCALE=10000,100000,1000000 cargo bench --bench scale` for other sizes. Each case is
//! opened as a clerk opens it, each on the disk before the next; names repeat as names do.

use std::fs;
use std::ops::ControlFlow;
use std::path::Path;
use std::time::Instant;

use pishkhan::desk::clock::SystemClock;
use pishkhan::desk::command::{Command, Overrides, Reply};
use pishkhan::desk::{Desk, demo};
use pishkhan::form::Answers;

const GIVEN: [&str; 24] = [
    "محمد",
    "علی",
    "فاطمه",
    "زهرا",
    "حسین",
    "مریم",
    "رضا",
    "مهدی",
    "زینب",
    "امیر",
    "سارا",
    "محمدرضا",
    "حسن",
    "مینا",
    "نرگس",
    "سعید",
    "لیلا",
    "مجید",
    "الهام",
    "پویا",
    "نیما",
    "شیدا",
    "کاوه",
    "ترانه",
];
const FAMILY: [&str; 40] = [
    "محمدی",
    "حسینی",
    "احمدی",
    "رضایی",
    "کریمی",
    "موسوی",
    "جعفری",
    "صادقی",
    "رحیمی",
    "ابراهیمی",
    "هاشمی",
    "مرادی",
    "اکبری",
    "قاسمی",
    "یوسفی",
    "عباسی",
    "نجفی",
    "طاهری",
    "کاظمی",
    "نوری",
    "زارع",
    "امینی",
    "باقری",
    "سلیمانی",
    "شریفی",
    "میرزایی",
    "حیدری",
    "یزدانی",
    "فرهادی",
    "خسروی",
    "دهقان",
    "پاکزاد",
    "نیک‌نام",
    "راد",
    "آریان",
    "بهرامی",
    "تهرانی",
    "شیرازی",
    "کرمانی",
    "اصفهانی",
];

/// Numbers that repeat from run to run.
struct Chance(u64);

impl Chance {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % bound as u64).expect("small")
    }

    /// The first of a list much oftener than the last, as names are.
    fn name<'a>(&mut self, names: &[&'a str]) -> &'a str {
        let at = self.below(names.len()) * self.below(names.len()) / names.len();
        names[at]
    }
}

fn national_id(number: usize) -> String {
    let body = format!("{:09}", 111_111_111 + number * 2);
    let sum: u32 = body.bytes().zip((2..=10).rev()).map(|(b, weight)| u32::from(b - b'0') * weight).sum();
    let check = if sum % 11 < 2 { sum % 11 } else { 11 - sum % 11 };
    format!("{body}{check}")
}

fn answers(number: usize, chance: &mut Chance) -> Answers {
    let (given, family) = (chance.name(&GIVEN).to_owned(), chance.name(&FAMILY).to_owned());
    [
        ("request-kind", "replacement".to_owned()),
        ("request-reason", "lost".into()),
        ("venue", "counter".into()),
        ("request-medium", "counter-office".into()),
        ("in-person-reason", "authenticate-person".into()),
        ("person-id-kind", "national".into()),
        ("national-id", national_id(number)),
        ("given-name", given),
        ("family-name", family),
        ("father-name", "محمد".into()),
        ("birth-date", "1370/04/12".into()),
        ("gender", "female".into()),
        ("mobile", "09120001000".into()),
        ("postal-code", "1458710000".into()),
        ("education", "bachelor".into()),
        ("medium", "paper".into()),
        ("certificate-number", format!("S-{number}")),
        ("occupation", "3-01".into()),
        ("cluster", "industry".into()),
        ("issue-date", "1400/11/03".into()),
        ("expiry-date", "1405/11/03".into()),
        ("exam", "periodic".into()),
    ]
    .map(|(id, answer)| (id.to_owned(), answer))
    .into_iter()
    .collect()
}

fn open(folder: &Path) -> Desk {
    let clock = Box::new(SystemClock::default());
    Desk::open(folder, None, clock, &mut |_| ControlFlow::Continue(())).expect("the desk opens")
}

fn below(folder: &Path) -> u64 {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries
        .map(
            |entry| {
                if entry.path().is_dir() { below(&entry.path()) } else { entry.metadata().map_or(0, |meta| meta.len()) }
            },
        )
        .sum()
}

/// The most memory since this was asked last, in MiB; 0 where the system does not tell.
fn peak() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = line.and_then(|line| line.trim().split(' ').next()?.parse::<u64>().ok()).unwrap_or(0);
    let _ = fs::write("/proc/self/clear_refs", "5");
    kilobytes / 1024
}

/// Half of them took at most the first figure, 99 of a hundred at most the second; in milliseconds.
fn finds(desk: &Desk, queries: impl Iterator<Item = String>) -> (f64, f64) {
    let mut took: Vec<f64> = queries
        .map(|query| {
            let start = Instant::now();
            let found = desk.find(&query, 50).expect("it answers");
            let took = start.elapsed().as_secs_f64() * 1e3;
            assert!(!found.is_empty(), "{query} is found");
            took
        })
        .collect();
    took.sort_by(f64::total_cmp);
    (took[took.len() / 2], took[took.len() * 99 / 100])
}

fn one(cases: usize) {
    // On the disk that holds the project: a temporary folder may lie in memory.
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a folder");
    let folder = folder.path();
    let mut chance = Chance(1405);
    let mut desk = open(folder);
    demo::fill(&mut desk).expect("a desk");
    let start = Instant::now();
    for number in 0..cases {
        let command =
            Command::Open { draft: None, answers: answers(number, &mut chance), consent: Overrides::default() };
        let reply = desk.perform(command);
        assert!(matches!(reply, Reply::Done(_)), "{reply:?}");
    }
    let import = start.elapsed().as_secs_f64();
    desk.close();
    let (journal, index) = (below(&folder.join("journal")), below(&folder.join("index")));
    peak();
    let start = Instant::now();
    let desk = open(folder);
    let queue = desk.queue().expect("the queue");
    let opened = start.elapsed().as_secs_f64() * 1e3;
    let counts: Vec<usize> = queue.groups.iter().map(|group| group.count).collect();
    assert!(counts.iter().any(|count| *count >= cases), "{counts:?}");
    let exact = finds(&desk, (0..2000).map(|_| national_id(chance.below(cases))));
    let names: Vec<String> =
        (0..2000).map(|_| [chance.name(&GIVEN), chance.name(&FAMILY)].join(" ").replace('ی', "ي")).collect();
    let known = |name: &String| desk.find(name, 1).is_ok_and(|found| !found.is_empty());
    let folded = finds(&desk, names.into_iter().filter(known));
    let memory = peak();
    desk.close();
    fs::remove_dir_all(folder.join("index")).expect("the index goes");
    let start = Instant::now();
    let desk = open(folder);
    let rebuild = start.elapsed().as_secs_f64();
    let rebuilding = peak();
    desk.close();
    println!(
        "| {cases} | {import:.0} s ({:.0}/s) | {opened:.0} ms | {:.2} / {:.2} ms | {:.2} / {:.2} ms | {memory} MiB | \
         {rebuild:.1} s, {rebuilding} MiB | {} + {} |",
        cases as f64 / import,
        exact.0,
        exact.1,
        folded.0,
        folded.1,
        journal / cases as u64,
        index / cases as u64
    );
}

fn main() {
    let sizes = std::env::var("PISHKHAN_SCALE").unwrap_or_else(|_| "10000,100000".to_owned());
    println!(
        "| cases | opened one by one | start to queue | find by number p50 / p99 | find by name p50 / p99 | memory | index built again | bytes a case, journal + index |"
    );
    println!("| --- | --- | --- | --- | --- | --- | --- | --- |");
    sizes.split(',').map(|size| size.trim().parse().expect("a number of cases")).for_each(one);
}
