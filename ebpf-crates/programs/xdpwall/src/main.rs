//! Drops or passes packets by the prefix of where they come from, and counts them. Without rules everything passes.
#![no_std]
#![no_main]
#![feature(asm_experimental_arch, arbitrary_self_types_pointers, macro_attr)]

mod counts;
mod packet;

use corewright_ebpf::macros::xdp;
use corewright_ebpf::maps::{LpmTrie, Prefix};
use corewright_ebpf::programs::{XdpAction, XdpContext};
use xdpwall_types::{MOST_RULES, Outcome, Rule, Verdict};

use packet::Source;

corewright_ebpf::license!("Dual MIT/GPL");

corewright_ebpf::map! {
    /// The rules for IPv4; the one with the longest prefix counts.
    static IPV4_RULES: LpmTrie<Prefix<[u8; 4]>, Rule, MOST_RULES>;

    /// The rules for IPv6.
    static IPV6_RULES: LpmTrie<Prefix<[u8; 16]>, Rule, MOST_RULES>;
}

/// Judges a packet. Only headers are looked at, which each fragment of a datagram has: all of them share its fate.
#[xdp]
fn on_packet(context: XdpContext) -> XdpAction {
    let bytes = (context.data_end() - context.data()) as u64;
    let rule = match packet::source(&context) {
        Source::Ipv4(bits) => IPV4_RULES.get(&Prefix::whole(bits)),
        Source::Ipv6(bits) => IPV6_RULES.get(&Prefix::whole(bits)),
        Source::None(outcome) => {
            counts::add_outcome(outcome, bytes);
            return XdpAction::Pass;
        }
    };
    let Some(rule) = rule else {
        counts::add_outcome(Outcome::Passed, bytes);
        return XdpAction::Pass;
    };
    // SAFETY: a value of a trie, which stays readable until this program ends. The verdict is read as a number, since user space
    // wrote it.
    let (number, verdict) = unsafe { ((*rule).number, (&raw const (*rule).verdict).cast::<u32>().read()) };
    counts::add_rule(number, bytes);
    if verdict == Verdict::Deny as u32 {
        counts::add_outcome(Outcome::Denied, bytes);
        return XdpAction::Drop;
    }
    counts::add_outcome(Outcome::Allowed, bytes);
    XdpAction::Pass
}
