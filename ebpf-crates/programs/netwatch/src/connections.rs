//! The connections that are open, and whose they are.
//!
//! Who connects is the thread that runs when the socket goes to `SYN_SENT`. Who accepts only shows when `accept` returns: until then
//! a connection is nobody's, for the packet that establishes it comes while any thread runs. A connection that was open before this
//! program was is in no table: nothing is known of its beginning, and nothing is reported.

use corewright_ebpf::filter;
use corewright_ebpf::helpers::{Errno, monotonic_ns};
use corewright_ebpf::maps::LruHashMap;
use corewright_ebpf::process::ProcessHeader;
use corewright_ebpf::programs::TcpState;
use corewright_kernel::sock;
use netwatch_types::Direction;

use crate::options;

/// An open connection.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct Connection {
    /// Who connected or accepted; all zeroes as long as nobody did.
    pub process: ProcessHeader,
    /// When it began to be one, in nanoseconds since boot.
    pub began: u64,
    /// When it was established; 0 as long as it isn't.
    pub established: u64,
    /// Who began it.
    pub direction: Direction,
    /// Zero.
    pub reserved: u32,
}

corewright_ebpf::pin_layout!(
    Connection,
    size = 80,
    process = 0,
    began = 56,
    established = 64,
    direction = 72,
    reserved = 76
);

impl Connection {
    /// Whether it is known whose it is: no process has number 0.
    pub fn has_owner(&self) -> bool {
        self.process.tgid != 0
    }
}

const NOBODY: ProcessHeader = ProcessHeader {
    pid: 0,
    tgid: 0,
    ppid: 0,
    uid: 0,
    gid: 0,
    pid_namespace: 0,
    cgroup_id: 0,
    start_time: 0,
    comm: [0; 16],
};

corewright_ebpf::map! {
    /// By the address of the kernel's socket. Each is removed when it ends; if there are more at a time, those that nothing happened
    /// to for the longest time are forgotten.
    static CONNECTIONS: LruHashMap<u64, Connection, 16384>;
}

/// The current process calls `connect`.
#[inline(always)]
pub fn connecting(socket: *const sock) -> Result<(), Errno> {
    if !filter::admits_current() {
        // The socket may have been another connection, whose end was missed.
        forget(socket);
        return Ok(());
    }
    let connection = Connection {
        process: ProcessHeader::current()?,
        began: monotonic_ns(),
        established: 0,
        direction: Direction::Outgoing,
        reserved: 0,
    };
    CONNECTIONS.insert(&(socket as u64), &connection)
}

/// The handshake is done, in whatever thread. Gives the connection if it is to be reported as open.
#[inline(always)]
pub fn established(socket: *const sock, from: TcpState) -> Result<Option<&'static Connection>, Errno> {
    let now = monotonic_ns();
    if let Some(connection) = known(socket)
        && matches!(connection.direction, Direction::Outgoing)
        && connection.established == 0
    {
        connection.established = now;
        return Ok(options::reports_opened().then_some(connection));
    }
    // Two sides that connect to each other at the same time are the only others that come from there.
    if from == TcpState::SYN_RECV {
        let connection =
            Connection { process: NOBODY, began: now, established: now, direction: Direction::Incoming, reserved: 0 };
        CONNECTIONS.insert(&(socket as u64), &connection)?;
    }
    Ok(None)
}

/// The current process has accepted it. Gives the connection if it is to be reported as open.
#[inline(always)]
pub fn accepted(socket: *const sock) -> Result<Option<&'static Connection>, Errno> {
    // A packet may end the connection just now: then it is reported as nobody's.
    let Some(connection) = known(socket) else { return Ok(None) };
    if !filter::admits_current() {
        forget(socket);
        return Ok(None);
    }
    connection.process = ProcessHeader::current()?;
    Ok(options::reports_opened().then_some(connection))
}

/// The current process closes it, and it may be the first that is known to have it: where probes miss an `accept`.
#[inline(always)]
pub fn closing(socket: *const sock) -> Result<(), Errno> {
    let Some(connection) = known(socket) else { return Ok(()) };
    if connection.has_owner() {
        return Ok(());
    }
    if filter::admits_current() {
        connection.process = ProcessHeader::current()?;
    } else {
        forget(socket);
    }
    Ok(())
}

/// It has ended, in whatever thread. One whose addresses are kept for late packets (`TIME_WAIT`) has ended, too. Gives the connection
/// if it is to be reported; to be forgotten afterwards.
#[inline(always)]
pub fn closed(socket: *const sock) -> Option<&'static Connection> {
    let connection = known(socket)?;
    // What is nobody's is nobody's whom a filter admits.
    (connection.has_owner() || filter::admits_everybody()).then_some(connection)
}

/// Forgets it.
#[inline(always)]
pub fn forget(socket: *const sock) {
    // An error means that it was not known.
    let _ = CONNECTIONS.remove(&(socket as u64));
}

#[inline(always)]
fn known(socket: *const sock) -> Option<&'static mut Connection> {
    // SAFETY: the memory of a map's entry stays there. That no other thread has it just now is the doing of the socket's lock, but for
    // `accepted`: then a number may be an older one, and no number is half written.
    CONNECTIONS.get(&(socket as u64)).map(|connection| unsafe { &mut *connection })
}
