//! Whose packet it is: the cgroup of its socket. A packet that goes out has one. One that comes in does not yet: it belongs to whom
//! packets went out from the other way, and until some did, that is not known.

use corewright_ebpf::constant;
use corewright_ebpf::maps::LruHashMap;
use corewright_ebpf::programs::TcContext;
use flowmeter_types::{Direction, Flow, MOST_FLOWS};

/// What is counted: everything, or what belongs to a cgroup and those below it.
#[repr(C)]
pub struct Wanted {
    /// The inode number of its folder; 0 for everything.
    cgroup_id: u64,
    /// The part of an id that is an inode number: the lower half on 32-bit kernels.
    mask: u64,
}

corewright_ebpf::constants! {
    /// What this object counts.
    static WANTED: Wanted = Wanted { cgroup_id: 0, mask: u64::MAX };
}

/// How many levels of cgroups are compared with the one that is asked for.
const CGROUP_LEVELS: i32 = 8;

/// Both ends of a connection.
#[derive(Clone, Copy)]
#[repr(C)]
struct Ends {
    local: [u8; 16],
    remote: [u8; 16],
    local_port: u16,
    remote_port: u16,
    version: u8,
    protocol: u8,
    reserved: [u8; 2],
}

corewright_ebpf::pin_layout!(
    Ends,
    size = 40,
    local = 0,
    remote = 16,
    local_port = 32,
    remote_port = 34,
    version = 36,
    protocol = 37,
    reserved = 38
);

corewright_ebpf::map! {
    /// The cgroups of sockets that sent something, as far as they are counted.
    static OWNERS: LruHashMap<Ends, u64, MOST_FLOWS>;
}

/// The cgroup's id, 0 where it is not known; nothing where its packets are not counted.
#[inline(always)]
pub fn of(context: &TcContext, flow: &Flow) -> Option<u64> {
    let has_ports = flow.source_port != 0 && flow.destination_port != 0;
    if flow.direction == Direction::Ingress {
        let owner = if has_ports { OWNERS.get(&ends(flow)) } else { None };
        // SAFETY: a value of a map, which stays readable until this program ends.
        let cgroup_id = owner.map_or(0, |owner| unsafe { owner.read() });
        return if cgroup_id != 0 || wanted().0 == 0 { Some(cgroup_id) } else { None };
    }
    let cgroup_id = context.cgroup_id();
    let is_admitted = admits(context, cgroup_id);
    // What the kernel sends by itself, such as the end of a connection that its process has left, changes nothing.
    if has_ports && cgroup_id != 0 {
        note(&ends(flow), if is_admitted { cgroup_id } else { 0 });
    }
    if is_admitted { Some(cgroup_id) } else { None }
}

/// Notes whose the packets are that come the other way; 0 for somebody whose are not counted.
#[inline(always)]
fn note(ends: &Ends, cgroup_id: u64) {
    match OWNERS.get(ends) {
        // SAFETY: as above.
        Some(owner) if unsafe { owner.read() } == cgroup_id => {}
        None if cgroup_id == 0 => {}
        // A full map forgets others; an error means that this one stays unknown.
        _ => drop(OWNERS.insert(ends, &cgroup_id)),
    }
}

#[inline(always)]
fn ends(flow: &Flow) -> Ends {
    let (version, protocol) = (flow.version, flow.protocol);
    if flow.direction == Direction::Egress {
        let (local, remote) = (flow.source, flow.destination);
        let (local_port, remote_port) = (flow.source_port, flow.destination_port);
        return Ends { local, remote, local_port, remote_port, version, protocol, reserved: [0; 2] };
    }
    let (local, remote) = (flow.destination, flow.source);
    let (local_port, remote_port) = (flow.destination_port, flow.source_port);
    Ends { local, remote, local_port, remote_port, version, protocol, reserved: [0; 2] }
}

/// The cgroup that is asked for, and the part of an id to compare with it.
#[inline(always)]
fn wanted() -> (u64, u64) {
    (constant(&WANTED.cgroup_id), constant(&WANTED.mask))
}

#[inline(always)]
fn admits(context: &TcContext, cgroup_id: u64) -> bool {
    let (wanted, mask) = wanted();
    if wanted == 0 || cgroup_id & mask == wanted {
        return true;
    }
    for level in 1..CGROUP_LEVELS {
        if context.ancestor_cgroup_id(level) & mask == wanted {
            return true;
        }
    }
    false
}
