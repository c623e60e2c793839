//! Files and folders that were named on the command line.

use core::ptr;

use corewright_ebpf::core_read;
use corewright_ebpf::helpers::Errno;
use corewright_ebpf::maps::HashMap;
use filewatch_types::{FileId, Settings, rule};

use crate::kernel::{dentry, file};
use crate::place::{Above, MOST_STEPS, Place, id_of};

/// The settings of this object.
#[unsafe(no_mangle)]
pub static FILEWATCH_SETTINGS: Settings = Settings { only_writes: 0, only_listed: 0, denies: 0, reserved: 0 };

corewright_ebpf::map! {
    /// What each file or folder was named for: bits of [`rule`].
    static RULES: HashMap<FileId, u32, 64>;
}

/// What the loader set. Volatile: the compiler knows only what the object says; the verifier knows the rest, and drops what is not
/// asked for.
macro_rules! settings {
    ($($(#[$meta:meta])* $name:ident;)+) => { $(
        $(#[$meta])*
        #[inline(always)]
        pub fn $name() -> bool {
            // SAFETY: a reference to a static is valid for reads.
            unsafe { ptr::read_volatile(&raw const FILEWATCH_SETTINGS.$name) != 0 }
        }
    )+ };
}

settings! {
    /// Whether only files that are opened to be written matter.
    only_writes;
    /// Whether only files that a rule is for are reported.
    only_listed;
    /// Whether files are denied, and the program that does it is loaded.
    denies;
}

/// The rules for a file or folder itself.
#[inline(always)]
pub fn of(dentry: *const dentry) -> Result<u32, Errno> {
    match RULES.get(&id_of(dentry)?) {
        // SAFETY: a map's value, which user space writes before the program runs.
        Some(rules) => Ok(unsafe { ptr::read_volatile(rules) }),
        None => Ok(0),
    }
}

/// Whether a file must not be opened: it, or a folder that it is in. A folder holds what is in it by whatever mount it is reached: so
/// a mount of a part of it is no way round.
#[inline(always)]
pub fn deny(file: *const file) -> Result<bool, Errno> {
    let start = Place::of(file)?;
    let mut place = start;
    for _ in 0..MOST_STEPS {
        if of(place.dentry)? & rule::DENY != 0 {
            return Ok(true);
        }
        match place.above()? {
            Above::Folder(next) | Above::Mountpoint(next) => place = next,
            Above::Nothing => break,
        }
    }
    let mut dentry = start.dentry;
    for _ in 0..MOST_STEPS {
        if of(dentry)? & rule::DENY != 0 {
            return Ok(true);
        }
        let folder = core_read!(dentry, d_parent)?;
        if folder == dentry {
            break;
        }
        dentry = folder;
    }
    Ok(false)
}
