// union bpf_attr of include/uapi/linux/bpf.h, one struct per command, as far as this project fills it in.
// Pointers are 64 bits wide in it on every architecture, so one layout serves all three.

using System.Runtime.InteropServices;

namespace Corewright.Bpf.Kernel;

/// <summary>What <c>BPF_MAP_CREATE</c> takes.</summary>
[StructLayout(LayoutKind.Explicit, Size = 64)]
internal unsafe struct MapCreateAttributes
{
    [FieldOffset(0)] public uint MapType;
    [FieldOffset(4)] public uint KeySize;
    [FieldOffset(8)] public uint ValueSize;
    [FieldOffset(12)] public uint MaxEntries;
    [FieldOffset(16)] public uint MapFlags;
    [FieldOffset(28)] public fixed byte MapName[16];
    [FieldOffset(48)] public int BtfFd;
    [FieldOffset(52)] public uint BtfKeyTypeId;
    [FieldOffset(56)] public uint BtfValueTypeId;
}

/// <summary>What <c>BPF_MAP_UPDATE_ELEM</c> and <c>BPF_MAP_FREEZE</c> take.</summary>
[StructLayout(LayoutKind.Explicit, Size = 32)]
internal struct MapElementAttributes
{
    [FieldOffset(0)] public int MapFd;
    [FieldOffset(8)] public ulong Key;
    [FieldOffset(16)] public ulong Value;
    [FieldOffset(24)] public ulong Flags;
}

/// <summary>What <c>BPF_PROG_LOAD</c> takes.</summary>
[StructLayout(LayoutKind.Explicit, Size = 112)]
internal unsafe struct ProgramLoadAttributes
{
    [FieldOffset(0)] public uint ProgramType;
    [FieldOffset(4)] public uint InstructionCount;
    [FieldOffset(8)] public ulong Instructions;
    [FieldOffset(16)] public ulong License;
    [FieldOffset(24)] public uint LogLevel;
    [FieldOffset(28)] public uint LogSize;
    [FieldOffset(32)] public ulong LogBuffer;
    [FieldOffset(48)] public fixed byte ProgramName[16];
    [FieldOffset(72)] public int BtfFd;
    [FieldOffset(76)] public uint FunctionRecordSize;
    [FieldOffset(80)] public ulong Functions;
    [FieldOffset(88)] public uint FunctionCount;
    [FieldOffset(92)] public uint LineRecordSize;
    [FieldOffset(96)] public ulong Lines;
    [FieldOffset(104)] public uint LineCount;
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

/// <summary>What <c>BPF_LINK_CREATE</c> takes for a perf event.</summary>
[StructLayout(LayoutKind.Explicit, Size = 24)]
internal struct LinkCreateAttributes
{
    [FieldOffset(0)] public int ProgramFd;
    [FieldOffset(4)] public int TargetFd;
    [FieldOffset(8)] public uint AttachType;
    [FieldOffset(12)] public uint Flags;
    [FieldOffset(16)] public ulong Cookie;
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
