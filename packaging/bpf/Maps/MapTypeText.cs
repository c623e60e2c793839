using System;

namespace Corewright.Bpf.Maps;

/// <summary>What types of maps are called, and since when they exist, in UTF-8.</summary>
public static class MapTypeText
{
    // By number: what bpftool calls it, what people call it, and the first Linux that has it.
    private static ReadOnlySpan<byte> Table =>
        """
        hash|hash maps|3.19
        array|array maps|3.19
        prog_array|program arrays|4.2
        perf_event_array|perf event arrays|4.3
        percpu_hash|per-CPU hash maps|4.6
        percpu_array|per-CPU arrays|4.6
        stack_trace|stack trace maps|4.6
        cgroup_array|cgroup arrays|4.8
        lru_hash|LRU hash maps|4.10
        lru_percpu_hash|LRU per-CPU hash maps|4.10
        lpm_trie|LPM tries|4.11
        array_of_maps|arrays of maps|4.12
        hash_of_maps|hashes of maps|4.12
        devmap|device maps|4.14
        sockmap|socket maps|4.14
        cpumap|CPU maps|4.15
        xskmap|AF_XDP socket maps|4.18
        sockhash|socket hash maps|4.18
        cgroup_storage|attached cgroup storage|4.19
        reuseport_sockarray|reuseport socket arrays|4.19
        percpu_cgroup_storage|attached per-CPU cgroup storage|4.20
        queue|queue maps|4.20
        stack|stack maps|4.20
        sk_storage|socket storage|5.2
        devmap_hash|device hash maps|5.4
        struct_ops|struct_ops maps|5.6
        ringbuf|ring buffers|5.8
        inode_storage|inode storage|5.10
        task_storage|task storage|5.11
        bloom_filter|bloom filters|5.16
        user_ringbuf|user ring buffers|6.1
        cgrp_storage|cgroup storage|6.2
        arena|arenas|6.9 (not on armv7)
        insn_array|instruction arrays|6.19

        """u8;

    /// <summary>As bpftool calls it: <c>lru_hash</c>; empty for a type without a name here.</summary>
    public static ReadOnlySpan<byte> Name(MapType type) => Field((uint)type, 0);

    /// <summary>In the field's words, as in "kernel 5.10 has no …"; empty for a type without a name here.</summary>
    public static ReadOnlySpan<byte> Of(MapType type) => Field((uint)type, 1);

    /// <summary>The first Linux that has it, as <c>5.8</c>, with what else matters in parentheses; empty for a type without a name here.</summary>
    public static ReadOnlySpan<byte> Since(MapType type) => Field((uint)type, 2);

    private static ReadOnlySpan<byte> Field(uint row, int column)
    {
        ReadOnlySpan<byte> rest = Table;
        for (uint i = 1; i < row && rest.Length != 0; i++)
            rest = rest[(rest.IndexOf((byte)'\n') + 1)..];
        if (row == 0 || rest.Length == 0)
            return default;
        ReadOnlySpan<byte> line = rest[..rest.IndexOf((byte)'\n')];
        for (int i = 0; i < column; i++)
            line = line[(line.IndexOf((byte)'|') + 1)..];
        int end = line.IndexOf((byte)'|');
        return end < 0 ? line : line[..end];
    }
}
