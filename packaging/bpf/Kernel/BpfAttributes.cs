// union bpf_attr of include/uapi/linux/bpf.h, one struct per command, as far as this project fills it in.
// Pointers are 64 bits wide in it on every architecture, so one layout serves all three.

using System.Runtime.InteropServices;

namespace Corewright.Bpf.Kernel;

/// <summary>What <c>BPF_MAP_CREATE</c> takes.</summary>
[StructLayout(LayoutKind.Explicit, Size = 80)]
internal unsafe struct MapCreateAttributes
{
    [FieldOffset(0)] public uint MapType;
    [FieldOffset(4)] public uint KeySize;
    [FieldOffset(8)] public uint ValueSize;
    [FieldOffset(12)] public uint MaxEntries;
    [FieldOffset(16)] public uint MapFlags;
    [FieldOffset(20)] public int InnerMapFd;
    [FieldOffset(24)] public uint NumaNode;
    [FieldOffset(28)] public fixed byte MapName[16];
    [FieldOffset(44)] public uint Interface;
    [FieldOffset(48)] public int BtfFd;
    [FieldOffset(52)] public uint BtfKeyTypeId;
    [FieldOffset(56)] public uint BtfValueTypeId;
    [FieldOffset(60)] public uint KernelValueTypeId;
    [FieldOffset(64)] public ulong MapExtra;
    [FieldOffset(72)] public int ValueTypeBtfFd;
}

/// <summary>What the commands on a map's elements take, and <c>BPF_MAP_FREEZE</c>.</summary>
[StructLayout(LayoutKind.Explicit, Size = 32)]
internal struct MapElementAttributes
{
    [FieldOffset(0)] public int MapFd;
    [FieldOffset(8)] public ulong Key;
    [FieldOffset(16)] public ulong Value;

    /// <summary>BPF_MAP_GET_NEXT_KEY's in the place of the value.</summary>
    [FieldOffset(16)] public ulong NextKey;
    [FieldOffset(24)] public ulong Flags;
}

/// <summary>What the batch commands on maps take.</summary>
[StructLayout(LayoutKind.Explicit, Size = 56)]
internal struct MapBatchAttributes
{
    [FieldOffset(0)] public ulong InBatch;
    [FieldOffset(8)] public ulong OutBatch;
    [FieldOffset(16)] public ulong Keys;
    [FieldOffset(24)] public ulong Values;
    [FieldOffset(32)] public uint Count;
    [FieldOffset(36)] public int MapFd;
    [FieldOffset(40)] public ulong ElementFlags;
    [FieldOffset(48)] public ulong Flags;
}

/// <summary>What <c>BPF_PROG_LOAD</c> takes.</summary>
[StructLayout(LayoutKind.Explicit, Size = 152)]
internal unsafe struct ProgramLoadAttributes
{
    [FieldOffset(0)] public uint ProgramType;
    [FieldOffset(4)] public uint InstructionCount;
    [FieldOffset(8)] public ulong Instructions;
    [FieldOffset(16)] public ulong License;
    [FieldOffset(24)] public uint LogLevel;
    [FieldOffset(28)] public uint LogSize;
    [FieldOffset(32)] public ulong LogBuffer;
    [FieldOffset(44)] public uint ProgramFlags;
    [FieldOffset(48)] public fixed byte ProgramName[16];
    [FieldOffset(68)] public uint ExpectedAttachType;
    [FieldOffset(72)] public int BtfFd;
    [FieldOffset(76)] public uint FunctionRecordSize;
    [FieldOffset(80)] public ulong Functions;
    [FieldOffset(88)] public uint FunctionCount;
    [FieldOffset(92)] public uint LineRecordSize;
    [FieldOffset(96)] public ulong Lines;
    [FieldOffset(104)] public uint LineCount;
    [FieldOffset(108)] public uint AttachBtfId;

    /// <summary>attach_prog_fd or attach_btf_obj_fd.</summary>
    [FieldOffset(112)] public int AttachFd;
    [FieldOffset(120)] public ulong FdArray;
}

