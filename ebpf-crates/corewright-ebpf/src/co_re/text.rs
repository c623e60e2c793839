use super::{read_address, word_size};
use crate::helpers::Errno;

/// A field with a string.
#[diagnostic::on_unimplemented(
    message = "a field of type `{Self}` is no string",
    note = "a string is `[u8; N]` or `*const u8`"
)]
pub trait Text {
    /// From the field's address to that of the string.
    fn text(place: *const Self) -> Result<*const u8, Errno>;
}

impl<const N: usize> Text for [u8; N] {
    #[inline(always)]
    fn text(place: *const Self) -> Result<*const u8, Errno> {
        Ok(place.cast())
    }
}

impl Text for *const u8 {
    #[inline(always)]
    fn text(place: *const Self) -> Result<*const u8, Errno> {
        read_address(place as usize, word_size)
    }
}
