//! A program for each macro of CO-RE, called like it.
#![no_std]
#![no_main]
#![feature(asm_experimental_arch, arbitrary_self_types_pointers, macro_attr)]

use corewright_ebpf::helpers::Errno;
use corewright_ebpf::macros::raw_tracepoint;
use corewright_ebpf::programs::RawTracePointContext;
use corewright_ebpf::*;

corewright_ebpf::license!("GPL");

corewright_ebpf::kernel_types! {
    struct task_struct {
        tgid: i32,
        real_parent: *const task_struct,
        comm: [u8; 16],
    }

    struct iphdr {
        version: u8,
    }

    struct __sk_buff {
        len: u32,
    }

    struct pid_namespace {
        level: u32,
    }
}

corewright_ebpf::kernel_enums! {
    enum bpf_map_type {
        BPF_MAP_TYPE_RINGBUF = 27,
    }
}

/// What was found out.
#[unsafe(no_mangle)]
static mut KEPT: u64 = 0;

/// A program of a name that keeps a value, which it makes of an object.
macro_rules! asks {
    ($($name:literal $function:ident($object:ident: $type:ty) => $value:expr;)*) => { $(
        #[raw_tracepoint(tracepoint = $name)]
        fn $function(context: RawTracePointContext) -> Result<(), Errno> {
            let $object: *const $type = context.arg(0);
            let value = $value as u64;
            // SAFETY: memory of the object's own.
            unsafe { (&raw mut KEPT).write_volatile(value) };
            Ok(())
        }
    )* };
}

asks! {
    "core_offset" on_offset(_task: task_struct) => core_offset!(task_struct, tgid);
    "core_field_size" on_field_size(_task: task_struct) => core_field_size!(task_struct, tgid);
    "core_field_exists" on_field_exists(_task: task_struct) => core_field_exists!(task_struct, tgid);
    "core_type_exists" on_type_exists(_task: task_struct) => core_type_exists!(pid_namespace);
    "core_type_size" on_type_size(_task: task_struct) => core_type_size!(pid_namespace);
    "core_enum_value_exists" on_value_exists(_task: task_struct) => core_enum_value_exists!(bpf_map_type, BPF_MAP_TYPE_RINGBUF);
    "core_enum_value" on_value(_task: task_struct) => core_enum_value!(bpf_map_type, BPF_MAP_TYPE_RINGBUF);
    "core_type_matches" on_type_matches(_task: task_struct) => core_type_matches!(pid_namespace);
    "core_type_id" on_type_id(_task: task_struct) => core_type_id!(pid_namespace);
    "core_read" on_read(task: task_struct) => core_read!(task, real_parent.tgid)?;
    "core_read with the type" on_typed_read(task: task_struct) => core_read!(task, task_struct, real_parent)?;
    "core_address" on_address(task: task_struct) => core_address!(task, real_parent.tgid)?;
    "core_read_str" on_read_str(task: task_struct) => core_read_str!(task, real_parent.comm, &mut [0; 16])?.len();
    "core_read_bitfield" on_bitfield(header: iphdr) => core_read_bitfield!(header, version)?;
    "core_load" on_load(task: task_struct) => core_load!(task, real_parent.tgid);
    // SAFETY: nobody loads it.
    "context_load" on_context(packet: __sk_buff) => unsafe { context_load!(packet, __sk_buff, len) };
}
