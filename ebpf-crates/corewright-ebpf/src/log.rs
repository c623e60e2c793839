//! Words from programs to whoever looks after them: `info!(context, "{} opened {}", pid, path)`.
//!
//! A record goes through the ring buffer `COREWRIGHT_LOG` and says all of itself, so that a loader needs nothing else
//! to print it. It begins with a [`RecordHeader`]. Then come the arguments, each an [`ArgumentHeader`] and its value,
//! filled up to eight bytes; then, one after the other without anything between, the target (the module's path), the
//! file and the format. Numbers are in the machine's byte order. The loader's side is `packaging/bpf/Logging`.

use core::ptr;

use crate::helpers;
use crate::maps::{COREWRIGHT_LOST, RingBuf};

crate::map! {
    /// Where log records go. Objects that log nothing don't have it.
    static COREWRIGHT_LOG: RingBuf<{ 64 * 1024 }>;
}

/// How much something matters.
#[derive(Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Level {
    /// Something failed.
    Error = 1,
    /// Something is odd.
    Warn = 2,
    /// Something happened that one wants to know.
    Info = 3,
    /// For whoever looks for a fault.
    Debug = 4,
    /// Every step.
    Trace = 5,
}

/// The most detailed level that is compiled in: what `COREWRIGHT_LOG` said when the object was built, otherwise `info`.
/// What is below costs nothing: neither instructions nor the evaluation of its arguments.
pub const MAX_LEVEL: Level = max_level(option_env!("COREWRIGHT_LOG"));

const fn max_level(name: Option<&str>) -> Level {
    let Some(name) = name else { return Level::Info };
    match name.as_bytes() {
        b"error" => Level::Error,
        b"warn" => Level::Warn,
        b"info" => Level::Info,
        b"debug" => Level::Debug,
        b"trace" => Level::Trace,
        _ => panic!("COREWRIGHT_LOG is one of error, warn, info, debug, trace"),
    }
}

/// What a record begins with.
#[repr(C)]
pub struct RecordHeader {
    /// A [`Level`].
    pub level: u8,
    /// How many arguments follow.
    pub arguments: u8,
    /// Bytes of the target.
    pub target_bytes: u16,
    /// Bytes of the file's path.
    pub file_bytes: u16,
    /// Bytes of the format.
    pub format_bytes: u16,
    /// The line.
    pub line: u32,
    /// Bytes of all arguments.
    pub argument_bytes: u32,
}

/// What an argument begins with.
#[repr(C)]
pub struct ArgumentHeader {
    /// 1 a number without a sign, 2 with one, 3 true or false, 4 an address (eight bytes each); 5 text, up to a zero or
    /// its end.
    pub kind: u32,
    /// Bytes of the value, without what fills it up.
    pub bytes: u32,
}

const NUMBER: u32 = 1;
const SIGNED_NUMBER: u32 = 2;
const BOOLEAN: u32 = 3;
const ADDRESS: u32 = 4;
const TEXT: u32 = 5;

/// Something that can be an argument.
pub trait Argument {
    /// Bytes that it takes up in a record.
    const BYTES: usize;

    /// Writes it.
    ///
    /// # Safety
    /// There is room for `BYTES` bytes, 8-byte aligned.
    unsafe fn write(&self, place: *mut u8);
}

const VALUE: usize = size_of::<ArgumentHeader>();

// SAFETY: as for `Argument::write`, of `VALUE + 8` bytes.
#[inline(always)]
unsafe fn write_word(place: *mut u8, kind: u32, value: u64) {
    // SAFETY: as the caller promises.
    unsafe {
        place.cast::<ArgumentHeader>().write(ArgumentHeader { kind, bytes: 8 });
        place.add(VALUE).cast::<u64>().write(value);
    }
}

