//! Files and folders that were named on the command line.

use core::ptr;

use corewright_ebpf::constant;
use corewright_ebpf::helpers::Errno;
use corewright_ebpf::maps::HashMap;
use corewright_kernel::{dentry, file};
use filewatch_types::{FileId, RuleSet, Settings};

use crate::place::{Above, MOST_STEPS, Place, id_of};

corewright_ebpf::constants! {
    /// The settings of this object.
    static FILEWATCH_SETTINGS: Settings = Settings { only_writes: 0, only_listed: 0, denies: 0, reserved: 0 };
}

corewright_ebpf::map! {
    /// What each file or folder was named for.
    static RULES: HashMap<FileId, RuleSet, 64>;
}

/// Whether only files that are opened to be written matter.
#[inline(always)]
pub fn only_writes() -> bool {
    constant(&FILEWATCH_SETTINGS.only_writes) != 0
}

/// Whether only files that a rule is for are reported.
#[inline(always)]
pub fn only_listed() -> bool {
    constant(&FILEWATCH_SETTINGS.only_listed) != 0
}

/// Whether files are denied, and the program that does it is loaded.
#[inline(always)]
pub fn denies() -> bool {
    constant(&FILEWATCH_SETTINGS.denies) != 0
}

/// The rules for a file or folder itself.
#[inline(always)]
pub fn of(dentry: *const dentry) -> Result<RuleSet, Errno> {
    match RULES.get(&id_of(dentry)?) {
        // SAFETY: a map's value, which user space writes before the program runs.
        Some(rules) => Ok(unsafe { ptr::read_volatile(rules) }),
        None => Ok(RuleSet::empty()),
    }
}

/// Whether a file must not be opened: it, or a folder that it is in. A folder holds what is in it by whatever mount it is reached: so
/// a mount of a part of it is no way round.
#[inline(always)]
pub fn deny(file: *const file) -> Result<bool, Errno> {
    let start = Place::of(file)?;
    let mut place = start;
    for _ in 0..MOST_STEPS {
        if of(place.dentry)?.contains(RuleSet::DENY) {
            return Ok(true);
        }
        match place.above()? {
            Above::Folder(next) | Above::Mountpoint(next) => place = next,
            Above::Nothing => break,
        }
    }
    let mut dentry = start.dentry;
    for _ in 0..MOST_STEPS {
        if of(dentry)?.contains(RuleSet::DENY) {
            return Ok(true);
        }
        let folder = dentry.d_parent()?;
        if folder == dentry {
            break;
        }
        dentry = folder;
    }
    Ok(false)
}