/// <summary>What <c>BPF_BTF_LOAD</c> takes.</summary>
[StructLayout(LayoutKind.Explicit, Size = 32)]
internal struct BtfLoadAttributes
{
    [FieldOffset(0)] public ulong Btf;
    [FieldOffset(8)] public ulong LogBuffer;
    [FieldOffset(16)] public uint BtfSize;
    [FieldOffset(20)] public uint LogSize;
    [FieldOffset(24)] public uint LogLevel;
}

/// <summary>What <c>BPF_LINK_CREATE</c> takes; which of the fields from 16 on count depends on the attach type.</summary>
[StructLayout(LayoutKind.Explicit, Size = 64)]
internal struct LinkCreateAttributes
{
    /// <summary>The program, or for struct_ops the map.</summary>
    [FieldOffset(0)] public int ProgramFd;

    /// <summary>What to attach to: a descriptor, or a network interface's number.</summary>
    [FieldOffset(4)] public int TargetFd;
    [FieldOffset(8)] public uint AttachType;
    [FieldOffset(12)] public uint Flags;

    /// <summary>Of perf events.</summary>
    [FieldOffset(16)] public ulong Cookie;

    /// <summary>Of tracing programs and freplace.</summary>
    [FieldOffset(16)] public uint TargetBtfId;

    /// <summary>Of tracing programs.</summary>
    [FieldOffset(24)] public ulong TracingCookie;

    /// <summary>Of iterators.</summary>
    [FieldOffset(16)] public ulong IteratorInfo;
    [FieldOffset(24)] public uint IteratorInfoLength;

    /// <summary>Of kprobe.multi.</summary>
    [FieldOffset(16)] public uint KprobeFlags;
    [FieldOffset(20)] public uint KprobeCount;
    [FieldOffset(24)] public ulong KprobeSymbols;
    [FieldOffset(32)] public ulong KprobeAddresses;
    [FieldOffset(40)] public ulong KprobeCookies;

    /// <summary>Of uprobe.multi.</summary>
    [FieldOffset(16)] public ulong UprobePath;
    [FieldOffset(24)] public ulong UprobeOffsets;
    [FieldOffset(32)] public ulong UprobeReferenceCounters;
    [FieldOffset(40)] public ulong UprobeCookies;
    [FieldOffset(48)] public uint UprobeCount;
    [FieldOffset(52)] public uint UprobeFlags;
    [FieldOffset(56)] public int UprobeProcessId;

    /// <summary>Of netfilter.</summary>
    [FieldOffset(16)] public uint NetfilterFamily;
    [FieldOffset(20)] public uint NetfilterHook;
    [FieldOffset(24)] public int NetfilterPriority;
    [FieldOffset(28)] public uint NetfilterFlags;

    /// <summary>Of tcx, netkit and cgroups: the program or link before or after which to stand.</summary>
    [FieldOffset(16)] public uint Relative;
    [FieldOffset(24)] public ulong ExpectedRevision;
}

/// <summary>What <c>BPF_PROG_ATTACH</c> and <c>BPF_PROG_DETACH</c> take.</summary>
[StructLayout(LayoutKind.Explicit, Size = 32)]
internal struct ProgramAttachAttributes
{
    /// <summary>What to attach to: a descriptor, or a network interface's number.</summary>
    [FieldOffset(0)] public int TargetFd;
    [FieldOffset(4)] public int ProgramFd;
    [FieldOffset(8)] public uint AttachType;
    [FieldOffset(12)] public uint Flags;
    [FieldOffset(16)] public int ReplaceFd;
    [FieldOffset(20)] public uint Relative;
    [FieldOffset(24)] public ulong ExpectedRevision;
}

/// <summary>What <c>BPF_PROG_QUERY</c> takes; without room for ids it only counts.</summary>
[StructLayout(LayoutKind.Explicit, Size = 64)]
internal struct ProgramQueryAttributes
{
    /// <summary>A descriptor, or a network interface's number.</summary>
    [FieldOffset(0)] public uint Target;
    [FieldOffset(4)] public uint AttachType;
    [FieldOffset(8)] public uint QueryFlags;
    [FieldOffset(12)] public uint AttachFlags;
    [FieldOffset(16)] public ulong ProgramIds;
    [FieldOffset(24)] public uint Count;
}

