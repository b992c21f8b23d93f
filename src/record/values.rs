//! Values to bytes and back, and the checksum that ends some records. Whatever is kept goes through here.

use serde::{Deserialize, Serialize};

use super::limits::{LIMIT, TooLarge, Unreadable};

/// The length of a checksum.
pub const SUM: usize = 8;

fn config() -> impl bincode::config::Config {
    bincode::config::standard().with_limit::<LIMIT>()
}

/// The bytes of a value alone.
pub fn value<T: Serialize>(value: &T) -> Result<Vec<u8>, TooLarge> {
    bincode::serde::encode_to_vec(value, config()).map_err(|_| TooLarge(LIMIT))
}

/// The value of these bytes, all of them.
pub fn read<'a, T: Deserialize<'a>>(bytes: &'a [u8]) -> Result<T, Unreadable> {
    match begun(bytes)? {
        (value, []) => Ok(value),
        _ => Err(Unreadable::Damaged),
    }
}

/// The value with which these bytes begin, and what follows it. What the value only borrows is not copied.
pub fn begun<'a, T: Deserialize<'a>>(bytes: &'a [u8]) -> Result<(T, &'a [u8]), Unreadable> {
    let (value, used) = bincode::serde::borrow_decode_from_slice(bytes, config()).map_err(|_| Unreadable::Damaged)?;
    Ok((value, &bytes[used..]))
}

pub fn sum(bytes: &[u8]) -> [u8; SUM] {
    let mut sum = [0; SUM];
    sum.copy_from_slice(&blake3::hash(bytes).as_bytes()[..SUM]);
    sum
}

/// What stands before the checksum that ends these bytes, if it is theirs.
pub fn summed(bytes: &[u8]) -> Result<&[u8], Unreadable> {
    let (whole, found) = bytes.split_last_chunk().ok_or(Unreadable::Damaged)?;
    if sum(whole) == *found { Ok(whole) } else { Err(Unreadable::Damaged) }
}
