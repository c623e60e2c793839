using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Text;
using Corewright.Bpf.Btf;
using Corewright.Bpf.Core;
using Corewright.Bpf.Elf;
using Corewright.Bpf.Externs;
using Corewright.Bpf.Kernel;
using Corewright.Bpf.Links;
using Corewright.Bpf.Logging;
using Corewright.Bpf.Maps;
using Corewright.Bpf.Memory;
using Corewright.Bpf.Object;
using Corewright.Bpf.Programs;
using Corewright.Bpf.Ring;
using Corewright.Build;
using Corewright.Build.Btf;
using Corewright.Build.Ebpf.Finalise;
using Corewright.Build.Ebpf.Generate;
using Corewright.Build.Guests;
using Corewright.Build.Matrix;
using Corewright.Loader;
using Corewright.Loader.Logging;
using Corewright.Loader.Output;
using Corewright.Tests.Bpf;
using Corewright.Tests.Loader;

namespace Corewright.Tests.Fuzz;

/// <summary>Readers of objects, types and payloads: what the loader runs on the board, and what the build makes of it.</summary>
internal static unsafe class BpfTargets
{
    private const int RingBytes = 4096;
    private const int UnpackedBytes = 64 << 10;

    // A board's loader gives the readers arenas; here these end where memory ends, too.
    private static readonly GuardedMemory s_arena = new(4 << 20), s_ring = new(2 * RingBytes), s_unpacked = new(UnpackedBytes);

    private static readonly byte[] s_structs = Pinned(Structs());
    private static readonly GuardedMemory s_words = new(RingBytes);
    private static readonly Utf8Writer s_text = new((byte*)Unsafe.AsPointer(ref s_words.Last(RingBytes)[0]), RingBytes, Utf8Writer.MemoryOnly);

    private static ReadOnlySpan<byte> Configuration =>
        "# a comment\nCONFIG_HZ=250\nCONFIG_BPF=y\nCONFIG_LSM=\"a,b\"\nCONFIG_TUN=m\nCONFIG_BASE=0xffff800000000000\nCONFIG_X=-12\n"u8;

    public static IEnumerable<FuzzTarget> All(Func<SeedFiles> files) =>
    [
        new("elf", 10, Elf, [], f => [BinaryLayouts.Elf(f.Object), BinaryLayouts.Elf(f.Compiled)]) { BytesPerByte = 0 },
        new("btf", 10, Btf, [], f => [BinaryLayouts.Btf(f.KernelBtf), BinaryLayouts.Btf(Section(f.Object, ".BTF"u8))]) { BytesPerByte = 0 },
        new("split-btf", 6, input => SplitBtf(input, files().KernelBtf), [], f => [BinaryLayouts.Btf(Split(f))])
        {
            BytesAtLeast = 1 << 20,
        },
        new("kernel-btf", 6, input => KernelBtf(input, files().Object), [], f => [BinaryLayouts.Btf(f.KernelBtf)]) { BytesPerByte = 0 },
        new("adapted-types", 5, AdaptedTypes, [], f => [BinaryLayouts.Elf(f.Object)]) { BytesPerByte = 0 },
        new("btf-ext", 10, BtfExt, [], f => [FuzzSeed.Words32(Section(f.Object, ".BTF.ext"u8))]) { BytesPerByte = 0 },
        new("object", 8, ReadObject, [], f => [BinaryLayouts.Elf(f.Object), .. f.Mapped.Select(BinaryLayouts.Elf)]) { BytesPerByte = 0 },
        new("object-externs", 8, ReadExterns, [], f => f.Externs.Select(BinaryLayouts.Elf)) { BytesPerByte = 0 },
        new("payload", 8, ReadPayload, [], f => [Payload(f)]) { BytesPerByte = 0 },
        new("gzip", 8, Unpack, [], _ => [GzipSeed(1, CompressionLevel.Optimal), GzipSeed(40, CompressionLevel.Optimal), GzipSeed(40, CompressionLevel.NoCompression)]) { BytesPerByte = 0 },
        new("kernel-config", 4, ReadConfiguration, [], _ => [FuzzSeed.Text(Configuration)]) { BytesPerByte = 0 },
        new("ring", 6, Ring, [], _ => [RingSeed()]) { BytesPerByte = 0 },
        new("log", 4, Log, [], _ => [FuzzSeed.Words32(LogSample.Record("a {} b {:x} {{c}} {}", 42ul, -7L, "text"))]) { BytesPerByte = 0 },
        new("netlink", 6, Netlink, [], _ => [NetlinkSeed()]) { BytesPerByte = 0 },
        new("attach-target", 2, AttachTarget, [], _ => [FuzzSeed.Text("eth0:egress,before=link:17,revision=3,handle=0x1f,priority=9"u8),
            FuzzSeed.Text("ipv4:local-in:priority=-10,defrag"u8)]) { BytesPerByte = 0 },
        new("core-object", 5, input => OfflineCheck.Check("p", input, "k", files().KernelBtf).Failure is null, [], f => [BinaryLayouts.Elf(f.Object)]),
        new("core-kernel", 5, input => OfflineCheck.Check("p", files().Object, "k", input).Failure is null, [], f => [BinaryLayouts.Btf(f.KernelBtf)])
        {
            BytesAtLeast = 4 << 20,
        },
        new("minimal-btf", 3, input => MinimalBtf.Create(files().Object, input).Length > 0, [typeof(BuildException)], f => [BinaryLayouts.Btf(f.KernelBtf)])
        {
            BytesAtLeast = 1 << 20,
        },
        new("finaliser", 3, input => Finaliser.Finalise(input, "p.o").Length > 0, [typeof(BuildException)], f => [BinaryLayouts.Elf(f.Compiled)]),
        new("generated-types", 3, input => GeneratedSources.Generate("execwatch", input, "p.o").Length > 0, [typeof(BuildException)],
            f => [BinaryLayouts.Elf(f.Object)]),
        new("elf-dependencies", 3, input => ElfDependencies.Read(input, "lib.so").Needed.Count > 0, [typeof(BuildException)],
            f => [Dynamic(f.Library)]),
    ];

