/// A negated errno, as helpers return it; those of every machine have names.
#[derive(Clone, Copy, PartialEq, Eq)]
#[repr(transparent)]
pub struct Errno(pub i64);

impl Errno {
    /// Success for zero and above, an error for what is negative.
    #[inline(always)]
    pub fn check(result: impl Into<i64>) -> Result<u64, Errno> {
        let result = result.into();
        if result < 0 { Err(Errno(result)) } else { Ok(result as u64) }
    }

    /// The number, positive, as `errno(3)` has it.
    #[inline(always)]
    pub const fn number(self) -> i32 {
        -self.0 as i32
    }
}

/// Those of include/uapi/asm-generic/errno-base.h and errno.h that helpers return and that programs deny with.
macro_rules! names {
    ($($(#[$meta:meta])* $name:ident = $number:literal,)+) => {
        impl Errno {
            $(
                $(#[$meta])*
                pub const $name: Self = Self(-$number);
            )+

            /// Its name; empty for one that has none here.
            pub const fn name(self) -> &'static str {
                match -self.0 {
                    $($number => stringify!($name),)+
                    _ => "",
                }
            }
        }
    };
}

names! {
    /// Operation not permitted.
    EPERM = 1,
    /// No such file, entry or thing.
    ENOENT = 2,
    /// No such process.
    ESRCH = 3,
    /// Interrupted.
    EINTR = 4,
    /// Input or output failed.
    EIO = 5,
    /// No such device.
    ENXIO = 6,
    /// Too much.
    E2BIG = 7,
    /// Bad file descriptor.
    EBADF = 9,
    /// Try again.
    EAGAIN = 11,
    /// No memory.
    ENOMEM = 12,
    /// Permission denied.
    EACCES = 13,
    /// Bad address.
    EFAULT = 14,
    /// Busy.
    EBUSY = 16,
    /// It exists already.
    EEXIST = 17,
    /// No such device.
    ENODEV = 19,
    /// Not a folder.
    ENOTDIR = 20,
    /// A folder.
    EISDIR = 21,
    /// Invalid argument.
    EINVAL = 22,
    /// No space left.
    ENOSPC = 28,
    /// A read-only file system.
    EROFS = 30,
    /// Out of range.
    ERANGE = 34,
    /// Name too long.
    ENAMETOOLONG = 36,
    /// Not implemented.
    ENOSYS = 38,
    /// A value too large.
    EOVERFLOW = 75,
    /// A protocol error.
    EPROTO = 71,
    /// Bad message.
    EBADMSG = 74,
    /// Message too long.
    EMSGSIZE = 90,
    /// Protocol not supported.
    EPROTONOSUPPORT = 93,
    /// Operation not supported.
    EOPNOTSUPP = 95,
    /// Address in use.
    EADDRINUSE = 98,
    /// Network unreachable.
    ENETUNREACH = 101,
    /// Connection refused.
    ECONNREFUSED = 111,
    /// Host unreachable.
    EHOSTUNREACH = 113,
}
