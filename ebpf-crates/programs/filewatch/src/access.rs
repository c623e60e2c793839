//! What a file is opened for.

use corewright_ebpf::helpers::Errno;
use corewright_kernel::file;
use filewatch_types::Access;

// include/uapi/asm-generic/fcntl.h; x86_64, aarch64 and armv7 have these alike. And FMODE_EXEC of include/linux/fs.h.
const O_ACCMODE: u32 = 3;
const FMODE_EXEC: u32 = 1 << 5;
const O_CREAT: u32 = 0o100;
const O_TRUNC: u32 = 0o1000;
const O_APPEND: u32 = 0o2000;

/// As the caller asked for it.
#[inline(always)]
pub fn of(file: *const file) -> Result<Access, Errno> {
    let flags = file.f_flags()?;
    // O_RDONLY, O_WRONLY and O_RDWR are 0, 1 and 2: one less than the bits for reading and writing.
    let mut all = Access::from_bits((flags + 1) & O_ACCMODE);
    for (flag, bit) in [
        (FMODE_EXEC, Access::EXECUTE),
        (O_CREAT, Access::CREATE),
        (O_TRUNC, Access::TRUNCATE),
        (O_APPEND, Access::APPEND),
    ] {
        if flags & flag != 0 {
            all |= bit;
        }
    }
    Ok(all)
}
