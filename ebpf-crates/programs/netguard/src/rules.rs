//! Which rule is for a destination, and what it says.

use core::ptr;

use corewright_ebpf::maps::{LpmTrie, PerCpuArray, Prefix};
use corewright_ebpf::{atomic_add, constant};
use netguard_types::{Destination4, Destination6, MOST_RULES, Rule, Settings, Verdict};

corewright_ebpf::constants! {
    /// The settings of this object.
    static NETGUARD_SETTINGS: Settings = Settings { denies_others: 0, reports_all: 0 };
}

corewright_ebpf::map! {
    /// Rules for IPv4, also where sockets of IPv6 use it.
    static RULES4: LpmTrie<Prefix<Destination4>, Rule, { MOST_RULES as usize }>;

    /// Rules for IPv6.
    static RULES6: LpmTrie<Prefix<Destination6>, Rule, { MOST_RULES as usize }>;

    /// How often each rule decided; the first number is for no rule.
    static ATTEMPTS: PerCpuArray<u64, { MOST_RULES as usize + 1 }>;
}

/// Where somebody wants to get through to.
#[derive(Clone, Copy)]
pub enum Destination {
    /// By IPv4.
    Version4([u8; 4], u16),
    /// By IPv6.
    Version6([u8; 16], u16),
}

impl Destination {
    /// An address as sockets of IPv6 have it. Those of `::ffff:0:0/96` are IPv4 addresses, and get there by IPv4.
    #[inline(always)]
    pub fn of_version6(address: [u8; 16], port: u16) -> Self {
        match address {
            [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, a, b, c, d] => Self::Version4([a, b, c, d], port),
            _ => Self::Version6(address, port),
        }
    }
}

/// Whether what is allowed is reported, too.
#[inline(always)]
pub fn reports_all() -> bool {
    constant(&NETGUARD_SETTINGS.reports_all) != 0
}

/// Decides, and counts it. Gives the rule's number, too, 0 for none.
#[inline(always)]
pub fn decide(destination: Destination) -> (Verdict, u32) {
    let found = match destination {
        Destination::Version4(address, port) => {
            for_port_or_any(port, |port| RULES4.get(&Prefix::whole(Destination4 { port, address })))
        }
        Destination::Version6(address, port) => {
            for_port_or_any(port, |port| RULES6.get(&Prefix::whole(Destination6 { port, address })))
        }
    };
    let (verdict, number) = match found {
        Some(rule) => (rule.verdict, rule.number),
        None if constant(&NETGUARD_SETTINGS.denies_others) != 0 => (Verdict::Deny, 0),
        None => (Verdict::Allow, 0),
    };
    if let Some(count) = ATTEMPTS.get(number) {
        // Another thread may come between on the same processor, for these programs can be preempted.
        // SAFETY: a value of a map.
        unsafe { atomic_add(count, 1) };
    }
    (verdict, number)
}

/// The rule with the longest prefix; of two as long, that for the port.
#[inline(always)]
fn for_port_or_any(port: u16, look_up: impl Fn([u8; 4]) -> Option<*mut Rule>) -> Option<Rule> {
    // SAFETY: a map's values, which user space writes before the program runs.
    let read = |rule: *mut Rule| unsafe { ptr::read(rule) };
    let for_port = look_up(u32::from(port).to_be_bytes()).map(read);
    let for_any = look_up([0; 4]).map(read);
    match (for_port, for_any) {
        (Some(one), Some(other)) if one.address_bits < other.address_bits => Some(other),
        (None, other) => other,
        (one, _) => one,
    }
}