macro_rules! words {
    ($($type:ty: $kind:ident as $wide:ty),+) => {
        $(
            impl Argument for $type {
                const BYTES: usize = VALUE + 8;

                // SAFETY: as the trait says.
                #[inline(always)]
                unsafe fn write(&self, place: *mut u8) {
                    // SAFETY: as the caller promises.
                    unsafe { write_word(place, $kind, *self as $wide as u64) };
                }
            }
        )+
    };
}

words! {
    u8: NUMBER as u64, u16: NUMBER as u64, u32: NUMBER as u64, u64: NUMBER as u64, usize: NUMBER as u64,
    i8: SIGNED_NUMBER as i64, i16: SIGNED_NUMBER as i64, i32: SIGNED_NUMBER as i64, i64: SIGNED_NUMBER as i64,
    isize: SIGNED_NUMBER as i64, bool: BOOLEAN as u64
}

impl<T> Argument for *const T {
    const BYTES: usize = VALUE + 8;

    // SAFETY: as the trait says.
    #[inline(always)]
    unsafe fn write(&self, place: *mut u8) {
        // SAFETY: as the caller promises.
        unsafe { write_word(place, ADDRESS, *self as u64) };
    }
}

impl<const N: usize> Argument for [u8; N] {
    const BYTES: usize = VALUE + N.next_multiple_of(8);

    // SAFETY: as the trait says.
    #[inline(always)]
    unsafe fn write(&self, place: *mut u8) {
        // SAFETY: as the caller promises. What fills it up is written first: the kernel's memory has old samples in it.
        unsafe {
            if N % 8 != 0 {
                place.add(VALUE + N / 8 * 8).cast::<u64>().write(0);
            }
            place.cast::<ArgumentHeader>().write(ArgumentHeader { kind: TEXT, bytes: N as u32 });
            place.add(VALUE).cast::<[u8; N]>().write(*self);
        }
    }
}

/// The arguments of one record, as pairs that end in `()`.
pub trait Arguments {
    /// How many.
    const COUNT: usize;
    /// Bytes that they take up.
    const BYTES: usize;

    /// Writes them.
    ///
    /// # Safety
    /// There is room for `BYTES` bytes, 8-byte aligned.
    unsafe fn write(&self, place: *mut u8);
}

impl Arguments for () {
    const COUNT: usize = 0;
    const BYTES: usize = 0;

    // SAFETY: as the trait says.
    #[inline(always)]
    unsafe fn write(&self, _: *mut u8) {}
}

impl<A: Argument, B: Arguments> Arguments for (&A, B) {
    const COUNT: usize = 1 + B::COUNT;
    const BYTES: usize = A::BYTES + B::BYTES;

    // SAFETY: as the trait says.
    #[inline(always)]
    unsafe fn write(&self, place: *mut u8) {
        // SAFETY: as the caller promises.
        unsafe {
            self.0.write(place);
            self.1.write(place.add(A::BYTES));
        }
    }
}

/// Where a record comes from.
#[doc(hidden)]
pub struct Site {
    pub level: Level,
    pub target: usize,
    pub file: usize,
    pub format: usize,
    pub line: u32,
}

/// Writes a record; used by the macros.
#[doc(hidden)]
#[inline(always)]
pub fn emit<A: Arguments, const WORDS: usize>(site: Site, text: &'static [u64; WORDS], arguments: A) {
    let bytes = size_of::<RecordHeader>() + A::BYTES + WORDS * 8;
    // SAFETY: the map is a ring buffer.
    let record = unsafe { helpers::ringbuf_reserve(ptr::from_ref(&COREWRIGHT_LOG).cast(), bytes as u64, 0) };
    if record.is_null() {
        COREWRIGHT_LOST.count();
        return;
    }
    // SAFETY: the room is ours, of that size, and 8-byte aligned, as is each part of the record.
    unsafe {
        record.cast::<RecordHeader>().write(RecordHeader {
            level: site.level as u8,
            arguments: A::COUNT as u8,
            target_bytes: site.target as u16,
            file_bytes: site.file as u16,
            format_bytes: site.format as u16,
            line: site.line,
            argument_bytes: A::BYTES as u32,
        });
        arguments.write(record.add(size_of::<RecordHeader>()));
        record.add(size_of::<RecordHeader>() + A::BYTES).cast::<[u64; WORDS]>().write(*text);
        helpers::ringbuf_submit(record, 0);
    }
}

