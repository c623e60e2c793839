//! What execwatch reports: the one definition. The loader's C# structs are generated from the BTF that this leaves in the
//! object. Fields are ordered so that there is no padding, for padding would show what was in memory before.
#![no_std]

use corewright_ebpf::export_type;

/// What happened; the first field of every event.
#[derive(Clone, Copy, PartialEq, Eq)]
#[repr(u32)]
pub enum EventKind {
    /// A process replaced its program: an [`ExecEvent`].
    Exec = 1,
    /// A process ended, with its last thread: an [`ExitEvent`].
    Exit = 2,
}

/// What every event starts with. Ids are those of the initial namespaces.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct EventHeader {
    /// Which event it is.
    pub kind: EventKind,
    /// The thread that acted.
    pub pid: u32,
    /// Its process.
    pub tgid: u32,
    /// The process's parent.
    pub ppid: u32,
    /// The real user id.
    pub uid: u32,
    /// Inode number of the process's own pid namespace, as in `/proc/<pid>/ns/pid`.
    pub pid_namespace: u32,
    /// Inode number of its folder in the unified cgroup hierarchy.
    pub cgroup_id: u64,
    /// When the process was started: nanoseconds since boot, time asleep counted.
    pub start_time: u64,
    /// The thread's name, ended by a zero.
    pub comm: [u8; 16],
}

/// A process replaced its program.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct ExecEvent {
    /// The common part.
    pub header: EventHeader,
    /// The file that was asked for, ended by a zero; cut off after 255 bytes.
    pub filename: [u8; 256],
}

/// A process ended.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct ExitEvent {
    /// The common part.
    pub header: EventHeader,
    /// What its parent gets from `wait(2)`, undecoded.
    pub exit_code: u32,
    /// Zero.
    pub reserved: u32,
}

export_type!(
    EventHeader,
    size = 56,
    kind = 0,
    pid = 4,
    tgid = 8,
    ppid = 12,
    uid = 16,
    pid_namespace = 20,
    cgroup_id = 24,
    start_time = 32,
    comm = 40,
);
export_type!(ExecEvent, size = 312, header = 0, filename = 56);
export_type!(ExitEvent, size = 64, header = 0, exit_code = 56, reserved = 60);