    private static bool Elf(Span<byte> input)
    {
        if (ElfReader.Open(input, out ElfReader elf).Failed)
            return false;
        for (int i = 0; i < elf.SectionCount; i++)
        {
            ElfSection section = elf.Section(i);
            Touch(elf.Name(section));
            Touch(elf.Data(section));
            if (section.Type != ElfSectionType.Relocations || elf.Relocations(section, out ElfRelocationTable relocations).Failed)
                continue;
            for (int j = 0; j < relocations.Count; j++)
                elf.Symbol((int)relocations[j].Symbol);
        }

        for (int i = 0; i < elf.SymbolCount; i++)
            Touch(elf.Name(elf.Symbol(i)));
        return true;
    }

    private static bool Log(Span<byte> input)
    {
        if (!LogRecord.TryOpen(input, out LogRecord record))
            return false;
        LogArguments arguments = record.Arguments;
        while (arguments.Next(out LogArgument argument))
            Touch(argument.Text);
        s_text.Clear();
        LogText.Write(s_text, record);
        Touch(record.Target);
        Touch(record.File);
        return true;
    }

    private static bool Btf(Span<byte> input)
    {
        Arena arena = OpenArena(input.Length);
        if (BtfReader.Open(input, ref arena, out BtfReader btf).Failed)
            return false;
        for (uint id = 0; id <= (uint)btf.TypeCount; id++)
        {
            BtfType type = btf.Type(id);
            Touch(btf.Name(type));
            btf.Size(id, out _);
            btf.SkipModifiers(id, out _);
            for (int i = 0; i < type.Count && (type.IsComposite || type.IsEnum); i++)
                Touch(btf.Name(type.IsEnum ? btf.Enumerator(type, i).NameOffset : btf.Member(type, i).NameOffset));
        }

        return !btf.Validate().Failed;
    }

    private static bool SplitBtf(Span<byte> input, byte[] kernel)
    {
        Arena arena = OpenArena((input.Length / 2) + kernel.Length);
        if (BtfReader.Open(kernel, ref arena, out BtfReader first).Failed || BtfReader.OpenSplit(input, first, ref arena, out BtfReader both).Failed)
            return false;
        BtfTypeCursor cursor = both.From(both.FirstId - 2);
        while (cursor.Next(out BtfType type))
        {
            Touch(both.Name(type));
            both.Size(type.Id, out _);
            both.SkipModifiers(type.Id, out _);
        }

        return !both.Validate().Failed;
    }