/// A text in words, so that it is written in few instructions; used by the macros.
#[doc(hidden)]
pub const fn words<const WORDS: usize>(text: &str) -> [u64; WORDS] {
    let bytes = text.as_bytes();
    let mut words = [0; WORDS];
    let mut i = 0;
    while i < bytes.len() {
        words[i / 8] |= (bytes[i] as u64) << (i % 8 * 8);
        i += 1;
    }
    words
}

/// How many arguments a format asks for; used by the macros.
#[doc(hidden)]
pub const fn placeholders(format: &str) -> usize {
    let bytes = format.as_bytes();
    let mut count = 0;
    let mut i = 0;
    while i < bytes.len() {
        let doubled = i + 1 < bytes.len() && bytes[i + 1] == bytes[i];
        if bytes[i] == b'{' && !doubled {
            count += 1;
        }
        i += if (bytes[i] == b'{' || bytes[i] == b'}') && doubled { 2 } else { 1 };
    }
    count
}

/// Logs at a level: `log!(Level::Info, context, "{} of {:x}", a, b)`. The context may be left out.
#[macro_export]
macro_rules! log {
    ($level:expr, $format:literal $(, $argument:expr)* $(,)?) => {{
        const LEVEL: $crate::log::Level = $level;
        if LEVEL as u8 <= $crate::log::MAX_LEVEL as u8 {
            const TEXT: &str = concat!(module_path!(), file!(), $format);
            const WORDS: [u64; TEXT.len().div_ceil(8)] = $crate::log::words(TEXT);
            const {
                let wanted = $crate::log::placeholders($format);
                assert!(wanted == $crate::log_count!($($argument),*), "the format asks for more or fewer arguments")
            };
            $crate::log::emit(
                $crate::log::Site {
                    level: LEVEL,
                    target: module_path!().len(),
                    file: file!().len(),
                    format: $format.len(),
                    line: line!(),
                },
                &WORDS,
                $crate::log_arguments!($($argument),*),
            );
        }
    }};
    ($level:expr, $context:expr, $format:literal $(, $argument:expr)* $(,)?) => {{
        let _ = &$context;
        $crate::log!($level, $format $(, $argument)*)
    }};
}

/// Something failed.
#[macro_export]
macro_rules! error {
    ($($argument:tt)*) => { $crate::log!($crate::log::Level::Error, $($argument)*) };
}

/// Something is odd.
#[macro_export]
macro_rules! warn {
    ($($argument:tt)*) => { $crate::log!($crate::log::Level::Warn, $($argument)*) };
}

/// Something happened that one wants to know.
#[macro_export]
macro_rules! info {
    ($($argument:tt)*) => { $crate::log!($crate::log::Level::Info, $($argument)*) };
}

/// For whoever looks for a fault.
#[macro_export]
macro_rules! debug {
    ($($argument:tt)*) => { $crate::log!($crate::log::Level::Debug, $($argument)*) };
}

/// Every step.
#[macro_export]
macro_rules! trace {
    ($($argument:tt)*) => { $crate::log!($crate::log::Level::Trace, $($argument)*) };
}

#[doc(hidden)]
#[macro_export]
macro_rules! log_arguments {
    () => { () };
    ($first:expr $(, $rest:expr)*) => { (&$first, $crate::log_arguments!($($rest),*)) };
}

#[doc(hidden)]
#[macro_export]
macro_rules! log_count {
    () => { 0 };
    ($first:expr $(, $rest:expr)*) => { 1 + $crate::log_count!($($rest),*) };
}
