//! Numbers spelled out, as a receipt states an amount.

// Each list is one literal of words parted by blanks, so that it reads in its own direction.

/// 0 to 19.
const ONES: &str = "صفر یک دو سه چهار پنج شش هفت هشت نه ده یازده دوازده سیزده چهارده پانزده شانزده هفده هجده نوزده";
/// 20, 30 … 90.
const TENS: &str = "بیست سی چهل پنجاه شصت هفتاد هشتاد نود";
/// 100, 200 … 900.
const HUNDREDS: &str = "صد دویست سیصد چهارصد پانصد ششصد هفتصد هشتصد نهصد";
/// The powers of a thousand from the first on.
const SCALES: &str = "هزار میلیون میلیارد بیلیون بیلیارد تریلیون";
const AND: &str = " و ";

const ENGLISH_ONES: &str = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen";
const ENGLISH_TENS: &str = "twenty thirty forty fifty sixty seventy eighty ninety";
const ENGLISH_SCALES: &str = "thousand million billion trillion quadrillion quintillion";

fn word(list: &'static str, at: usize) -> &'static str {
    list.split(' ').nth(at).unwrap_or_default()
}

/// Groups of three digits from the highest, each with its power of a thousand, without empty ones.
fn groups(number: u64) -> Vec<(usize, usize)> {
    let mut rest = number;
    let mut found = Vec::new();
    for scale in 0..7 {
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
        return word(ONES, 0).to_owned();
    }
    let parts: Vec<String> = groups(number)
        .into_iter()
        .map(|(group, scale)| match (group, scale) {
            // «هزار», not «یک هزار»; but «یک میلیون».
            (1, 1) => word(SCALES, 0).to_owned(),
            (group, 0) => persian_group(group),
            (group, scale) => format!("{} {}", persian_group(group), word(SCALES, scale - 1)),
        })
        .collect();
    parts.join(AND)
}

fn persian_group(group: usize) -> String {
    let mut parts = Vec::new();
    if group >= 100 {
        parts.push(word(HUNDREDS, group / 100 - 1));
    }
    match group % 100 {
        0 => {}
        rest if rest < 20 => parts.push(word(ONES, rest)),
        rest => {
            parts.push(word(TENS, rest / 10 - 2));
            if rest % 10 > 0 {
                parts.push(word(ONES, rest % 10));
            }
        }
    }
    parts.join(AND)
}

/// The number in English words.
pub fn english(number: u64) -> String {
    if number == 0 {
        return word(ENGLISH_ONES, 0).to_owned();
    }
    let parts: Vec<String> = groups(number)
        .into_iter()
        .map(|(group, scale)| match scale {
            0 => english_group(group),
            scale => format!("{} {}", english_group(group), word(ENGLISH_SCALES, scale - 1)),
        })
        .collect();
    parts.join(" ")
}

fn english_group(group: usize) -> String {
    let mut parts = Vec::new();
    if group >= 100 {
        parts.push(format!("{} hundred", word(ENGLISH_ONES, group / 100)));
    }
    match group % 100 {
        0 => {}
        rest if rest < 20 => parts.push(word(ENGLISH_ONES, rest).to_owned()),
        rest if rest % 10 == 0 => parts.push(word(ENGLISH_TENS, rest / 10 - 2).to_owned()),
        rest => parts.push(format!("{}-{}", word(ENGLISH_TENS, rest / 10 - 2), word(ENGLISH_ONES, rest % 10))),
    }
    parts.join(" ")
}
