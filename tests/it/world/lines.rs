//! Realistic lines of a counter desk, made up from a seed: what a clerk types and a screen shows.
//!
//! Used by the comparison with an independent engine and by the benches.

const GIVEN: &[&str] =
    &["زهرا", "علی", "محمدرضا", "فاطمه‌سادات", "الهام", "امیر علی", "لالهٔ", "مُحَمَّد", "ژاله", "آرش", "رؤیا", "مسئول"];
const FAMILY: &[&str] =
    &["کریمی", "رضایی‌پور", "میرزائی", "حسینی نژاد", "لاله‌زاری", "گل‌محمدی", "پوراسلام", "چگینی", "هیئت", "خانهٔ ما"];
const WORDS: &[&str] = &[
    "گواهینامه",
    "مهارت",
    "تمدید",
    "تعویض",
    "می‌شود",
    "نمی‌تواند",
    "کارت‌ها",
    "مدرک",
    "متقاضی",
    "شهریور",
    "سلام",
    "الله",
    "إسلام",
    "لأن",
    "الآن",
    "لَا",
    "بِلا",
    "ۀ",
    "خانهٔ",
    "بنّا",
    "کتابِ",
    "ك",
    "ي",
    "ڕۆژ",
    "پښتو",
    "ـ",
    "بـــلی",
    "اصل",
    "کپی",
    "و",
    "از",
    "به",
    "در",
];
const LATIN: &[&str] = &["ICDL", "CNC", "AutoCAD 2024", "Wi-Fi", "PLC", "e-mail", "B2", "ISO 9001", "C++", "café", "x"];
const PATHS: &[&str] =
    &[r"C:\Users\علی\کارت.pdf", "/home/sara/رسید", "ali.rezaei@example.ir", "https://example.ir/a?b=1", "#12"];
const BRACKETS: &[(&str, &str)] = &[("(", ")"), ("[", "]"), ("{", "}"), ("«", "»"), ("<", ">"), ("“", "”")];
const STOPS: &[&str] = &[".", "،", "؛", "؟", ":", "!", "…", " -", " –", "/", "*", ",", " =", " +"];

/// A small generator of numbers (splitmix64): the same seed, the same lines, on every machine.
pub struct Lines {
    state: u64,
}

impl Lines {
    pub fn new(seed: u64) -> Lines {
        Lines { state: seed }
    }

    /// Any number.
    pub fn number(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.number() % end as u64).expect("small")
    }

    fn pick<'a>(&mut self, list: &[&'a str]) -> &'a str {
        list[self.below(list.len())]
    }

    /// Digits of one script: Persian mostly, Arabic and Latin too.
    fn digits(&mut self, count: usize) -> String {
        let zero = ['۰', '۰', '۰', '٠', '0'][self.below(5)];
        (0..count).map(|_| char::from_u32(zero as u32 + self.below(10) as u32).expect("a digit")).collect()
    }

    /// A value as it is typed: a date, a phone number, an amount, a percentage, a code.
    fn value(&mut self) -> String {
        let zero = ['۰', '۰', '0'][self.below(3)];
        let mut d = |count: usize| -> String {
            (0..count).map(|_| char::from_u32(zero as u32 + self.below(10) as u32).expect("a digit")).collect()
        };
        let parts = [d(4), d(2), d(2), d(3), d(3), d(8), d(10)];
        let [year, month, day, three, group, eight, ten] = parts;
        match self.below(14) {
            0 => format!("{year}/{month}/{day}"),
            1 => format!("{year}-{month}-{day}"),
            2 => format!("{month}:{day}"),
            3 => format!("{three}-{eight}"),
            4 => format!("+98 {three} {group} {year}"),
            5 => format!("{month}٬{three}٬{group}"),
            6 => format!("-{month},{three}.{day}"),
            7 => format!("{month}٪"),
            8 => format!("%{month}"),
            9 => format!("{month}%"),
            10 => ten,
            11 => format!("00{three}-{month}-{eight}-{day}"),
            12 => format!("{month}٫{day}"),
            _ => format!("{three} {}", if month.len() > 2 { "ریال" } else { "$" }),
        }
    }

    /// Plain running text of about so many characters: words, names, numbers, stops.
    #[allow(dead_code, reason = "only benches ask for it")]
    pub fn prose(&mut self, chars: usize) -> String {
        let mut out = String::new();
        let mut count = 0;
        while count < chars {
            let piece = match self.below(10) {
                0..=5 => self.pick(WORDS).to_owned(),
                6 | 7 => format!("{} {}", self.pick(GIVEN), self.pick(FAMILY)),
                8 => self.value(),
                _ => self.pick(STOPS).to_owned(),
            };
            count += piece.chars().count() + 1;
            out.push_str(&piece);
            out.push(' ');
        }
        out
    }

    fn piece(&mut self, depth: usize) -> String {
        match self.below(if depth < 3 { 16 } else { 11 }) {
            0..=3 => self.pick(WORDS).to_owned(),
            4 | 5 => format!("{} {}", self.pick(GIVEN), self.pick(FAMILY)),
            6 => self.pick(LATIN).to_owned(),
            7 | 8 => self.value(),
            9 => {
                let count = 1 + self.below(5);
                self.digits(count)
            }
            10 => self.pick(PATHS).to_owned(),
            11 | 12 => {
                let (open, close) = BRACKETS[self.below(BRACKETS.len())];
                let inner = self.text(depth + 1, 3);
                format!("{open}{inner}{close}")
            }
            13 => format!("\u{2066}{}\u{2069}", self.value()),
            14 => {
                let mark = ['\u{2066}', '\u{2067}', '\u{2068}'][self.below(3)];
                let inner = self.text(depth + 1, 3);
                format!("{mark}{inner}\u{2069}")
            }
            _ => format!("\u{2067}\u{061C}{}٪\u{2069}", self.digits(2)),
        }
    }

    fn text(&mut self, depth: usize, most: usize) -> String {
        let mut out = String::new();
        for at in 0..=self.below(most) {
            if at > 0 {
                out.push_str([" ", " ", " ", "\u{200C}", "", "\t", "  "][self.below(7)]);
            }
            out.push_str(&self.piece(depth));
            if self.below(4) == 0 {
                out.push_str(self.pick(STOPS));
            }
        }
        out
    }
}

impl Iterator for Lines {
    type Item = String;

    fn next(&mut self) -> Option<String> {
        Some(self.text(0, 8))
    }
}
