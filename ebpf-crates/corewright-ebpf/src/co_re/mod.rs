//! CO-RE: facts about the kernel's types that are filled in when the object is loaded.
//!
//! A kernel type is declared with [`kernel_types!`](crate::kernel_types) or [`kernel_enums!`](crate::kernel_enums), with only
//! the fields or values that are needed, under the kernel's names; order and offsets don't matter.
//!
//! ```ignore
//! core_read!(task, real_parent.tgid)?            // from any pointer, through structs, pointers and arrays
//! task.real_parent()?.tgid()?                    // the same, step by step
//! core_load!(task, real_parent.tgid)             // without a helper, from what the verifier knows to be a task
//! core_read_bitfield!(header, version)?          // wherever its bits are
//! core_read_str!(task, comm, &mut [0; 16])?      // as &[u8]
//! if core_field_exists!(task_struct, __state) {} // the branch that does not apply is dead code
//! ```
//!
//! The pointer's type says whose fields they are. What is not declared does not compile; the error says where.
//!
//! Each relocation lowers to **one instruction and one mark**. The instruction carries the local value (what the partial declaration
//! says); the mark, in the section `.corewright.core`, says which instruction it is and what it stands for:
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
//! | [`core_type_matches!`](crate::core_type_matches) | `mov` | type_matches (12) | 0 |
//! | [`core_type_id!`](crate::core_type_id) | `mov` | target_type_id (7) | poisoned |
//! | [`core_read!`](crate::core_read) | for each field of the path a `mov`; where a pointer or word is read, a second one for its size; the helper `probe_read_kernel` for each pointer on the way, and for the value | byte_off, byte_sz | poisoned |
//! | [`core_read!`](crate::core_read) with the type | one `mov` for the whole path | byte_off, byte_sz | poisoned |
//! | [`core_address!`](crate::core_address) | as `core_read!`, without the last read | byte_off, byte_sz | poisoned |
//! | [`core_read_str!`](crate::core_read_str) | as `core_address!`, and the helper `probe_read_kernel_str` | byte_off, byte_sz | poisoned |
//! | [`core_read_bitfield!`](crate::core_read_bitfield) | five `mov`, one read of the bytes around, two shifts | byte_off, byte_sz, lshift_u64 (4), rshift_u64 (5), signed (3) | poisoned |
//! | [`core_load!`](crate::core_load) | for each field one `ldx`, whose width becomes the kernel's; for a struct inside another, a `mov` | byte_off | poisoned |
//! | [`context_load!`](crate::context_load) | `ldx` | byte_off | poisoned |
//!
//! A poisoned instruction that is reached fails the load, and the loader names the field. An element of an array is its field's
//! offset and the element's size times the index: the size of a kernel type is a relocation, too (type_size).
//!
//! A name with three underscores is a flavour (`task_struct___old`): the kernel's name is what stands before them.
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
