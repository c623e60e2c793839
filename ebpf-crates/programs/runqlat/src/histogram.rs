//! The histograms: one of all tasks, and one for each process or cgroup if that is asked for.

use core::ptr;

use corewright_ebpf::helpers::Errno;
use corewright_ebpf::maps::{Array, HashMap, PerCpuArray, PerCpuHashMap};
use corewright_ebpf::process::{ProcessHeader, cgroup_of};
use corewright_ebpf::{constant, core_read};
use corewright_kernel::task_struct;
use runqlat_types::{GroupKey, Grouping, Histogram, SLOTS};

corewright_ebpf::constants! {
    /// What is told apart: a [`Grouping`].
    static GROUPING: u32 = Grouping::None as u32;
}

corewright_ebpf::map! {
    /// The number of the interval. User space counts it up, and then has the last interval's histograms for itself.
    static INTERVAL: Array<u32, 1>;

    /// All tasks: even and odd intervals take turns.
    static ALL: PerCpuArray<Histogram, 2>;

    /// Each group; what finds no room is only in `ALL`.
    static GROUPS: PerCpuHashMap<GroupKey, Histogram, 2048>;

    /// Who is in a group, by its id: the thread that was seen first, by the name of the process's first thread.
    static MEMBERS: HashMap<u64, ProcessHeader, 2048>;

    /// A histogram that nobody writes: a new one is a copy, for it is too large for a program's stack.
    static NOTHING: Array<Histogram, 1>;
}

/// Counts one time of waiting.
#[inline(always)]
pub fn count(task: *const task_struct, waited_ns: u64) -> Result<(), Errno> {
    let Some(interval) = INTERVAL.get(0) else { return Ok(()) };
    // SAFETY: the map's value, which is written whole.
    let interval = unsafe { ptr::read_volatile(interval) };
    let slot = slot_of(waited_ns);
    if let Some(all) = ALL.get(interval & 1) {
        add(all, slot, waited_ns);
    }
    let grouping = constant(&GROUPING);
    let key = if grouping == Grouping::Process as u32 {
        GroupKey { id: task.tgid()? as u64, interval, grouping: Grouping::Process }
    } else if grouping == Grouping::Cgroup as u32 {
        GroupKey { id: cgroup_of(task)?, interval, grouping: Grouping::Cgroup }
    } else {
        return Ok(());
    };
    if let Some(group) = group_of(task, &key)? {
        add(group, slot, waited_ns);
        renew(task, &key)?;
    }
    Ok(())
}

/// A process gets another name, user and cgroup when it becomes another program or a container's, mostly right after it was made.
#[inline(always)]
fn renew(task: *const task_struct, key: &GroupKey) -> Result<(), Errno> {
    if u64::from(task.pid()? as u32) != key.id {
        return Ok(());
    }
    if let Some(member) = MEMBERS.get(&key.id) {
        // SAFETY: the map's value. Whoever reads half of one name and half of another one has read text all the same.
        unsafe {
            (*member).comm = task.comm()?;
            (*member).uid = core_read!(task, cred.uid.val)?;
            (*member).cgroup_id = cgroup_of(task)?;
        }
    }
    Ok(())
}

#[inline(always)]
fn group_of(task: *const task_struct, key: &GroupKey) -> Result<Option<*mut Histogram>, Errno> {
    if let Some(group) = GROUPS.get(key) {
        return Ok(Some(group));
    }
    let Some(nothing) = NOTHING.get(0) else { return Ok(None) };
    MEMBERS.insert(&key.id, &ProcessHeader::of(task)?)?;
    // Another processor may have been faster, or there may be no room.
    // SAFETY: the map's value, which nobody writes.
    let _ = GROUPS.try_insert(key, unsafe { &*nothing });
    Ok(GROUPS.get(key))
}

#[inline(always)]
fn add(histogram: *mut Histogram, slot: usize, waited_ns: u64) {
    // SAFETY: this processor's own value of a map, and the slot is one of it. Nothing interrupts the scheduler that would come here.
    unsafe {
        *(&raw mut (*histogram).slots).cast::<u64>().add(slot) += 1;
        (*histogram).total_ns += waited_ns;
        if waited_ns > (*histogram).longest_ns {
            (*histogram).longest_ns = waited_ns;
        }
    }
}

/// The number of the highest bit that is set. In steps whose outcome the verifier knows, as it would not know that of
/// `leading_zeros`, which is arithmetic here.
#[inline(always)]
fn slot_of(mut waited_ns: u64) -> usize {
    let mut slot = 0;
    if waited_ns >= 1 << 32 {
        waited_ns >>= 32;
        slot += 32;
    }
    if waited_ns >= 1 << 16 {
        waited_ns >>= 16;
        slot += 16;
    }
    if waited_ns >= 1 << 8 {
        waited_ns >>= 8;
        slot += 8;
    }
    if waited_ns >= 1 << 4 {
        waited_ns >>= 4;
        slot += 4;
    }
    if waited_ns >= 1 << 2 {
        waited_ns >>= 2;
        slot += 2;
    }
    if waited_ns >= 1 << 1 {
        slot += 1;
    }
    if slot < SLOTS { slot } else { SLOTS - 1 }
}