    // In one pass, with every 32nd place kept, as a loader reads it.
    private static bool KernelBtf(Span<byte> input, byte[] program)
    {
        Arena arena = OpenArena(1 << 20);
        if (CoreObject.Open(program, ref arena, out CoreObject opened).Failed
            || CoreResolver.OpenKernel(opened.Btf, input, false, opened.Relocations, ref arena, out BtfReader kernel, out CoreResolver resolver).Failed)
        {
            return false;
        }

        for (uint id = 0; id <= (uint)kernel.TypeCount; id += 7)
            Touch(kernel.Name(kernel.Type(id)));
        CoreRelocationWalk walk = opened.Walk();
        bool good = true;
        while (walk.Next(out CoreRelocationSite site))
            good &= !resolver.Resolve(site.Relocation, out _).Failed;
        return good;
    }

    private static bool AdaptedTypes(Span<byte> input)
    {
        Arena arena = OpenArena(3 << 20);
        return !ObjectFile.Open(input, ref arena, out ObjectFile opened).Failed
            && !ObjectTypes.Adapt(opened, (BtfFeature)0xff, ref arena, out _).Failed;
    }

    // A module: what a kernel's BTF has, with the ids and names that come next.
    private static byte[] Split(SeedFiles files)
    {
        using NativeBlock block = NativeBlock.For(files.KernelBtf.Length, 0);
        Arena arena = block.OpenArena();
        if (BtfReader.Open(files.KernelBtf, ref arena, out BtfReader kernel).Failed)
            throw new InvalidOperationException("the kernel's BTF is damaged");
        var module = new BtfBuilder(firstId: (uint)kernel.TypeCount, firstString: kernel.Strings.Length);
        uint pointer = module.Pointer(3);
        module.Struct("adapter", 24, ("state", 1, 4), ("dev", pointer, 16));
        module.Enum("mode", 4, false, ("ON", 0), ("OFF", 1));
        module.Function("probe", module.Prototype(1, ("adapter", pointer)), 0);
        return module.Build();
    }

    private static bool BtfExt(Span<byte> input)
    {
        if (BtfExtReader.Open(input, out BtfExtReader ext).Failed)
            return false;
        Walk(ext.Functions);
        Walk(ext.Lines);
        Walk(ext.Relocations);
        return true;

        static void Walk(BtfExtTable table)
        {
            BtfExtTable.Cursor cursor = table.Sections;
            while (cursor.Next(out BtfExtSection section))
            {
                for (int i = 0; i < section.Count; i++)
                    Touch(section.Record(i));
            }
        }
    }

    private static bool ReadObject(Span<byte> input)
    {
        Arena arena = OpenArena(3 << 20);
        if (ObjectFile.Open(input, ref arena, out ObjectFile program).Failed)
            return false;
        for (int i = 0; i < program.Maps.Length; i++)
            Touch(program.Name(program.Maps[i]));
        foreach (MapSlot slot in program.Slots)
            Touch(program.Name(program.Maps[slot.Map]));
        GlobalVariables.Find(program, "limits.high[2]"u8, out _);
        GlobalVariables.SetText(ref program, ref arena, "mode"u8, "MODE_COUNT"u8);
        GlobalVariables.SetText(ref program, ref arena, "counted"u8, "7"u8);
        bool good = true;
        for (int i = 0; i < program.Programs.Length && good; i++)
        {
            Touch(program.Name(program.Programs[i]));
            Touch(program.SectionName(program.Programs[i]));
            good = !ProgramLinker.Link(program, ref program.Programs[i], ref arena).Failed;
        }

        return good;
    }

    private static bool ReadExterns(Span<byte> input)
    {
        Arena arena = OpenArena(4 << 20);
        if (ObjectFile.Open(input, ref arena, out ObjectFile program).Failed || BtfReader.Open(s_structs, ref arena, out BtfReader kernel).Failed)
            return false;
        bool good = !ConfigurationResolver.Read(program, "CONFIG_BPF=y\nCONFIG_BPF_SYSCALL=m\nCONFIG_HZ=250\nCONFIG_CC_VERSION_TEXT=\"x\"\n"u8).Failed
            || program.Configuration.Length != 0;
        for (int i = 0; i < program.Maps.Length && good; i++)
        {
            if (program.Maps[i].Type == MapType.StructOps)
                good = !StructOpsLayout.Build(program, i, kernel, ref arena, out _).Failed;
        }

        for (int i = 0; i < program.Externs.Length; i++)
            program.Externs[i].IsResolved = i % 2 == 0;
        for (int i = 0; i < program.Programs.Length && good; i++)
            good = !ProgramLinker.Link(program, ref program.Programs[i], ref arena).Failed;
        return good;
    }

