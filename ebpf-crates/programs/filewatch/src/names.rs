//! The path of a file, as its names.

use core::arch::asm;

use corewright_ebpf::core_read;
use corewright_ebpf::helpers::{Errno, probe_read_kernel_str};
use filewatch_types::{FileEvent, PATH_BYTES, RuleSet};

use crate::place::{Above, MOST_STEPS, Place};
use crate::rules;

/// `NAME_MAX` of include/uapi/linux/limits.h, and a zero.
const NAME_BYTES: usize = 256;

/// Writes the names of a place into an event, up to the root.
///
/// Returns the rules for all that is on the way, if these are asked for.
///
/// # Safety
/// The event must be memory that the verifier knows to be this long.
#[inline(always)]
pub unsafe fn write(start: Place, event: *mut FileEvent, with_rules: bool) -> Result<RuleSet, Errno> {
    let mut place = start;
    let mut used = 0_usize;
    let mut found = RuleSet::empty();
    let mut is_cut = 1;
    for _ in 0..MOST_STEPS {
        if with_rules {
            found |= rules::of(place.dentry)?;
        }
        match place.above()? {
            Above::Nothing => {
                is_cut = 0;
                break;
            }
            Above::Mountpoint(outer) => place = outer,
            Above::Folder(folder) => {
                if used > LAST_START {
                    break;
                }
                let name = core_read!(place.dentry, d_name.name)?;
                // SAFETY: the place is inside, and so is the longest name from there on.
                let read = unsafe { probe_read_kernel_str(behind(event, used), NAME_BYTES as u32, name as u64) };
                used += Errno::check(read)? as usize & (2 * NAME_BYTES - 1);
                place = folder;
            }
        }
    }
    // SAFETY: the event is the caller's.
    unsafe {
        (&raw mut (*event).names_bytes).write(used as u32);
        (&raw mut (*event).is_cut).write(is_cut);
    }
    Ok(found)
}

/// The last place that a name may begin at: all ones.
const LAST_START: usize = PATH_BYTES - NAME_BYTES - 1;

const _: () = assert!((LAST_START + 1).is_power_of_two());

/// The place behind so many bytes of names.
///
/// In one step for the compiler: on the way over the stack, the verifier of 5.10 would forget that the number is small.
#[inline(always)]
fn behind(event: *mut FileEvent, used: usize) -> *mut u8 {
    let mut place = used;
    // SAFETY: only computes the address of one of the event's fields.
    unsafe {
        asm!(
            "{place} &= {mask}",
            "{place} += {names}",
            place = inout(reg) place,
            names = in(reg) (&raw mut (*event).names),
            mask = const LAST_START as i32,
            options(pure, nomem, nostack, preserves_flags)
        );
    }
    place as *mut u8
}

/// How long an event is with its names and without what lies behind them, in a form that every verifier follows.
#[inline(always)]
pub fn length(names_bytes: u32) -> u64 {
    let mut length = u64::from(names_bytes);
    // SAFETY: changes nothing but its operand. For the compiler, which knows that there are not more, a comparison would be nothing.
    unsafe {
        asm!(
            "if {length} < {most} goto +1",
            "{length} = {most}",
            length = inout(reg) length,
            most = const PATH_BYTES as i32,
            options(pure, nomem, nostack, preserves_flags)
        );
    }
    length + core::mem::offset_of!(FileEvent, names) as u64
}
