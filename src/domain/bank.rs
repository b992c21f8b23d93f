//! Numbers that look like a payment's reference and are not: cards, accounts, legal persons.

/// A Shetab card number: sixteen digits with Luhn's check digit.
///
/// Such a number must not be kept: only its last four digits may be.
pub fn is_card_number(text: &str) -> bool {
    let sum: u32 = text
        .bytes()
        .rev()
        .enumerate()
        .map(|(at, b)| {
            let digit = u32::from(b.wrapping_sub(b'0'));
            let doubled = digit * if at % 2 == 1 { 2 } else { 1 };
            if doubled > 9 { doubled - 9 } else { doubled }
        })
        .sum();
    text.len() == 16 && text.bytes().all(|b| b.is_ascii_digit()) && sum.is_multiple_of(10)
}

/// A Sheba account number: IR and 24 digits, ISO 13616 modulo 97.
pub fn is_sheba(text: &str) -> bool {
    let Some(digits) = text.strip_prefix("IR") else { return false };
    if digits.len() != 24 || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return false;
    }
    // The first four characters go to the end, letters as numbers: I is 18, R is 27.
    let turned = format!("{}1827{}", &digits[2..], &digits[..2]);
    turned.bytes().fold(0, |rest, b| (rest * 10 + u32::from(b - b'0')) % 97) == 1
}

/// شناسه ملی of a legal person: eleven digits, the last a check digit.
pub fn is_legal_id(text: &str) -> bool {
    const WEIGHTS: [u32; 5] = [29, 27, 23, 19, 17];
    if text.len() != 11 || !text.bytes().all(|b| b.is_ascii_digit()) {
        return false;
    }
    let digits: Vec<u32> = text.bytes().map(|b| u32::from(b - b'0')).collect();
    let add = digits[9] + 2;
    let sum: u32 = digits[..10].iter().zip(WEIGHTS.iter().cycle()).map(|(digit, weight)| (digit + add) * weight).sum();
    let check = if sum % 11 == 10 { 0 } else { sum % 11 };
    check == digits[10]
}

/// The check digit of bill and payment ids: weights 2 to 7 from the right, over and over, modulo 11.
fn bill_check(digits: &str) -> u32 {
    let sum: u32 = digits.bytes().rev().zip((2..=7).cycle()).map(|(b, weight)| u32::from(b - b'0') * weight).sum();
    if sum % 11 < 2 { 0 } else { 11 - sum % 11 }
}

fn ends_with_check(digits: &str, over: &str) -> bool {
    digits.bytes().last().map(|b| u32::from(b - b'0')) == Some(bill_check(over))
}

/// شناسه قبض and شناسه پرداخت that belong together: both name a bill and not a payment of it.
///
/// The bill id checks itself; of the payment id, the last digit but one checks its body, and
/// the last one both ids together. Three check digits: two other numbers seldom pass.
pub fn is_bill_pair(bill: &str, payment: &str) -> bool {
    let fits = |id: &str| (6..=13).contains(&id.len()) && id.bytes().all(|b| b.is_ascii_digit());
    if !fits(bill) || !fits(payment) {
        return false;
    }
    let (body, both) = (&payment[..payment.len() - 2], &payment[..payment.len() - 1]);
    let together = format!("{}{both}", bill.trim_start_matches('0'));
    ends_with_check(bill, &bill[..bill.len() - 1]) && ends_with_check(both, body) && ends_with_check(payment, &together)
}