    // A kernel with the one struct of functions that the seed registers.
    private static byte[] Structs()
    {
        BtfBuilder kernel = BtfBuilder.Kernel();
        uint number = kernel.Int("unsigned int", 4), letter = kernel.Int("char", 1), name = kernel.Array(letter, 16), function = kernel.Pointer(0);
        uint structure = kernel.Struct("tcp_congestion_ops", 56, ("ssthresh", function, 0), ("cong_avoid", function, 8),
            ("undo_cwnd", function, 16), ("init", function, 24), ("flags", number, 32), ("name", name, 36));
        kernel.Struct("bpf_struct_ops_tcp_congestion_ops", 120, ("refcnt", number, 0), ("data", structure, 64));
        return kernel.Build();
    }

    private static bool ReadPayload(Span<byte> input)
    {
        if (!Corewright.Loader.Payload.TryOpen(input, out Payload payload))
            return false;
        for (int i = 0; i < payload.Count; i++)
        {
            Touch(payload.Name(i));
            Touch(payload.Data(i));
            Touch(payload.Find(payload.Kind(i), payload.Name(i)));
        }

        Touch(payload.First(PayloadKind.Version));
        return true;
    }

    private static bool Netlink(Span<byte> input)
    {
        var reader = new NetlinkReader(input);
        bool good = false;
        while (reader.Next(out NetlinkHeader header, out ReadOnlySpan<byte> body))
        {
            Touch(body);
            if (header.Type == NetlinkType.Error && NetlinkAnswer.TryRead(header.Flags, body, out NetlinkAnswer answer))
            {
                Touch(answer.Text);
                good = true;
            }

            good |= ClassifierMessages.TryReadFilter(header.Type, body, out _, out uint program) && program != 0;
            var attributes = new NetlinkAttributes(body);
            while (attributes.Next(out _, out ReadOnlySpan<byte> value))
                Touch(value);
        }

        return good && !reader.Damaged;
    }

    // A filter as the kernel echoes it, and a refusal with the kernel's words.
    private static FuzzSeed NetlinkSeed() => FuzzSeed.Words32(Convert.FromHexString(
        "40000000" + "2c000000" + "01000000" + "00000000" + "00000000" + "02000000" + "01000000" + "f2ffffff" + "000300c0"
        + "08000100" + "62706600" + "14000200" + "08000800" + "01000000" + "08000b00" + "39300000"
        + "40000000" + "02000003" + "01000000" + "00000000" + "eaffffff" + "30000000" + "2c000506" + "01000000" + "00000000"
        + "08000200" + "10000000" + "11000100" + "556e6b6e" + "6f776e20" + "6b696e64" + "00000000"));

    private static bool AttachTarget(Span<byte> input)
    {
        bool good = !InterfaceTarget.Parse(input, (InterfaceOptions)byte.MaxValue, out InterfaceTarget target).Failed;
        Touch(target.Name);
        Touch(target.Position.RelativePath);
        return !NetfilterTarget.Parse(input, out _).Failed || good;
    }

    // Two counters, then the ring, which the kernel maps twice in a row.
    private static bool Ring(Span<byte> input)
    {
        if (input.Length < 16 + RingBytes)
            return false;
        Span<byte> twice = s_ring.Last(2 * RingBytes);
        input.Slice(16, RingBytes).CopyTo(twice);
        input.Slice(16, RingBytes).CopyTo(twice[RingBytes..]);
        fixed (byte* counters = input, data = twice)
        {
            var ring = new RingReader(counters, counters + 8, data, RingBytes, 8);
            while (ring.TryRead(out ReadOnlySpan<byte> sample))
                Touch(sample);
            return !ring.Damaged;
        }
    }

    // The stream on its own as well: few mutations get past the checksum.
    private static bool Unpack(Span<byte> input)
    {
        bool whole = Gzip.Unpack(input, s_unpacked.Last(UnpackedBytes)) >= 0;
        int stream = Inflate.Unpack(input[Math.Min(input.Length, 10)..], s_unpacked.Last(UnpackedBytes), out int consumed);
        return whole || (stream >= 0 && consumed <= input.Length - 10);
    }

