//! What vouches for a manifest: in a sealed folder a sum that takes its key, else the signature of the desk.

use std::io;
use std::path::Path;

use crate::domain::event::Signature;
use crate::record::files::{Manifest, text};
use crate::store::audit::keys;
use crate::store::journal::chain::Chain;
use crate::store::layout::{hex, unhex};
use crate::store::vault::Vault;

const KIND: &str = "manifest";
const SUM: &str = "sum";
const SIGNATURE: &str = "signature";
const LINE: &str = "voucher = ";

fn statement(store: &[u8; 16], rest: &str) -> Vec<u8> {
    [b"pishkhan manifest", &store[..], rest.as_bytes()].concat()
}

/// The text of a manifest, with what vouches for it in its first line.
pub fn vouched(folder: &Path, vault: &Vault, chain: &Chain, manifest: &Manifest) -> io::Result<String> {
    let rest = text(manifest)?;
    let voucher = match vault.authenticate(KIND, rest.as_bytes()) {
        Some(sum) => Some(format!("{SUM} {}", hex(&sum))),
        None => keys::sign(folder, vault, chain, &statement(&vault.store, &rest))?
            .map(|Signature(first, second)| format!("{SIGNATURE} {}{}", hex(&first), hex(&second))),
    };
    Ok(voucher.map_or_else(|| rest.clone(), |voucher| format!("{LINE}\"{voucher}\"\n{rest}")))
}

/// What became of holding a manifest against what vouches for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Vouched {
    Holds,
    /// It was made before manifests were vouched for, or by a desk without keys.
    Not,
    Broken,
}

/// Holds the text of a manifest against what vouches for it, where the chain of its journal ends like this.
pub fn holds(vault: &Vault, chain: &Chain, text: &str, manifest: &Manifest) -> Vouched {
    let Some(voucher) = &manifest.voucher else {
        // None was ever written without it in a sealed folder, since there is no sum over the cases in them.
        let must = vault.is_encrypted() && manifest.digest.is_empty();
        return if must { Vouched::Broken } else { Vouched::Not };
    };
    let rest = text.strip_prefix(LINE).and_then(|rest| rest.split_once('\n')).map(|(_, rest)| rest);
    let (Some(rest), Some((kind, digits))) = (rest, voucher.split_once(' ')) else { return Vouched::Broken };
    let holds = match vault.authenticate(KIND, rest.as_bytes()) {
        // Sums with a key are compared as such, in a time that tells nothing.
        Some(sum) => {
            kind == SUM
                && unhex(digits)
                    .and_then(|said| said.try_into().ok())
                    .is_some_and(|said: [u8; 32]| blake3::Hash::from_bytes(said) == blake3::Hash::from_bytes(sum))
        }
        None => {
            let said = unhex(digits).filter(|bytes| kind == SIGNATURE && bytes.len() == 64);
            let signature = said.and_then(|bytes| {
                let (first, second) = bytes.split_at(32);
                Some(Signature(first.try_into().ok()?, second.try_into().ok()?))
            });
            let (key, said) = (chain.signing.key, statement(&vault.store, rest));
            key.zip(signature).is_some_and(|(key, signature)| keys::holds(&key, &said, &signature))
        }
    };
    if holds { Vouched::Holds } else { Vouched::Broken }
}
