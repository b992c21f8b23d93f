//! On what a folder lies: the same file system as another, one in memory, one that keeps what is written to itself.

use std::fs::{self, Metadata};
use std::path::Path;

/// What makes a folder itself and no other, by whatever path it was come to; `None` where the system does not say.
pub type Itself = Option<(u64, u64)>;

#[cfg(unix)]
fn itself_of(meta: &Metadata) -> Itself {
    use std::os::unix::fs::MetadataExt;
    Some((meta.dev(), meta.ino()))
}

#[cfg(not(unix))]
fn itself_of(_: &Metadata) -> Itself {
    None
}

pub fn itself(path: &Path) -> Itself {
    fs::metadata(path).ok().as_ref().and_then(itself_of)
}

/// Whether two folders lie on one file system.
pub fn is_same_file_system(one: &Path, other: &Path) -> bool {
    let device = |path| itself(path).map(|(device, _)| device);
    device(one).is_some_and(|one| device(other) == Some(one))
}

#[cfg(target_os = "linux")]
const FAT: u32 = 0x4d44;
#[cfg(target_os = "linux")]
const IN_MEMORY: [u32; 2] = [0x0102_1994, 0x8584_58f6];

#[cfg(target_os = "linux")]
fn kind(folder: &Path) -> Option<u32> {
    u32::try_from(rustix::fs::statfs(folder).ok()?.f_type).ok()
}

/// Whether what is written there is gone when the machine is turned off.
#[cfg(target_os = "linux")]
pub fn is_in_memory(folder: &Path) -> bool {
    kind(folder).is_some_and(|kind| IN_MEMORY.contains(&kind))
}

#[cfg(not(target_os = "linux"))]
pub fn is_in_memory(_: &Path) -> bool {
    false
}

/// Whether it is a FAT that writes its tables some time later.
#[cfg(target_os = "linux")]
pub fn is_unflushed_fat(folder: &Path) -> bool {
    let device = itself(folder).map(|(device, _)| (rustix::fs::major(device), rustix::fs::minor(device)));
    let mounts = fs::read_to_string("/proc/self/mountinfo").unwrap_or_default();
    kind(folder) == Some(FAT) && device.is_some_and(|device| !is_flushed(&mounts, device))
}

#[cfg(not(target_os = "linux"))]
pub fn is_unflushed_fat(_: &Path) -> bool {
    false
}

/// Whether the file system of this device is mounted so that it writes at once, by the system's list of mounts.
pub fn is_flushed(mounts: &str, (major, minor): (u32, u32)) -> bool {
    let device = format!("{major}:{minor}");
    let of_device = mounts.lines().filter(|line| line.split(' ').nth(2) == Some(&device));
    let has = |options: Option<&str>| {
        options.is_some_and(|options| options.split(',').any(|option| matches!(option, "flush" | "sync")))
    };
    // Options of this mount stand before the dash, those of the file system two words behind it.
    of_device
        .filter_map(|line| line.split_once(" - "))
        .any(|(mount, system)| has(mount.split(' ').nth(5)) || has(system.split(' ').nth(2)))
}
