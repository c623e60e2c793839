using System;
using Corewright.Bpf;
using Corewright.Bpf.Kernel;
using Corewright.Bpf.Links;
using Corewright.Bpf.Maps;
using Corewright.Bpf.Memory;
using Corewright.Bpf.Object;
using Corewright.Freestanding;

namespace Corewright.Tests.Rings;

/// <summary>What sets off the programs: calls of getppid, on a processor of one's choice.</summary>
internal static unsafe class Calls
{
    private const int MaskBytes = 128;
    private const int DetailBytes = 256;

    /// <summary>The number of getppid on this architecture.</summary>
    public static int Number => Platform.Architecture() switch { 0 => 110, 1 => 173, _ => 64 };

    private static int SetAffinity => Platform.Architecture() switch { 0 => 203, 1 => 122, _ => 241 };

    /// <summary>Calls it once, wherever this thread runs.</summary>
    public static void Make() => Platform.Syscall(Number, 0, 0, 0, 0, 0, 0);

    /// <summary>Has this thread run on one processor from now on.</summary>
    /// <returns>0 or a negated errno.</returns>
    public static int MoveTo(int processor)
    {
        byte* mask = stackalloc byte[MaskBytes];
        new Span<byte>(mask, MaskBytes).Clear();
        mask[processor / 8] = (byte)(1 << (processor % 8));
        return (int)Platform.Syscall(SetAffinity, 0, MaskBytes, (nint)mask, 0, 0, 0);
    }

    /// <summary>Attaches all programs of a loaded object, and maps its variables.</summary>
    /// <param name="opened">The object.</param>
    /// <param name="arena">Keeps the links.</param>
    /// <param name="links">Receives them.</param>
    /// <returns>What went wrong.</returns>
    public static Fault Attach(ref ObjectFile opened, ref Bpf.Memory.Arena arena, ref LinkTable links)
    {
        MappedMap.MapAll(ref opened, AuxiliaryVector.PageBytes());
        Span<byte> detail = stackalloc byte[DetailBytes];
        Fault fault = Fault.None;
        for (int i = 0; i < opened.Programs.Length && !fault.Failed; i++)
        {
            var request = new AttachRequest(ref arena, ref links, detail) { Object = opened, Index = i, Target = "sys_enter"u8 };
            fault = Attaching.Attach(ref request);
        }
        return fault;
    }

    /// <summary>An object's variables, as the one struct that they are.</summary>
    public static ref T Variables<T>(ref ObjectFile opened)
        where T : unmanaged =>
        ref *(T*)opened.Maps[opened.FindMap(".bss"u8)].Mapping;
}
