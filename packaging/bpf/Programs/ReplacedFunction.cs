// freplace (BPF_PROG_TYPE_EXT, v5.6): attach_prog_fd is the program that a function of is replaced, attach_btf_id the function in
// that program's BTF.

using System;
using Corewright.Bpf.Btf;
using Corewright.Bpf.Elf;
using Corewright.Bpf.Kernel;
using Corewright.Bpf.Memory;
using Corewright.Bpf.Object;

namespace Corewright.Bpf.Programs;

/// <summary>Finds the function that a program replaces: in another program of its object, or in one that is in the kernel already.</summary>
public static unsafe class ReplacedFunction
{
    private const int MaxPathBytes = 512;

    // Of struct bpf_prog_info: where btf_id is, and how much is asked for.
    private const int TypesIdOffset = 128;
    private const int InfoBytes = 192;

    // More than any program's BTF has.
    private const int MaxTypeBytes = 64 << 20;

    /// <summary>Finds it; the programs that it may be in have to be loaded.</summary>
    /// <param name="source">The object.</param>
    /// <param name="program">The program that replaces; receives the function, and a descriptor of the other program, to be closed.</param>
    /// <param name="target">
    /// <c>FUNCTION</c> of any program of the object, <c>PROGRAM:FUNCTION</c> of a certain one, or <c>WHERE:FUNCTION</c> with the
    /// number or the path of a program that is in the kernel or pinned.
    /// </param>
    /// <returns><see cref="FaultCode.ReplacedProgramUnknown"/>, <see cref="FaultCode.AttachTargetUnknown"/>, or a fault of the 300s.</returns>
    public static Fault Find(in ObjectFile source, ref ProgramSpec program, ReadOnlySpan<byte> target)
    {
        int colon = target.Length - 1;
        while (colon >= 0 && target[colon] != ':')
            colon--;
        ReadOnlySpan<byte> where = target[..Math.Max(colon, 0)], function = target[(colon + 1)..];
        if (function.Length == 0)
            return new Fault(FaultCode.AttachTargetMissing);
        int own = FindOwn(source, where, function);
        int fd = own >= 0 ? Open(source.Programs[own].Fd) : where.Length == 0 ? -Errno.NoEntry : OpenOther(where);
        if (fd < 0)
            return new Fault(own < 0 && where.Length == 0 ? FaultCode.AttachTargetUnknown : FaultCode.ReplacedProgramUnknown, 0, -fd);
        program.AttachBtfFd = fd;
        if (own < 0)
            return FindIn(fd, function, ref program.AttachBtfId);
        program.AttachBtfId = KernelTypeLookup.Find(source.Types, 1, BtfKind.Function, function);
        return program.AttachBtfId == 0 ? new Fault(FaultCode.AttachTargetUnknown) : Fault.None;
    }

    // A loaded program of the object that has the function, of a given name if one is given.
    private static int FindOwn(in ObjectFile source, ReadOnlySpan<byte> name, ReadOnlySpan<byte> function)
    {
        for (int i = 0; i < source.Programs.Length; i++)
        {
            ref ProgramSpec candidate = ref source.Programs[i];
            bool asked = name.Length == 0 || source.Name(candidate).SequenceEqual(name);
            if (candidate.Fd == ProgramSpec.NotLoaded || candidate.Attach == AttachKind.Freplace || !asked)
                continue;
            foreach (LinkedFunction piece in candidate.Functions)
            {
                if (IsNamed(source.Elf, piece, function))
                    return i;
            }
        }
        return -1;
    }

    private static bool IsNamed(in ElfReader elf, LinkedFunction piece, ReadOnlySpan<byte> name)
    {
        for (int i = 1; i < elf.SymbolCount; i++)
        {
            ElfSymbol symbol = elf.Symbol(i);
            if (symbol.Type == ElfSymbolType.Function && symbol.Section == piece.Section && symbol.Value == (ulong)piece.Start
                && elf.Name(symbol).SequenceEqual(name))
            {
                return true;
            }
        }
        return false;
    }

    private static int OpenOther(ReadOnlySpan<byte> where)
    {
        uint id = 0;
        bool isNumber = true;
        foreach (byte letter in where)
        {
            isNumber &= letter is >= (byte)'0' and <= (byte)'9' && id <= uint.MaxValue / 10 - 1;
            id = (id * 10) + (uint)(letter - '0');
        }
        if (isNumber)
            return BpfCall.OpenProgram(id);
        if (where.Length >= MaxPathBytes)
            return -Errno.NoEntry;
        Span<byte> path = stackalloc byte[MaxPathBytes];
        where.CopyTo(path);
        path[where.Length] = 0;
        fixed (byte* start = path)
        {
            ObjectPinAttributes attributes = default;
            attributes.Path = (ulong)start;
            return BpfCall.OpenPinned(&attributes);
        }
    }

    // A second descriptor of a program, so that each of both is closed by whoever has it.
    private static int Open(int program)
    {
        byte* info = stackalloc byte[InfoBytes];
        new Span<byte>(info, InfoBytes).Clear();
        int result = BpfCall.ObjectInfo(program, info, InfoBytes);
        return result < 0 ? result : BpfCall.OpenProgram(*(uint*)(info + sizeof(uint)));
    }

    private static Fault FindIn(int program, ReadOnlySpan<byte> function, ref uint type)
    {
        byte* info = stackalloc byte[InfoBytes];
        new Span<byte>(info, InfoBytes).Clear();
        int result = BpfCall.ObjectInfo(program, info, InfoBytes);
        uint id = *(uint*)(info + TypesIdOffset);
        if (result >= 0 && id == 0)
            result = -Errno.NoEntry;
        int types = result < 0 ? result : BpfCall.OpenBtf(id);
        if (types < 0)
            return new Fault(FaultCode.ReplacedProgramUnknown, 0, -types);
        BtfInfo described = default;
        result = BpfCall.ObjectInfo(types, &described, sizeof(BtfInfo));
        MappedMemory memory = default, scratch = default;
        Fault fault = new(FaultCode.ReplacedProgramUnknown, 0, -result);
        if (result >= 0 && described.BtfSize is > 0 and <= MaxTypeBytes)
        {
            memory = MappedMemory.Allocate((int)described.BtfSize);
            scratch = MappedMemory.Allocate((int)described.BtfSize + (1 << 16));
            uint size = described.BtfSize;
            described = default;
            described.Btf = (ulong)memory.Start;
            described.BtfSize = size;
            result = BpfCall.ObjectInfo(types, &described, sizeof(BtfInfo));
            fault = result < 0 || memory.IsEmpty || scratch.IsEmpty ? fault : Find(memory.Bytes, scratch, function, ref type);
        }
        memory.Dispose();
        scratch.Dispose();
        Syscall.Close(types);
        return fault;
    }

    private static Fault Find(ReadOnlySpan<byte> types, MappedMemory scratch, ReadOnlySpan<byte> function, ref uint type)
    {
        var arena = new Arena(scratch.Start, scratch.Bytes.Length);
        Fault fault = BtfReader.Open(types, ref arena, out BtfReader reader);
        if (fault.Failed)
            return fault;
        type = KernelTypeLookup.Find(reader, 1, BtfKind.Function, function);
        return type == 0 ? new Fault(FaultCode.AttachTargetUnknown) : Fault.None;
    }
}
