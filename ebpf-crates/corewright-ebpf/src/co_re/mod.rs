//! CO-RE: facts about the kernel's types that are filled in when the object is loaded.
//!
//! A kernel type is declared with [`kernel_types!`](crate::kernel_types) or [`kernel_enums!`](crate::kernel_enums), with only
//! the fields or values that are needed, under the kernel's names; order and offsets don't matter. Each macro below lowers to **one instruction and one mark**. The
//! instruction carries the local value (what the partial declaration says); the mark, in the section `.corewright.core`,
//! says which instruction it is and what it stands for:
//!
//! ```text
//! u64  address of the instruction (an ELF relocation)
//! u32  kind, as in `enum bpf_core_relo_kind` of include/uapi/linux/bpf.h
//! u32  line of the source
//! asciz "type" or "type:field.field" or "enumeration:value"
//! asciz file of the source
//! padding to 4 bytes
//! ```
//!
//! The finaliser turns marks into the standard records of `.BTF.ext`, and the section disappears: what is left is what
//! clang would have left, and any loader can use it.
//!
//! | macro | instruction | kind | when the kernel has no such field |
//! |---|---|---|---|
//! | [`core_offset!`](crate::core_offset) | `mov` | byte_off (0) | the instruction is poisoned; reaching it fails the load |
//! | [`core_field_size!`](crate::core_field_size) | `mov` | byte_sz (1) | poisoned |
//! | [`core_field_exists!`](crate::core_field_exists) | `mov` | field_exists (2) | 0 |
//! | [`core_type_exists!`](crate::core_type_exists) | `mov` | type_exists (8) | 0 |
//! | [`core_type_size!`](crate::core_type_size) | `mov` | type_size (9) | 0 |
//! | [`core_enum_value_exists!`](crate::core_enum_value_exists) | `mov` | enumval_exists (10) | 0 |
//! | [`core_enum_value!`](crate::core_enum_value) | `mov` | enumval_value (11) | poisoned |
//! | [`core_read!`](crate::core_read) | `mov`, and a second one for a word's size | byte_off, byte_sz | poisoned |
//! | [`context_load!`](crate::context_load) | `ldx` | byte_off | poisoned |
//!
//! The assembly is `pure` and not speculatable: LLVM may drop or merge it, never move it out of the `if` that guards it.

mod fields;
mod loads;
mod marks;
mod paths;
mod text;
mod types;

pub use fields::*;
pub use loads::*;
pub use marks::*;
pub use paths::*;
pub use text::*;
