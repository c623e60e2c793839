//! Counts packets and bytes by flow and by cgroup, where they come in and where they go out.
#![no_std]
#![no_main]
#![feature(asm_experimental_arch, arbitrary_self_types_pointers, macro_attr)]

mod owner;
mod packet;

use corewright_ebpf::macros::classifier;
use corewright_ebpf::maps::{LruPerCpuHashMap, PerCpuArray};
use corewright_ebpf::programs::{TcAction, TcContext};
use flowmeter_types::{Direction, Flow, Group, MOST_FLOWS, MOST_GROUPS, TOTALS, Total, Traffic};

use packet::Seen;

corewright_ebpf::license!("Dual MIT/GPL");

corewright_ebpf::map! {
    /// By flow.
    static FLOWS: LruPerCpuHashMap<Flow, Traffic, MOST_FLOWS>;

    /// By cgroup: exact also where flows were forgotten.
    static GROUPS: LruPerCpuHashMap<Group, Traffic, MOST_GROUPS>;

    /// All of them.
    static ALL: PerCpuArray<Traffic, TOTALS>;
}

/// What comes in.
#[classifier(ingress)]
fn on_ingress(context: TcContext) -> TcAction {
    count(&context, Direction::Ingress);
    TcAction::Unspec
}

/// What goes out.
#[classifier(egress)]
fn on_egress(context: TcContext) -> TcAction {
    count(&context, Direction::Egress);
    TcAction::Unspec
}

#[inline(always)]
fn count(context: &TcContext, direction: Direction) {
    let (mut flow, headers) = match packet::read(context, direction) {
        Seen::Ip(flow, headers) => (flow, headers),
        Seen::Not(total) => {
            let one = Traffic { packets: 1, bytes: u64::from(context.len()) };
            add(ALL.get(total as u32), &one);
            return;
        }
    };
    let Some(cgroup_id) = owner::of(context, &flow) else { return };
    flow.cgroup_id = cgroup_id;

    let traffic = packet::on_the_wire(context, &headers);
    let (total, group) = (
        if direction == Direction::Ingress { Total::Ingress } else { Total::Egress },
        Group { cgroup_id, direction, reserved: [0; 7] },
    );
    add(ALL.get(total as u32), &traffic);
    if !add(GROUPS.get(&group), &traffic) && GROUPS.try_insert(&group, &traffic).is_err() {
        add(GROUPS.get(&group), &traffic);
    }
    // Another CPU may be first to insert it.
    if !add(FLOWS.get(&flow), &traffic) && FLOWS.try_insert(&flow, &traffic).is_err() {
        add(FLOWS.get(&flow), &traffic);
    }
}

/// Adds to a count, if there is one.
#[inline(always)]
fn add(sum: Option<*mut Traffic>, traffic: &Traffic) -> bool {
    let Some(sum) = sum else { return false };
    // SAFETY: this CPU's own value, and a program that handles packets is not interrupted by another one.
    unsafe {
        (*sum).packets += traffic.packets;
        (*sum).bytes += traffic.bytes;
    }
    true
}
