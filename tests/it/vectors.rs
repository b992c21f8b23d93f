//! The test vectors of the domain: what is right, what is wrong, and the exceptions.

use pishkhan::domain::bank::{is_bill_pair, is_card_number, is_legal_id, is_sheba};
use pishkhan::domain::date::JalaliDate;
use pishkhan::domain::flaw::{FieldError, FieldWarning};
use pishkhan::domain::money::Rial;
use pishkhan::domain::person::{ForeignerId, NationalId, PersonId, parse_mobile, parse_name, parse_postal_code};
use pishkhan::domain::tracking::TrackingCode;
use pishkhan::text::keyboard;
use pishkhan::text::normalize::{canonical, search_key};
use pishkhan::words::numbers;
use proptest::prelude::*;

#[test]
fn national_ids() {
    for right in [
        "0010350829",
        "0077611616",
        "0081037511",
        "0499370899",
        "0790419904",
        "1583250689",
        "0684159414",
        "4400276201",
        "2540201288",
        "7731689956",
        "0013542419",
        "7400076205",
        "7340416501",
        "0183382390",
    ] {
        assert!(NationalId::parse(right).is_ok_and(|(_, caution)| caution.is_none()), "{right}");
    }
    for (short, padded) in [("172942284", "0172942284"), ("81037511", "0081037511"), ("68415941", "0068415941")] {
        let (id, _) = NationalId::parse(short).expect("eight or nine digits are filled up");
        assert_eq!(PersonId::National(id).digits(), padded);
    }
    for wrong in ["7731685956", "15758448", "324011122", "1234567890", "9990419904"] {
        assert_eq!(NationalId::parse(wrong), Err(FieldError::NationalIdCheckDigit), "{wrong}");
    }
    assert_eq!(NationalId::parse("0010000000"), Err(FieldError::NationalIdZero));
    assert_eq!(NationalId::parse("0000000000"), Err(FieldError::NationalIdZero));
    assert!(matches!(NationalId::parse("3213213"), Err(FieldError::WrongLength { .. })));
}

#[test]
fn ten_equal_digits_are_not_all_alike() {
    let (ones, caution) = NationalId::parse("1111111111").expect("a real person's number");
    assert_eq!((caution, ones.is_repeated()), (Some(FieldWarning::NationalIdOnes), false));
    for digit in '2'..='9' {
        let (id, caution) = NationalId::parse(&digit.to_string().repeat(10)).expect("the arithmetic takes it");
        assert_eq!((caution, id.is_repeated()), (Some(FieldWarning::NationalIdRepeated), true));
    }
}

#[test]
fn foreigners_mobiles_and_postal_codes() {
    assert!(ForeignerId::parse("123456789012").is_ok());
    assert!(ForeignerId::parse("12345678901").is_err());
    for right in ["+989355214655", "00989355214655", "989355214655", "09355214655", "9355214655"] {
        assert_eq!(parse_mobile(right).as_deref(), Ok("09355214655"), "{right}");
    }
    assert_eq!(parse_mobile("9901464762").as_deref(), Ok("09901464762"));
    assert_eq!(parse_mobile("0935521465"), Err(FieldError::MobileShape));
    for right in ["1619735744", "1416932790", "1458963210", "3456789123"] {
        assert_eq!(parse_postal_code(right), Ok((right.to_owned(), None)), "{right}");
    }
    for odd in ["2222273574", "1111735744", "1428963210"] {
        assert_eq!(parse_postal_code(odd), Ok((odd.to_owned(), Some(FieldWarning::PostalUnusual))), "{odd}");
    }
    for wrong in ["11619735744", "0000073574", "0123456789", "123456789"] {
        assert!(parse_postal_code(wrong).is_err(), "{wrong}");
    }
}

#[test]
fn cards_accounts_and_legal_persons() {
    for card in ["6037701689095443", "6219861034529007", "6221061106498670", "6362141075165358", "6274129005473742"] {
        assert!(is_card_number(card), "{card}");
    }
    for wrong in ["6219861034529008", "6274129107473842", "621986103452900"] {
        assert!(!is_card_number(wrong), "{wrong}");
    }
    for sheba in [
        "IR820540102680020817909002",
        "IR550570022080013447370101",
        "IR790610000000700796858044",
        "IR062960000000100324200001",
    ] {
        assert!(is_sheba(sheba), "{sheba}");
    }
    assert!(!is_sheba("IR012345678901234567890123"));
    for id in ["10380284790", "14005893875", "14006278162", "10530125945", "10740068759", "10101780644", "10860953980"]
    {
        assert!(is_legal_id(id), "{id}");
    }
    for wrong in ["10380284792", "14006876134", "10740086430", "11111111111", "11111111211"] {
        assert!(!is_legal_id(wrong), "{wrong}");
    }
}

