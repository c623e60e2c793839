//! Ways from a file up to the root.

use corewright_ebpf::helpers::Errno;
use corewright_ebpf::{core_offset, core_read};
use corewright_kernel::{dentry, file, mount};
use filewatch_types::FileId;

/// How many folders and mounts up a path is followed.
pub const MOST_STEPS: u32 = 64;

/// A name in a mount.
#[derive(Clone, Copy)]
pub struct Place {
    /// The name.
    pub dentry: *const dentry,
    mount: *const mount,
}

/// What lies above a place.
pub enum Above {
    /// Its folder: the place had a name in it.
    Folder(Place),
    /// Where its mount is mounted: the same place by another name.
    Mountpoint(Place),
    /// Nothing.
    Nothing,
}

impl Place {
    /// Where a file is.
    #[inline(always)]
    pub fn of(file: *const file) -> Result<Self, Errno> {
        let seen = core_read!(file, f_path.mnt)?;
        let mount = (seen as usize).wrapping_sub(core_offset!(mount, mnt)) as *const mount;
        Ok(Self { dentry: core_read!(file, f_path.dentry)?, mount })
    }

    /// One step up, as the process sees it: through the mounts of its namespace.
    #[inline(always)]
    pub fn above(self) -> Result<Above, Errno> {
        if self.dentry == core_read!(self.mount, mnt.mnt_root)? {
            let outer = self.mount.mnt_parent()?;
            if outer == self.mount {
                return Ok(Above::Nothing);
            }
            let dentry = self.mount.mnt_mountpoint()?;
            return Ok(Above::Mountpoint(Self { dentry, mount: outer }));
        }
        let dentry = self.dentry.d_parent()?;
        // What is in no folder: pipes, sockets, files without a name, and what was unmounted.
        if dentry == self.dentry {
            return Ok(Above::Nothing);
        }
        Ok(Above::Folder(Self { dentry, mount: self.mount }))
    }
}

/// Which file or folder goes by a name.
#[inline(always)]
pub fn id_of(dentry: *const dentry) -> Result<FileId, Errno> {
    let inode = dentry.d_inode()?;
    Ok(FileId { inode: inode.i_ino()? as u64, device: u64::from(core_read!(inode, i_sb.s_dev)?) })
}
