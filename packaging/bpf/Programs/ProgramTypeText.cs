using System;

namespace Corewright.Bpf.Programs;

/// <summary>What <see cref="ProgramType"/>s are called, as bpftool calls them, in UTF-8.</summary>
public static class ProgramTypeText
{
    // One after the other by their numbers, each ended by a space.
    private static ReadOnlySpan<byte> Names =>
        ("unspec socket_filter kprobe sched_cls sched_act tracepoint xdp perf_event cgroup_skb cgroup_sock lwt_in lwt_out lwt_xmit "u8
        + "sock_ops sk_skb cgroup_device sk_msg raw_tracepoint cgroup_sock_addr lwt_seg6local lirc_mode2 sk_reuseport flow_dissector "u8
        + "cgroup_sysctl raw_tracepoint_writable cgroup_sockopt tracing struct_ops ext lsm sk_lookup syscall netfilter "u8);

    /// <summary>A type's name, such as <c>sched_cls</c>; <c>unspec</c> for a number that is none.</summary>
    public static ReadOnlySpan<byte> Of(ProgramType type)
    {
        ReadOnlySpan<byte> names = Names;
        for (uint number = 0; names.Length != 0; number++)
        {
            int end = names.IndexOf((byte)' ');
            if (number == (uint)type)
                return names[..end];
            names = names[(end + 1)..];
        }
        return Of(ProgramType.Unspecified);
    }
}
