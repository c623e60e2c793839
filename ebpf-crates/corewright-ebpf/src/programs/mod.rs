//! What a program is given, and what it answers: a typed context for each kind of program.
//!
//! A program is a function with one of [`macros`](crate::macros)' attributes. It takes the context of its kind and returns what its
//! kind may return, which the compiler checks:
//!
//! | attribute | context | returns |
//! |---|---|---|
//! | `kprobe`, `uprobe`, `usdt`, `ksyscall` | [`ProbeContext`], [`UsdtContext`], [`SyscallContext`] | nothing, a number, or a `Result` of these |
//! | `kretprobe`, `uretprobe`, `kretsyscall` | [`RetProbeContext`] | the same |
//! | `tracepoint` | [`TracePointContext`] | the same |
//! | `raw_tracepoint` | [`RawTracePointContext`] | the same |
//! | `btf_tracepoint`, `fentry`, `fexit` | [`BtfTracePointContext`], [`FEntryContext`], [`FExitContext`] | the same |
//! | `perf_event`, `iter` | [`PerfEventContext`], [`IterContext`] | the same |
//! | `lsm`, `fmod_ret` | [`LsmContext`], [`FModRetContext`] | [`LsmDecision`] |
//! | `lsm_cgroup` | [`LsmContext`] | [`CgroupDecision`] |
//! | `xdp` | [`XdpContext`] | [`XdpAction`], or a `Result` of it: an error is `XDP_ABORTED`, which a tracepoint reports |
//! | `classifier`, `action`, `tcx`, `netkit` | [`TcContext`] | [`TcAction`] |
//! | `cgroup_skb` | [`SkBuffContext`] | [`CgroupDecision`] |
//! | `socket_filter` | [`SkBuffContext`] | how many bytes to keep |
//! | `lwt_in`, `lwt_out`, `lwt_xmit` | [`LwtContext`] | [`LwtAction`] |
//! | `stream_parser`, `stream_verdict`, `packet_verdict` | [`SkBuffContext`] | how long the message is; [`SkAction`] |
//! | `cgroup_sock_addr` | [`SockAddrContext`] | [`CgroupDecision`] |
//! | `cgroup_sock` | [`SockContext`] | [`CgroupDecision`] |
//! | `cgroup_sockopt` | [`SockoptContext`] | [`CgroupDecision`] |
//! | `cgroup_sysctl` | [`SysctlContext`] | [`CgroupDecision`] |
//! | `cgroup_device` | [`DeviceContext`] | [`CgroupDecision`] |
//! | `sock_ops` | [`SockOpsContext`] | nothing |
//! | `sk_lookup`, `sk_msg`, `sk_reuseport` | [`SkLookupContext`], [`SkMsgContext`], [`SkReuseportContext`] | [`SkAction`] |
//! | `netfilter` | [`NetfilterContext`] | [`NetfilterVerdict`] |
//! | `flow_dissector` | [`FlowDissectorContext`] | [`FlowAction`] |
//!
//! Contexts' fields are loaded one by one, never merged: the kernel translates each load by its offset.

mod answers;
mod cgroup;
mod context;
mod iter;
mod network;
mod network_header;
mod numbers;
mod probe;
mod registers;
mod sk_buff;
mod sockets;
mod tracing;
mod usdt;
mod xdp;

pub use answers::*;
pub use cgroup::*;
pub use context::*;
pub use iter::*;
pub use network::*;
pub use numbers::*;
pub use probe::*;
pub use sk_buff::*;
pub use sockets::*;
pub use tracing::*;
pub use usdt::*;
pub use xdp::*;
