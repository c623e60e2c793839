//! The kernel's types, as far as filewatch looks into them. Fields are the kernel's, from 5.10 to 7.3.

corewright_ebpf::kernel_types! {
    /// An open file, or one that is about to be.
    pub struct file {
        /// Where it is.
        pub f_path: path,
        /// `O_*`, as the caller gave them, and `__FMODE_EXEC`.
        pub f_flags: u32,
    }

    /// A place in the tree of folders and mounts.
    pub struct path {
        /// In which mount; part of a [`mount`].
        pub mnt: *const vfsmount,
        /// The name there.
        pub dentry: *const dentry,
    }

    /// What the whole kernel sees of a mount.
    pub struct vfsmount {
        /// What is seen at its top.
        pub mnt_root: *const dentry,
    }

    /// A mount.
    pub struct mount {
        /// The one that it is mounted in; itself for that of the root.
        pub mnt_parent: *const mount,
        /// Where it is mounted there.
        pub mnt_mountpoint: *const dentry,
        /// What others see of it.
        pub mnt: vfsmount,
    }

    /// A name in a folder.
    pub struct dentry {
        /// The folder's; itself for the root of a file system.
        pub d_parent: *const dentry,
        /// The name.
        pub d_name: qstr,
        /// What goes by it.
        pub d_inode: *const inode,
    }

    /// A string with a length and a hash.
    pub struct qstr {
        /// The string, ended by a zero.
        pub name: *const u8,
    }

    /// A file or folder.
    pub struct inode {
        /// Its number.
        pub i_ino: usize,
        /// Its file system.
        pub i_sb: *const super_block,
    }

    /// A file system.
    pub struct super_block {
        /// Its device: the major number times 2^20, and the minor number.
        pub s_dev: u32,
    }
}
