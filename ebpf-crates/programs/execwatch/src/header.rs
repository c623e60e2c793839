//! What every event starts with.

use corewright_ebpf::helpers::Errno;
use corewright_ebpf::process::ProcessHeader;
use execwatch_types::{EventHeader, EventKind};

/// The header for the current task.
#[inline(always)]
pub fn of_current(kind: EventKind) -> Result<EventHeader, Errno> {
    let ProcessHeader { pid, tgid, ppid, uid, gid: _, pid_namespace, cgroup_id, start_time, comm } =
        ProcessHeader::current()?;
    Ok(EventHeader { kind, pid, tgid, ppid, uid, pid_namespace, cgroup_id, start_time, comm })
}