#[test]
fn bills_and_their_payments() {
    for (bill, payment) in [
        ("7748317800142", "1770160"),
        ("2050327604613", "1070189"),
        ("1117753200140", "12070160"),
        ("1177809000142", "570108"),
    ] {
        assert!(is_bill_pair(bill, payment), "{bill} {payment}");
    }
    assert!(!is_bill_pair("9174639504124", "12908197"));
    assert!(!is_bill_pair("2234322344613", "1070189"));
}

#[test]
fn names_stand_in_the_order_of_the_persian_alphabet() {
    let mut names: Vec<&str> =
        "زهرا هادی وحید پریسا چنگیز ژاله کریمی گلی یاسر آذر احمد باقری جواد".split(' ').collect();
    let alphabet = pishkhan::text::collate::Alphabet::default();
    names.sort_by(|one, other| alphabet.compare(one, other));
    assert_eq!(names.join(" "), "آذر احمد باقری پریسا جواد چنگیز زهرا ژاله کریمی گلی وحید هادی یاسر");
}

#[test]
fn jalali_days_and_the_days_of_the_world() {
    for (jalali, gregorian) in [
        ("1403/12/30", "2025-03-20"),
        ("1404/01/01", "2025-03-21"),
        ("1404/12/29", "2026-03-20"),
        ("1405/01/01", "2026-03-21"),
        ("1408/01/01", "2029-03-20"),
        ("1408/12/30", "2030-03-20"),
        ("1399/12/30", "2021-03-20"),
        ("1400/01/01", "2021-03-21"),
        ("1402/12/29", "2024-03-19"),
        ("1395/12/30", "2017-03-20"),
        ("1395/11/03", "2017-01-22"),
        ("1395/01/23", "2016-04-11"),
        ("1391/10/21", "2013-01-10"),
        ("1378/10/11", "2000-01-01"),
        ("1360/05/26", "1981-08-17"),
        ("1357/11/22", "1979-02-11"),
        ("1304/01/02", "1925-03-22"),
        ("1300/01/01", "1921-03-21"),
    ] {
        let date: chrono::NaiveDate = gregorian.parse().expect("a day");
        let days = date.signed_duration_since(chrono::NaiveDate::default()).num_days();
        let day = JalaliDate::parse(jalali).expect("a day");
        assert_eq!(day.unix_day(), days, "{jalali}");
        assert_eq!(JalaliDate::at(days * 86_400_000), day, "{gregorian}");
    }
    assert_eq!(JalaliDate::parse("1405/01/01").map(JalaliDate::weekday), Ok(0), "a Saturday begins the week");
    assert_eq!(JalaliDate::parse("1404/12/29").map(JalaliDate::weekday), Ok(6), "a Friday");
    for wrong in ["1404/12/30", "1394/12/30", "1403/07/31", "1403/13/01", "1405/00/10"] {
        assert_eq!(JalaliDate::parse(wrong), Err(FieldError::NoSuchDate), "{wrong}");
    }
}

#[test]
fn leap_years_are_those_of_the_33_year_rule() {
    for year in 1300..1500 {
        let leap = [1, 5, 9, 13, 17, 22, 26, 30].contains(&(year % 33));
        assert_eq!(JalaliDate::new(year, 12, 30).is_ok(), leap, "{year}");
    }
}

#[test]
fn dates_are_read_as_they_are_written_and_never_guessed() {
    let day = JalaliDate::new(1391, 2, 15);
    for written in ["1391/2/15", "15/2/1391", "1391-02-15", "13910215", "1391.2.15"] {
        assert_eq!(JalaliDate::parse(written), day, "{written}");
    }
    for guess in ["91/2/15", "15/2/91"] {
        assert_eq!(JalaliDate::parse(guess), Err(FieldError::DateYear), "{guess}");
    }
}

#[test]
fn five_years_later() {
    let later = |day: &str| JalaliDate::parse(day).expect("a day").plus_months(60).to_string();
    assert_eq!(later("1403/12/30"), "1408/12/30");
    assert_eq!(later("1399/12/30"), "1404/12/29", "a day that does not exist becomes the month's last");
    assert_eq!(later("1400/02/15"), "1405/02/15");
}

