using System;
using System.Collections.Generic;
using System.Text;
using Corewright.Bpf;
using Corewright.Bpf.Btf;
using Corewright.Bpf.Core;
using Corewright.Bpf.Memory;
using Corewright.Build.Matrix;
using Shouldly;

namespace Corewright.Tests.Bpf;

/// <summary>What our engine makes of an object's relocations, in the words of a <see cref="GoldenTable"/>.</summary>
internal static class EngineCells
{
    public static IReadOnlyList<(string Key, string Cell)> Resolve(string name, byte[] content, byte[] kernelBtf, EngineWay way)
    {
        byte[] file = (byte[])content.Clone();
        using NativeBlock block = NativeBlock.For(kernelBtf.Length, file.Length);
        Arena arena = block.OpenArena();
        CoreObject.Open(file, ref arena, out CoreObject program).Code.ShouldBe(FaultCode.None);
        CoreResolver resolver;
        if (way == EngineWay.Offline)
        {
            BtfReader.Open(kernelBtf, ref arena, out BtfReader kernel).Code.ShouldBe(FaultCode.None);
            CoreResolver.Open(program.Btf, kernel, program.Relocations, ref arena, out resolver).Code.ShouldBe(FaultCode.None);
        }
        else
        {
            CoreResolver.OpenKernel(program.Btf, kernelBtf, false, program.Relocations, ref arena, out _, out resolver).Code.ShouldBe(FaultCode.None);
        }
        var cells = new List<(string, string)>();
        Span<byte> text = stackalloc byte[256];
        CoreRelocationWalk walk = program.Walk();
        while (walk.Next(out CoreRelocationSite site))
        {
            Fault fault = resolver.Resolve(site.Relocation, out CoreOutcome outcome);
            if (fault.Code == FaultCode.CoreAmbiguous)
            {
                cells.Add((name + " 0", $"{outcome.RivalValue}!={outcome.Value}"));
                return cells;
            }
            fault.Code.ShouldBe(FaultCode.None);
            int at = (int)site.Section.Offset + (int)site.Relocation.InstructionOffset;
            byte before = file[at];
            CorePatcher.Apply(
                file.AsSpan((int)site.Section.Offset, (int)site.Section.Size),
                (int)site.Relocation.InstructionOffset / CorePatcher.InstructionSize, program.Elf.IsBigEndian, outcome, out bool poisoned)
                .Code.ShouldBe(FaultCode.None);
            string width = !poisoned && file[at] != before ? ":" + Width(file[at]) : "";
            string target = Encoding.UTF8.GetString(CoreTargetText.Write(program.Btf, site.Relocation, text));
            var result = new RelocationOutcome(
                Encoding.UTF8.GetString(program.Elf.Name(site.Function)), site.Index, site.Instruction,
                Encoding.UTF8.GetString(CoreKindName.Of(site.Relocation.Kind)), target,
                poisoned ? null : Held(file.AsSpan(at, Math.Min(16, file.Length - at)), program.Elf.IsBigEndian, outcome));
            cells.Add(GoldenCells.Of(name, result, width));
        }
        walk.Fault.Failed.ShouldBeFalse();
        return cells;
    }

    /// <summary>The value as the patched instruction holds it, which is what would run; extended as the outcome is.</summary>
    private static ulong Held(ReadOnlySpan<byte> instruction, bool isBigEndian, in CoreOutcome outcome)
    {
        byte[] code = instruction.ToArray();
        if (isBigEndian)
            CorePatcher.Turn(code);
        ulong held = (code[0] & 7) switch
        {
            0 => BitConverter.ToUInt32(code, 4) | ((ulong)BitConverter.ToUInt32(code, 12) << 32),
            1 or 2 or 3 => (ulong)BitConverter.ToInt16(code, 2),
            _ => (ulong)(long)BitConverter.ToInt32(code, 4),
        };
        held.ShouldBe(outcome.Value);
        return held;
    }

    private static int Width(byte code) => (code & 0x18) switch { 0x10 => 1, 0x08 => 2, 0x00 => 4, _ => 8 };
}

/// <summary>How the kernel's BTF is read.</summary>
internal enum EngineWay
{
    /// <summary>All of it, as the build does.</summary>
    Offline,

    /// <summary>In one pass, with an index of every 32nd type, as a loader does.</summary>
    Loader,
}
