//! How many packets there were: a number for each CPU, so that none has to wait for another.

use corewright_ebpf::maps::PerCpuArray;
use xdpwall_types::{Count, MOST_RULES, OUTCOMES, Outcome};

corewright_ebpf::map! {
    /// By what became of them.
    static OUTCOME_COUNTS: PerCpuArray<Count, OUTCOMES>;

    /// By the rule that decided.
    static RULE_COUNTS: PerCpuArray<Count, MOST_RULES>;
}

/// Counts a packet under its outcome.
#[inline(always)]
pub fn add_outcome(outcome: Outcome, bytes: u64) {
    add(OUTCOME_COUNTS.get(outcome as u32), bytes);
}

/// Counts a packet under its rule.
#[inline(always)]
pub fn add_rule(number: u32, bytes: u64) {
    add(RULE_COUNTS.get(number), bytes);
}

#[inline(always)]
fn add(count: Option<*mut Count>, bytes: u64) {
    if let Some(count) = count {
        // SAFETY: this CPU's own value, and a program that handles packets is not interrupted by another one.
        unsafe {
            (*count).packets += 1;
            (*count).bytes += bytes;
        }
    }
}
