use core::ptr;

use super::definition::definition;
use crate::helpers::{self, Errno};

/// `BPF_LOCAL_STORAGE_GET_F_CREATE`: begin with zeroes where there is nothing yet.
const CREATE: u64 = 1;

definition! {
    /// `BPF_MAP_TYPE_TASK_STORAGE` (5.11): a value of each task, gone with it.
    pub TaskStorage<V;>, r#type: [i32; 29], map_flags: [i32; 1], key: i32, value: V
}

definition! {
    /// `BPF_MAP_TYPE_INODE_STORAGE` (5.10): a value of each inode, gone with it.
    pub InodeStorage<V;>, r#type: [i32; 28], map_flags: [i32; 1], key: i32, value: V
}

definition! {
    /// `BPF_MAP_TYPE_SK_STORAGE` (5.2): a value of each socket, gone with it.
    pub SkStorage<V;>, r#type: [i32; 24], map_flags: [i32; 1], key: i32, value: V
}

definition! {
    /// `BPF_MAP_TYPE_CGRP_STORAGE` (6.2): a value of each cgroup, gone with it.
    pub CgrpStorage<V;>, r#type: [i32; 32], map_flags: [i32; 1], key: i32, value: V
}

macro_rules! storage {
    ($name:ident, $helper:ident, $delete:ident, $owner:literal) => {
        impl<V: Copy> $name<V> {
            #[doc = concat!("The address of the value of ", $owner, ", zeroes at first; nothing where there is no memory for it.")]
            ///
            /// # Safety
            #[doc = concat!("The pointer must be one that the verifier knows to be ", $owner, ".")]
            #[inline(always)]
            pub unsafe fn get_or_create<T>(&'static self, owner: *const T) -> Option<*mut V> {
                // SAFETY: `self` is a map of this kind; the owner is the caller's promise, which the verifier checks.
                let value = unsafe { helpers::$helper(self.handle(), owner.cast(), ptr::null(), CREATE) };
                if value.is_null() { None } else { Some(value.cast()) }
            }

            #[doc = concat!("The address of the value of ", $owner, ", if it has one.")]
            ///
            /// # Safety
            #[doc = concat!("The pointer must be one that the verifier knows to be ", $owner, ".")]
            #[inline(always)]
            pub unsafe fn get<T>(&'static self, owner: *const T) -> Option<*mut V> {
                // SAFETY: `self` is a map of this kind; the owner is the caller's promise, which the verifier checks.
                let value = unsafe { helpers::$helper(self.handle(), owner.cast(), ptr::null(), 0) };
                if value.is_null() { None } else { Some(value.cast()) }
            }

            #[doc = concat!("Removes the value of ", $owner, "; an error if it has none.")]
            ///
            /// # Safety
            #[doc = concat!("The pointer must be one that the verifier knows to be ", $owner, ".")]
            #[inline(always)]
            pub unsafe fn remove<T>(&'static self, owner: *const T) -> Result<(), Errno> {
                // SAFETY: `self` is a map of this kind; the owner is the caller's promise, which the verifier checks.
                Errno::check(unsafe { helpers::$delete(self.handle(), owner.cast()) }).map(drop)
            }
        }
    };
}

storage! { TaskStorage, task_storage_get, task_storage_delete, "a task" }
storage! { InodeStorage, inode_storage_get, inode_storage_delete, "an inode" }
storage! { SkStorage, sk_storage_get, sk_storage_delete, "a socket" }
storage! { CgrpStorage, cgrp_storage_get, cgrp_storage_delete, "a cgroup" }

/// `struct bpf_cgroup_storage_key` of include/uapi/linux/bpf.h.
#[repr(C)]
pub struct CgroupStorageKey {
    /// The cgroup's id.
    pub cgroup_inode_id: u64,
    /// Where programs are attached.
    pub attach_type: u32,
}

macro_rules! attached {
    ($(#[$meta:meta])* $name:ident, $type:literal) => {
        definition! {
            $(#[$meta])*
            ///
            /// For programs of cgroups, each of which can have one of these.
            pub $name<V;>, r#type: [i32; $type], key: CgroupStorageKey, value: V
        }

        impl<V: Copy> $name<V> {
            /// The address of the value.
            #[inline(always)]
            pub fn get(&'static self) -> *mut V {
                // SAFETY: `self` is a map of this kind.
                unsafe { helpers::get_local_storage(self.handle(), 0) }.cast()
            }
        }
    };
}

attached! {
    /// `BPF_MAP_TYPE_CGROUP_STORAGE` (4.19): a value for each cgroup that programs are attached to, zeroes at first.
    CgroupStorage, 19
}

attached! {
    /// `BPF_MAP_TYPE_PERCPU_CGROUP_STORAGE` (4.20): like [`CgroupStorage`], a value for each CPU.
    PerCpuCgroupStorage, 21
}
