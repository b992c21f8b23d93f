//! Numbers spelled out, as a receipt states an amount.

const ONES: [&str; 20] = [
    "صفر",
    "یک",
    "دو",
    "سه",
    "چهار",
    "پنج",
    "شش",
    "هفت",
    "هشت",
    "نه",
    "ده",
    "یازده",
    "دوازده",
    "سیزده",
    "چهارده",
    "پانزده",
    "شانزده",
    "هفده",
    "هجده",
    "نوزده",
];
const TENS: [&str; 10] = ["", "", "بیست", "سی", "چهل", "پنجاه", "شصت", "هفتاد", "هشتاد", "نود"];
const HUNDREDS: [&str; 10] = ["", "صد", "دویست", "سیصد", "چهارصد", "پانصد", "ششصد", "هفتصد", "هشتصد", "نهصد"];
const SCALES: [&str; 7] = ["", "هزار", "میلیون", "میلیارد", "بیلیون", "بیلیارد", "تریلیون"];

const ENGLISH_ONES: [&str; 20] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];
const ENGLISH_TENS: [&str; 10] = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
const ENGLISH_SCALES: [&str; 7] = ["", "thousand", "million", "billion", "trillion", "quadrillion", "quintillion"];

/// Groups of three digits from the highest, each with its scale, without empty ones.
fn groups(number: u64) -> Vec<(usize, usize)> {
    let mut rest = number;
    let mut found = Vec::new();
    for scale in 0..SCALES.len() {
        let group = usize::try_from(rest % 1000).unwrap_or(0);
        if group > 0 {
            found.push((group, scale));
        }
        rest /= 1000;
    }
    found.reverse();
    found
}

/// The number in Persian words.
pub fn persian(number: u64) -> String {
    if number == 0 {
        return ONES[0].to_owned();
    }
    let parts: Vec<String> = groups(number)
        .into_iter()
        .map(|(group, scale)| match (group, scale) {
            // «هزار», not «یک هزار»; but «یک میلیون».
            (1, 1) => SCALES[1].to_owned(),
            (group, 0) => persian_group(group),
            (group, scale) => format!("{} {}", persian_group(group), SCALES[scale]),
        })
        .collect();
    parts.join(" و ")
}

fn persian_group(group: usize) -> String {
    let mut parts = Vec::new();
    if group >= 100 {
        parts.push(HUNDREDS[group / 100]);
    }
    match group % 100 {
        0 => {}
        rest if rest < 20 => parts.push(ONES[rest]),
        rest => {
            parts.push(TENS[rest / 10]);
            if rest % 10 > 0 {
                parts.push(ONES[rest % 10]);
            }
        }
    }
    parts.join(" و ")
}

/// The number in English words.
pub fn english(number: u64) -> String {
    if number == 0 {
        return ENGLISH_ONES[0].to_owned();
    }
    let parts: Vec<String> = groups(number)
        .into_iter()
        .map(|(group, scale)| match scale {
            0 => english_group(group),
            scale => format!("{} {}", english_group(group), ENGLISH_SCALES[scale]),
        })
        .collect();
    parts.join(" ")
}

fn english_group(group: usize) -> String {
    let mut parts = Vec::new();
    if group >= 100 {
        parts.push(format!("{} hundred", ENGLISH_ONES[group / 100]));
    }
    match group % 100 {
        0 => {}
        rest if rest < 20 => parts.push(ENGLISH_ONES[rest].to_owned()),
        rest if rest % 10 == 0 => parts.push(ENGLISH_TENS[rest / 10].to_owned()),
        rest => parts.push(format!("{}-{}", ENGLISH_TENS[rest / 10], ENGLISH_ONES[rest % 10])),
    }
    parts.join(" ")
}
