//! The desk's own keys: what signs, what opens, and what signs next.
//!
//! They exist from the founding on. The file holds one set, or two while a new one is on its way: the new set
//! is on the disk before the event that tells it, and alone there when the event is. Whichever of the
//! two is the one that the chain tells is in force, however often this was cut off.

use std::fs;
use std::io;
use std::path::Path;

use curve25519_dalek::MontgomeryPoint;
use ed25519_dalek::{Signer, SigningKey, Verifier, VerifyingKey};
use zeroize::Zeroizing;

use crate::domain::event::{Event, PublicKeys, Signature};
use crate::domain::lineage::Lineage;
use crate::store::disk::files;
use crate::store::disk::random::random;
use crate::store::journal::chain::Chain;
use crate::store::layout::DESK_KEY;
use crate::store::vault::Vault;

/// The kind of place that the keys are for the encryption.
const PLACE: &str = "desk-key";
const SEED: usize = 32;
const SET: usize = 3 * SEED;

type Seed = Zeroizing<[u8; SEED]>;

/// One set of keys, by the secrets that they are made of.
#[derive(Clone)]
pub struct DeskKeys {
    sign: Seed,
    open: Seed,
    next: Seed,
}

fn signing(seed: &Seed) -> SigningKey {
    SigningKey::from_bytes(seed)
}

impl DeskKeys {
    /// A set that begins with this signing key.
    fn beginning(sign: Seed) -> io::Result<DeskKeys> {
        Ok(DeskKeys { sign, open: Zeroizing::new(random()?), next: Zeroizing::new(random()?) })
    }

    fn fresh() -> io::Result<DeskKeys> {
        DeskKeys::beginning(Zeroizing::new(random()?))
    }

    /// The set that comes after this one: its signing key was promised before.
    fn after(&self) -> io::Result<DeskKeys> {
        DeskKeys::beginning(self.next.clone())
    }

    pub fn public(&self) -> PublicKeys {
        PublicKeys {
            sign: signing(&self.sign).verifying_key().to_bytes(),
            open: MontgomeryPoint::mul_base_clamped(*self.open).to_bytes(),
            next: promise(&signing(&self.next).verifying_key().to_bytes()),
        }
    }

    pub fn sign(&self, statement: &[u8]) -> Signature {
        let signed = signing(&self.sign).sign(statement).to_bytes();
        let (mut first, mut second) = ([0; 32], [0; 32]);
        first.copy_from_slice(&signed[..32]);
        second.copy_from_slice(&signed[32..]);
        Signature(first, second)
    }

    fn bytes(&self) -> Zeroizing<Vec<u8>> {
        Zeroizing::new([&self.sign[..], &self.open[..], &self.next[..]].concat())
    }
}

/// Whether somebody with this key signed this statement.
pub fn holds(key: &[u8; 32], statement: &[u8], Signature(first, second): &Signature) -> bool {
    let signature = ed25519_dalek::Signature::from_components(*first, *second);
    VerifyingKey::from_bytes(key).is_ok_and(|key| key.verify(statement, &signature).is_ok())
}

/// What is signed of new keys: of which folder, in which lineage, and they themselves.
pub fn statement(store: &[u8; 16], lineage: Lineage, keys: &PublicKeys) -> Vec<u8> {
    let parts: [&[u8]; 6] = [b"pishkhan keys", store, lineage.0.as_bytes(), &keys.sign, &keys.open, &keys.next];
    parts.concat()
}

/// The digest by which a signing key is promised.
pub fn promise(sign: &[u8; 32]) -> [u8; 32] {
    *blake3::hash(sign).as_bytes()
}

