//! What filewatch reports, and what it is told: the one definition. The loader's C# structs are generated from the BTF that this
//! leaves in the object. Fields are ordered so that there is no padding, for padding would show what was in memory before.
#![no_std]

use corewright_ebpf::process::ProcessHeader;
use corewright_ebpf::{export_type, flags};

/// What became of an attempt to open a file.
#[derive(Clone, Copy, PartialEq, Eq)]
#[repr(u32)]
pub enum EventKind {
    /// It came as far as the security hooks, and this program had nothing against it.
    Open = 1,
    /// This program had it fail with `EPERM`.
    Denied = 2,
}

flags! {
    /// What a file is opened for.
    pub struct Access: u32 {
        /// To be read.
        const READ = 1;
        /// To be written.
        const WRITE = 2;
        /// To be executed, by `execve(2)` and for its interpreter.
        const EXECUTE = 4;
        /// With `O_CREAT`: it may be new.
        const CREATE = 8;
        /// With `O_TRUNC`: what it holds is given up.
        const TRUNCATE = 16;
        /// With `O_APPEND`: writes go to its end.
        const APPEND = 32;
    }

    /// What a file or folder was named for on the command line.
    pub struct RuleSet: u32 {
        /// By `--path`: it, or what is in it, is reported.
        const REPORT = 1;
        /// By `--deny`: it, or what is in it, can't be opened.
        const DENY = 2;
    }
}

/// How many bytes of names are reported: at least 1024 are, and the last one whole.
pub const PATH_BYTES: usize = 1024 + 256;

/// A file was opened, or was kept from being opened. The sample may end behind the names.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct FileEvent {
    /// Who opened it.
    pub process: ProcessHeader,
    /// Which file it is.
    pub file: FileId,
    /// What became of it.
    pub kind: EventKind,
    /// What for.
    pub access: Access,
    /// How many bytes of `names` there are.
    pub names_bytes: u32,
    /// 1 where the names don't reach up to the root, for there are too many or they are too long.
    pub is_cut: u32,
    /// The names on the path, each ended by a zero: that of the file, that of its folder, and so on up to the root, which has none.
    pub names: [u8; PATH_BYTES],
}

/// A file or folder, whatever it is called.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct FileId {
    /// Its number on its file system.
    pub inode: u64,
    /// Its file system: the major number times 2^20, and the minor number.
    pub device: u64,
}

corewright_ebpf::pin_layout!(FileId, size = 16, inode = 0, device = 8);

/// What the loader sets before it loads the object. All zeroes: everything is reported, nothing is denied.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct Settings {
    /// 1 to look only at files that are opened to be written.
    pub only_writes: u32,
    /// 1 to report only what a rule [`RuleSet::REPORT`] is for.
    pub only_listed: u32,
    /// 1 where there are rules [`RuleSet::DENY`], and the program that enforces them is loaded.
    pub denies: u32,
    /// Zero.
    pub reserved: u32,
}

export_type!(
    FileEvent,
    size = 1368,
    process = 0,
    file = 56,
    kind = 72,
    access = 76,
    names_bytes = 80,
    is_cut = 84,
    names = 88
);
export_type!(Settings, size = 16, only_writes = 0, only_listed = 4, denies = 8, reserved = 12);
