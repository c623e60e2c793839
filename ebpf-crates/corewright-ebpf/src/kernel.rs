//! The kernel's types, as far as this crate looks into them, from 5.10 to 7.3. What follows the underscores sets them apart from a
//! program's own declarations of the same types.

crate::kernel_types! {
    /// A thread.
    pub(crate) struct task_struct___corewright {
        pub(crate) pid: i32,
        pub(crate) tgid: i32,
        pub(crate) real_parent: *const task_struct___corewright,
        pub(crate) group_leader: *const task_struct___corewright,
        pub(crate) thread_pid: *const pid___corewright,
        pub(crate) start_boottime: u64,
        pub(crate) cred: *const cred___corewright,
        pub(crate) comm: [u8; 16],
        pub(crate) cgroups: *const css_set___corewright,
    }

    /// The ids of a thread, one in each pid namespace that it is visible in.
    pub(crate) struct pid___corewright {
        pub(crate) level: u32,
        pub(crate) numbers: [upid___corewright; 1],
    }

    /// An id in one pid namespace.
    pub(crate) struct upid___corewright {
        pub(crate) ns: *const pid_namespace___corewright,
    }

    /// A pid namespace.
    pub(crate) struct pid_namespace___corewright {
        pub(crate) ns: ns_common___corewright,
    }

    /// What all kinds of namespaces have.
    pub(crate) struct ns_common___corewright {
        pub(crate) inum: u32,
    }

    /// Who a thread acts as.
    pub(crate) struct cred___corewright {
        pub(crate) uid: kuid_t___corewright,
        pub(crate) gid: kgid_t___corewright,
    }

    /// A user's id.
    pub(crate) struct kuid_t___corewright {
        pub(crate) val: u32,
    }

    /// A group's id.
    pub(crate) struct kgid_t___corewright {
        pub(crate) val: u32,
    }

    /// The cgroups of a thread.
    pub(crate) struct css_set___corewright {
        pub(crate) dfl_cgrp: *const cgroup___corewright,
    }

    /// A cgroup.
    pub(crate) struct cgroup___corewright {
        pub(crate) self_: cgroup_subsys_state___corewright,
        pub(crate) kn: *const kernfs_node___corewright,
    }

    /// A cgroup as a controller sees it.
    pub(crate) struct cgroup_subsys_state___corewright {
        pub(crate) cgroup: *const cgroup___corewright,
        pub(crate) parent: *const cgroup_subsys_state___corewright,
    }

    /// A file or folder of a file system that the kernel makes up.
    pub(crate) struct kernfs_node___corewright {
        pub(crate) id: u64,
    }
}
