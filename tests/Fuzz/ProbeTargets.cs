using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Corewright.Bpf.Elf;
using Corewright.Bpf.Kernel;
using Corewright.Bpf.Links;
using Corewright.Bpf.Memory;

namespace Corewright.Tests.Fuzz;

/// <summary>Readers of the programs and libraries that probes are put on, and of the texts around probes.</summary>
internal static unsafe class ProbeTargets
{
    private const int ArenaBytes = 256 << 10;
    private static readonly GuardedMemory s_arena = new(ArenaBytes);
    private static readonly byte[] s_symbols = new byte[NativeSymbols.BufferBytes], s_notes = new byte[UsdtNotes.BufferBytes];
    private static readonly byte[] s_nearest = new byte[NearestName.MaxBytes], s_spec = new byte[UsdtSpec.NewerBytes];

    public static IEnumerable<FuzzTarget> All() =>
    [
        new("native-elf", 10, Native, [], f => f.Probed.Select(file => FuzzSeed.Words32(file))) { BytesPerByte = 0 },
        new("probe-text", 5, Texts, [], _ => [FuzzSeed.Text(Encoding.UTF8.GetBytes(Lines))]) { BytesPerByte = 0 },
    ];

    private static bool Native(Span<byte> input)
    {
        if (NativeElf.Open(BinaryFile.Over(input), out NativeElf elf).Failed)
            return false;
        var nearest = new NearestName("answr"u8, s_nearest);
        bool good = !NativeFunctions.Find(elf, "answer"u8, s_symbols, ref nearest, out _).Failed;
        Span<byte> memory = s_arena.Last(ArenaBytes);
        fixed (byte* start = memory)
        {
            var arena = new Arena(start, memory.Length);
            good &= !NativeFunctions.FindAll(elf, "*"u8, s_symbols, ref arena, out _).Failed;
        }
        bool hasNotes = UsdtNotes.TryOpen(elf, s_notes, out UsdtNotes notes);
        while (hasNotes && notes.Next())
        {
            elf.TryFindOffset(notes.Address, out _, out _);
            Describe(notes.Arguments);
        }
        return good;
    }

    private static bool Texts(Span<byte> input)
    {
        int half = input.Length / 2;
        ProbeTarget.TryParseKernel(input, out _);
        ProbeTarget.TryParseBinary(input, out _);
        ProbeTarget.TryParseUsdt(input, out _);
        NamePattern.Matches(input[..half], input[half..]);
        PerfEventName.TryParse(input, out _);
        Describe(input);
        ProcessMaps.TryFind(input, 1234, 0x10, out _);
        var nearest = new NearestName(input[..half], s_nearest);
        nearest.Offer(input[half..]);
        var processors = new ProcessorList(input);
        // As many as six digits say.
        for (int i = 0; i < 1000 && processors.Next(); i++)
            _ = processors.Current;
        // Most of these take whatever they are given, so what counts is whether a symbol is still found.
        bool found = false;
        KernelSymbols symbols = KernelSymbols.Over(input);
        while (symbols.Next())
            found |= symbols.IsFunction && symbols.Name.SequenceEqual("vfs_unlink"u8);
        return found;
    }

    private static void Describe(ReadOnlySpan<byte> arguments)
    {
        for (var architecture = MachineArchitecture.X86_64; architecture <= MachineArchitecture.Armv7; architecture++)
            UsdtSpec.Write(new UsdtArguments(arguments, architecture), 0, s_spec);
    }

    private const string Lines =
        """
        ffffffff81000000 T vfs_unlink
        0000000000000000 t a_function	[module]
        do_unlinkat+0x10
        /usr/lib/libc.so.6:malloc+8
        libc.so.6:libc:setjmp
        -4@%ebx 8@$77 -4@4(%rsp) 1@-96(%rbp,%rax,8)
        -4@x19 8@77 -4@[sp, 4]
        -4@r4 4@#77 -4@[sp, #4]
        0-3,5,7-8
        cpu-clock@99
        7f1000000000-7f1000002000 r-xp 00003000 08:01 1234 /usr/lib/libc.so.6
        """;
}