/// The sets in the file. One of before there were sets is a signing key alone, and becomes a set here.
fn read(folder: &Path, vault: &Vault) -> io::Result<Vec<DeskKeys>> {
    let stored = match fs::read(folder.join(DESK_KEY)) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    let bytes = Zeroizing::new(vault.decrypt(PLACE, &[], &stored).ok_or(io::ErrorKind::InvalidData)?.into_owned());
    let seed = |part: &[u8]| <[u8; SEED]>::try_from(part).map(Zeroizing::new).map_err(|_| io::ErrorKind::InvalidData);
    match bytes.len() {
        SEED => Ok(vec![DeskKeys::beginning(seed(&bytes)?)?]),
        length if length > 0 && length.is_multiple_of(SET) => bytes
            .chunks(SET)
            .map(|set| {
                let (sign, rest) = set.split_at(SEED);
                let (open, next) = rest.split_at(SEED);
                Ok(DeskKeys { sign: seed(sign)?, open: seed(open)?, next: seed(next)? })
            })
            .collect(),
        _ => Err(io::ErrorKind::InvalidData.into()),
    }
}

fn write(folder: &Path, vault: &Vault, sets: &[&DeskKeys]) -> io::Result<()> {
    let bytes: Zeroizing<Vec<u8>> = Zeroizing::new(sets.iter().flat_map(|set| set.bytes().to_vec()).collect());
    files::write_whole(&folder.join(DESK_KEY), &vault.encrypt(PLACE, &[], &bytes)?)
}

/// Why keys are set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Setting {
    /// There are none yet, or this lineage begins where another one may go on.
    New,
    /// A signing key that is already in use gets what belongs to it.
    Completed,
    /// The promised key takes the place of the one before.
    Rotated,
}

/// The keys in force are those that the chain tells; where it tells of none, those that are there.
fn in_force(sets: &[DeskKeys], chain: &Chain) -> Option<DeskKeys> {
    match chain.signing.key {
        Some(key) => sets.iter().find(|set| set.public().sign == key).cloned(),
        None => sets.first().cloned(),
    }
}

/// Makes new keys for a lineage, puts them on the disk beside those in force at the end of this chain, and
/// gives the event that tells them.
pub fn set(folder: &Path, vault: &Vault, chain: &Chain, lineage: Lineage, why: Setting) -> io::Result<Event> {
    let sets = read(folder, vault)?;
    let before = in_force(&sets, chain);
    let new = match (why, &before) {
        (Setting::Rotated, Some(before)) => before.after()?,
        (Setting::Completed, Some(before)) => before.clone(),
        (Setting::New | Setting::Rotated | Setting::Completed, _) => DeskKeys::fresh()?,
    };
    let beside: Vec<&DeskKeys> = before.iter().filter(|before| before.public() != new.public()).collect();
    write(folder, vault, &[&beside[..], &[&new]].concat())?;
    let keys = new.public();
    let said = statement(&vault.store, lineage, &keys);
    // Without a key that was told before there is nothing that a signature could go on from.
    let signature = chain.signing.key.and(before).map(|before| before.sign(&said));
    Ok(Event::KeysSet { keys, signature })
}

/// The keys in force, alone on the disk from now on. Where there are none that the chain tells, what signs is new.
pub fn in_force_alone(folder: &Path, vault: &Vault, chain: &Chain) -> io::Result<DeskKeys> {
    let sets = read(folder, vault)?;
    let keys = match in_force(&sets, chain) {
        Some(keys) if sets.len() == 1 => return Ok(keys),
        Some(keys) => keys,
        None => DeskKeys::fresh()?,
    };
    write(folder, vault, &[&keys])?;
    Ok(keys)
}

/// Signs with the key that this chain tells; `None` where it tells of none, or of one that is not here.
pub fn sign(folder: &Path, vault: &Vault, chain: &Chain, statement: &[u8]) -> io::Result<Option<Signature>> {
    let Some(key) = chain.signing.key else { return Ok(None) };
    let sets = read(folder, vault)?;
    Ok(sets.iter().find(|set| set.public().sign == key).map(|set| set.sign(statement)))
}

/// The same keys in another folder, encrypted as that one is.
pub fn copy(from: (&Path, &Vault), to: (&Path, &Vault)) -> io::Result<()> {
    let sets = read(from.0, from.1)?;
    if sets.is_empty() {
        return Ok(());
    }
    write(to.0, to.1, &sets.iter().collect::<Vec<_>>())
}
