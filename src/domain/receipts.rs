//! Numbers of receipts: each is used once, at whatever bank, on whatever day and for whatever amount.

use uuid::Uuid;

use super::tracking::TrackingCode;

/// Where the number of a receipt was used before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReceiptUse {
    In(TrackingCode),
    /// In a case of which nothing is known any more.
    InErased,
}

impl ReceiptUse {
    /// The case, where it can be named.
    pub fn case(&self) -> Option<&TrackingCode> {
        match self {
            ReceiptUse::In(case) => Some(case),
            ReceiptUse::InErased => None,
        }
    }
}

/// What two spellings of one receipt number share, given what their letters and digits share: zeros in front of a
/// group of digits say nothing.
pub fn receipt_key(spelled: &str) -> String {
    let mut key = String::with_capacity(spelled.len());
    for c in spelled.chars() {
        let begins_group = !key.ends_with(|before: char| before.is_ascii_digit());
        if !(c == '0' && begins_group) {
            key.push(c);
        }
    }
    // Of nothing but zeros one is left, so that it is a number still.
    if key.is_empty() && !spelled.is_empty() { "0".to_owned() } else { key }
}

/// What is left of a receipt number when its case is erased: whether another number is the same can still be
/// asked, and nothing else be read.
///
/// It is salted with the id of the case and not with a secret, which would have to lie beside it. So whoever has the
/// folder can try out numbers: it tells of a number that they already know whether that case was paid with it. It
/// tells neither whose the case was nor what was paid, and of two cases not whether they share a receipt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct ReceiptDigest(pub [u8; 16]);

impl ReceiptDigest {
    /// Of a number as [`receipt_key`] has it, in the case with this id.
    pub fn of(case: Uuid, key: &str) -> ReceiptDigest {
        let mut hasher = blake3::Hasher::new_derive_key("pishkhan receipt of an erased case 1");
        hasher.update(case.as_bytes()).update(key.as_bytes());
        let mut digest = [0; 16];
        digest.copy_from_slice(&hasher.finalize().as_bytes()[..16]);
        ReceiptDigest(digest)
    }
}