    private static bool ReadConfiguration(Span<byte> input)
    {
        Span<byte> value = stackalloc byte[8];
        int stored = 0;
        ReadOnlySpan<byte> rest = input;
        while (ConfigurationFile.Next(ref rest, out _, out ReadOnlySpan<byte> text))
        {
            for (ConfigurationType type = ConfigurationType.Unknown; type <= ConfigurationType.Text; type++)
                stored += ConfigurationValue.TryStore(new ExternSpec { Value = type, IsSigned = (stored & 1) != 0 }, text, value) ? 1 : 0;
        }

        return stored > 4;
    }

    // One line is coded with the fixed codes, many with their own.
    private static FuzzSeed GzipSeed(int lines, CompressionLevel level)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, level, leaveOpen: true))
        {
            for (int i = 0; i < lines; i++)
                gzip.Write(Encoding.ASCII.GetBytes($"CONFIG_{i * 7919 % 1009}={i}\n"));
        }

        return FuzzSeed.Words32(packed.ToArray());
    }

    private static FuzzSeed RingSeed()
    {
        var seed = new byte[16 + RingBytes];
        var numbers = new List<FuzzPiece> { new(0, 4), new(8, 4), new(8, 8) };
        int at = 0;
        foreach (int length in (int[])[8, 100, 1, 0, 2000, 24])
        {
            numbers.Add(new FuzzPiece(16 + at, 4));
            numbers.Add(new FuzzPiece(16 + at + 3, 1));
            BitConverter.TryWriteBytes(seed.AsSpan(16 + at), length);
            at += (length + 15) & ~7;
        }

        BitConverter.TryWriteBytes(seed.AsSpan(8), (long)at);
        return FuzzSeed.Binary(seed, numbers, [.. numbers.Skip(3).Select(number => number with { Length = 8 })]);
    }

    private static FuzzSeed Payload(SeedFiles files)
    {
        byte[] payload = TestPayload.Build(
            (PayloadKind.Object, "execwatch", files.Object), (PayloadKind.Btf, "6.12.107", files.KernelBtf),
            (PayloadKind.Version, "", "0.1.0"u8.ToArray()), (PayloadKind.BuildId, "", "abcdef"u8.ToArray()));
        const int head = TestPayload.HeaderBytes + (4 * TestPayload.EntryBytes);
        FuzzSeed words = FuzzSeed.Words32(payload[..head], 0, 8);
        return words with { Bytes = payload };
    }

    private static FuzzSeed Dynamic(byte[] library)
    {
        var numbers = new List<FuzzPiece> { new(0x20, 8), new(0x36, 2), new(0x38, 2) };
        var records = new List<FuzzPiece>();
        int table = BitConverter.ToInt32(library, 0x20), count = BitConverter.ToInt16(library, 0x38);
        for (int i = 0; i < count; i++)
        {
            int header = table + (i * 56);
            records.Add(new FuzzPiece(header, 56));
            numbers.AddRange([new(header, 4), new(header + 4, 4)]);
            for (int at = 8; at < 56; at += 8)
                numbers.Add(new FuzzPiece(header + at, 8));
            if (BitConverter.ToInt32(library, header) != 2)
                continue;
            int start = (int)BitConverter.ToInt64(library, header + 8), size = (int)BitConverter.ToInt64(library, header + 32);
            for (int at = start; at < start + size; at += 8)
                numbers.Add(new FuzzPiece(at, 8));
        }

        return FuzzSeed.Binary(library, numbers, records);
    }

    private static byte[] Pinned(byte[] bytes)
    {
        byte[] copy = GC.AllocateUninitializedArray<byte>(bytes.Length, pinned: true);
        bytes.CopyTo(copy, 0);
        return copy;
    }

    private static byte[] Section(byte[] file, ReadOnlySpan<byte> name)
    {
        ElfReader.Open(file, out ElfReader elf);
        return elf.TryFindSection(name, out ElfSection section) ? elf.Data(section).ToArray() : throw new InvalidDataException();
    }

    private static Arena OpenArena(int length)
    {
        Span<byte> memory = s_arena.Last(Math.Max(length, 4096));
        fixed (byte* start = memory)
            return new Arena(start, memory.Length);
    }

    /// <summary>Reads the first and the last byte: a span that leaves the input ends here.</summary>
    private static void Touch(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > 0 && bytes[0] + bytes[^1] < 0)
            throw new InvalidOperationException();
    }
}