#[test]
fn layouts_are_repaired() {
    for (typed, meant) in [
        ("vqh", "رضا"),
        ("sghl", "سلام"),
        ("lplnd", "محمدی"),
        ("lplnvqh", "محمدرضا"),
        ("fhrvd", "باقری"),
        ("mvdsh", "پریسا"),
        ("`vdsh", "پریسا"),
        (";vdld", "کریمی"),
        ("[,hn", "جواد"),
        ("Hbv", "آذر"),
        ("civh", "زهرا"),
        ("'gd", "گلی"),
        ("p[j", "حجت"),
        ("rvfhkd", "قربانی"),
        ("Carv", "ژشقر"),
    ] {
        assert_eq!(keyboard::to_persian(typed).as_deref(), Some(meant), "{typed}");
    }
    assert_eq!(keyboard::to_latin("هق۸۲۰۵۴۰").as_deref(), Some("IR820540"));
    assert_eq!(keyboard::to_persian("رضا"), None, "what is Persian already needs no repair");
    assert_eq!(keyboard::latin_key('ض'), 'q');
}

#[test]
fn spellings_are_folded() {
    for (one, other) in [("رضايي", "رضایی"), ("علي", "علی"), ("كريم", "کریم"), ("سلامـــت", "سلامت")]
    {
        assert_eq!(canonical(one), canonical(other), "{one}");
    }
    assert_eq!(canonical("تن\u{200C}ماهی"), "تن\u{200C}ماهی");
    assert_eq!(canonical("سلام\u{200C} دنیا"), "سلام دنیا");
    assert_eq!(canonical("\u{202B}علی\u{202C}\n رضا "), "علی رضا");
    assert_eq!(canonical("\u{FECB}\u{FEE0}\u{FBFD}"), "علی", "presentation forms are folded");
    for (one, other) in [
        ("گواهينامه ها", "گواهینامه\u{200C}ها"),
        ("تفاهمنامه", "تفاهم\u{200C}نامه"),
        ("آرش", "ارش"),
        ("مؤمن", "مومن"),
        ("رئیس", "رییس"),
        ("خانۀ", "خانه"),
        ("خانه\u{654}", "خانه"),
    ] {
        assert_eq!(search_key(one), search_key(other), "{one}");
    }
}

#[test]
fn names() {
    assert!(parse_name("علی\u{200C}رضا", false).is_ok());
    assert_eq!(parse_name("Ali", false), Err(FieldError::NotPersian));
    assert!(parse_name("Ali", true).is_ok(), "a foreigner may have a Latin name");
    assert_eq!(parse_name("علی2", true), Err(FieldError::NameShape));
    assert_eq!(parse_name("-", false), Err(FieldError::NoLetters));
}

#[test]
fn amounts() {
    assert_eq!(Rial::parse("1,000,000"), Ok(Rial::new(1_000_000)));
    assert_eq!(Rial::parse("0"), Err(FieldError::AmountZero));
    assert_eq!(Rial::parse("12a"), Err(FieldError::AmountShape));
    assert_eq!(Rial::new(1_234_567).grouped(','), "1,234,567");
    assert!(Rial::new(100_000).looks_like_toman(Rial::new(1_000_000)));
    assert_eq!(numbers::persian(1_000_000), "یک میلیون");
    assert_eq!(numbers::persian(1_121), "هزار و صد و بیست و یک");
    assert_eq!(numbers::persian(2_000_015), "دو میلیون و پانزده");
    assert_eq!(numbers::english(1_342_015), "one million three hundred forty-two thousand fifteen");
}

#[test]
fn marks_that_a_blank_parted_keep_their_order() {
    let key = search_key("\u{659} \u{618}");
    assert_eq!(search_key(&key), key);
}

proptest! {
    #[test]
    fn a_tracking_code_catches_every_wrong_digit_and_every_swap(office in 0_u32..100_000, desk in 0_u32..100, number in 1_u64..10_000_000) {
        let code = TrackingCode::new(&office.to_string(), &desk.to_string(), number);
        prop_assert_eq!(TrackingCode::parse(&code.to_string()), Some(code.clone()));
        let digits: Vec<u8> = code.digits().bytes().collect();
        for at in 0..digits.len() {
            for wrong in b'0'..=b'9' {
                let mut changed = digits.clone();
                changed[at] = wrong;
                let text = String::from_utf8(changed).expect("digits");
                prop_assert_eq!(TrackingCode::parse(&text).is_some(), wrong == digits[at]);
            }
            if at > 0 && digits[at] != digits[at - 1] {
                let mut swapped = digits.clone();
                swapped.swap(at, at - 1);
                let text = String::from_utf8(swapped).expect("digits");
                prop_assert_eq!(TrackingCode::parse(&text), None);
            }
        }
    }

    #[test]
    fn normalizing_twice_is_normalizing_once(text in "\\PC{0,40}", persian in "[\u{600}-\u{6FF}\u{200B}-\u{200F}\u{FB50}-\u{FEFC} \t]{0,30}") {
        for text in [text, persian] {
            let once = canonical(&text);
            prop_assert_eq!(canonical(&once), once.clone());
            let key = search_key(&text);
            prop_assert_eq!(search_key(&key), key);
        }
    }
}