/// <summary>What <c>BPF_OBJ_PIN</c> and <c>BPF_OBJ_GET</c> take.</summary>
[StructLayout(LayoutKind.Explicit, Size = 24)]
internal struct ObjectPinAttributes
{
    /// <summary>Ends with a zero byte.</summary>
    [FieldOffset(0)] public ulong Path;
    [FieldOffset(8)] public int Fd;
    [FieldOffset(12)] public uint Flags;
}

/// <summary>What <c>BPF_RAW_TRACEPOINT_OPEN</c> takes.</summary>
[StructLayout(LayoutKind.Explicit, Size = 24)]
internal struct RawTracepointAttributes
{
    /// <summary>Ends with a zero byte; 0 for programs that were loaded for a place already.</summary>
    [FieldOffset(0)] public ulong Name;
    [FieldOffset(8)] public int ProgramFd;
    [FieldOffset(16)] public ulong Cookie;
}

/// <summary>What <c>BPF_PROG_TEST_RUN</c> takes.</summary>
[StructLayout(LayoutKind.Explicit, Size = 80)]
internal struct TestRunAttributes
{
    [FieldOffset(0)] public int ProgramFd;

    /// <summary>Receives what the program returned.</summary>
    [FieldOffset(4)] public uint Result;
    [FieldOffset(8)] public uint DataInLength;
    [FieldOffset(12)] public uint DataOutLength;
    [FieldOffset(16)] public ulong DataIn;
    [FieldOffset(24)] public ulong DataOut;
    [FieldOffset(32)] public uint Repeat;

    /// <summary>Receives nanoseconds per run.</summary>
    [FieldOffset(36)] public uint Duration;
    [FieldOffset(40)] public uint ContextInLength;
    [FieldOffset(44)] public uint ContextOutLength;
    [FieldOffset(48)] public ulong ContextIn;
    [FieldOffset(56)] public ulong ContextOut;
    [FieldOffset(64)] public uint Flags;
    [FieldOffset(68)] public uint Processor;
    [FieldOffset(72)] public uint BatchSize;
}

/// <summary>What <c>BPF_ITER_CREATE</c> takes.</summary>
[StructLayout(LayoutKind.Explicit, Size = 8)]
internal struct IteratorCreateAttributes
{
    [FieldOffset(0)] public int LinkFd;
    [FieldOffset(4)] public uint Flags;
}

/// <summary>What <c>BPF_BTF_GET_NEXT_ID</c>, <c>BPF_BTF_GET_FD_BY_ID</c> and their like take.</summary>
[StructLayout(LayoutKind.Explicit, Size = 12)]
internal struct ObjectIdAttributes
{
    [FieldOffset(0)] public uint Id;
    [FieldOffset(4)] public uint NextId;
    [FieldOffset(8)] public uint OpenFlags;
}

/// <summary>What <c>BPF_OBJ_GET_INFO_BY_FD</c> takes.</summary>
[StructLayout(LayoutKind.Explicit, Size = 16)]
internal struct ObjectInfoAttributes
{
    [FieldOffset(0)] public int Fd;
    [FieldOffset(4)] public uint InfoSize;
    [FieldOffset(8)] public ulong Info;
}

/// <summary><c>struct bpf_btf_info</c>; its name, and whether it is the kernel's, since v5.11.</summary>
[StructLayout(LayoutKind.Explicit, Size = 32)]
internal struct BtfInfo
{
    [FieldOffset(0)] public ulong Btf;
    [FieldOffset(8)] public uint BtfSize;
    [FieldOffset(12)] public uint Id;
    [FieldOffset(16)] public ulong Name;
    [FieldOffset(24)] public uint NameLength;
    [FieldOffset(28)] public uint IsKernel;
}
