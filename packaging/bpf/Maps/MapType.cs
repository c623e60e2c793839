namespace Corewright.Bpf.Maps;

/// <summary>
/// What a map is: the kernel's <c>enum bpf_map_type</c> (include/uapi/linux/bpf.h), with the first Linux that has it. Numbers that
/// are not named here are passed on to the kernel all the same.
/// </summary>
public enum MapType : uint
{
    /// <summary>Not said.</summary>
    Unspecified = 0,

    /// <summary>BPF_MAP_TYPE_HASH, 3.19.</summary>
    Hash = 1,

    /// <summary>BPF_MAP_TYPE_ARRAY, 3.19.</summary>
    Array = 2,

    /// <summary>BPF_MAP_TYPE_PROG_ARRAY, 4.2: programs to tail-call.</summary>
    ProgramArray = 3,

    /// <summary>BPF_MAP_TYPE_PERF_EVENT_ARRAY, 4.3.</summary>
    PerfEventArray = 4,

    /// <summary>BPF_MAP_TYPE_PERCPU_HASH, 4.6.</summary>
    PerCpuHash = 5,

    /// <summary>BPF_MAP_TYPE_PERCPU_ARRAY, 4.6.</summary>
    PerCpuArray = 6,

    /// <summary>BPF_MAP_TYPE_STACK_TRACE, 4.6.</summary>
    StackTrace = 7,

    /// <summary>BPF_MAP_TYPE_CGROUP_ARRAY, 4.8.</summary>
    CgroupArray = 8,

    /// <summary>BPF_MAP_TYPE_LRU_HASH, 4.10.</summary>
    LruHash = 9,

    /// <summary>BPF_MAP_TYPE_LRU_PERCPU_HASH, 4.10.</summary>
    LruPerCpuHash = 10,

    /// <summary>BPF_MAP_TYPE_LPM_TRIE, 4.11: the longest prefix wins.</summary>
    LpmTrie = 11,

    /// <summary>BPF_MAP_TYPE_ARRAY_OF_MAPS, 4.12.</summary>
    ArrayOfMaps = 12,

    /// <summary>BPF_MAP_TYPE_HASH_OF_MAPS, 4.12.</summary>
    HashOfMaps = 13,

    /// <summary>BPF_MAP_TYPE_DEVMAP, 4.14.</summary>
    DeviceMap = 14,

    /// <summary>BPF_MAP_TYPE_SOCKMAP, 4.14.</summary>
    SocketMap = 15,

    /// <summary>BPF_MAP_TYPE_CPUMAP, 4.15.</summary>
    CpuMap = 16,

    /// <summary>BPF_MAP_TYPE_XSKMAP, 4.18.</summary>
    XskMap = 17,

    /// <summary>BPF_MAP_TYPE_SOCKHASH, 4.18.</summary>
    SocketHash = 18,

    /// <summary>BPF_MAP_TYPE_CGROUP_STORAGE, 4.19; called CGROUP_STORAGE_DEPRECATED since 6.2.</summary>
    OldCgroupStorage = 19,

    /// <summary>BPF_MAP_TYPE_REUSEPORT_SOCKARRAY, 4.19.</summary>
    ReuseportArray = 20,

    /// <summary>BPF_MAP_TYPE_PERCPU_CGROUP_STORAGE, 4.20.</summary>
    OldPerCpuCgroupStorage = 21,

    /// <summary>BPF_MAP_TYPE_QUEUE, 4.20.</summary>
    Queue = 22,

    /// <summary>BPF_MAP_TYPE_STACK, 4.20.</summary>
    Stack = 23,

    /// <summary>BPF_MAP_TYPE_SK_STORAGE, 5.2.</summary>
    SocketStorage = 24,

    /// <summary>BPF_MAP_TYPE_DEVMAP_HASH, 5.4.</summary>
    DeviceHash = 25,

    /// <summary>BPF_MAP_TYPE_STRUCT_OPS, 5.6.</summary>
    StructOps = 26,

    /// <summary>BPF_MAP_TYPE_RINGBUF, 5.8.</summary>
    RingBuffer = 27,

    /// <summary>BPF_MAP_TYPE_INODE_STORAGE, 5.10.</summary>
    InodeStorage = 28,

    /// <summary>BPF_MAP_TYPE_TASK_STORAGE, 5.11.</summary>
    TaskStorage = 29,

    /// <summary>BPF_MAP_TYPE_BLOOM_FILTER, 5.16.</summary>
    BloomFilter = 30,

    /// <summary>BPF_MAP_TYPE_USER_RINGBUF, 6.1: from user space to programs.</summary>
    UserRingBuffer = 31,

    /// <summary>BPF_MAP_TYPE_CGRP_STORAGE, 6.2.</summary>
    CgroupStorage = 32,

    /// <summary>BPF_MAP_TYPE_ARENA, 6.9: memory that programs and user space share by address.</summary>
    Arena = 33,

    /// <summary>BPF_MAP_TYPE_INSN_ARRAY, 6.19: addresses of instructions, for indirect jumps.</summary>
    InstructionArray = 34,
}
