using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text;
using Corewright.Build;
using Corewright.Build.Guests;
using Corewright.Build.Kernels;
using Corewright.Build.Matrix;
using Corewright.Build.Matrix.Programs;
using Corewright.Build.Matrix.Programs.Execwatch;
using Corewright.Build.Plan;
using Corewright.Build.Plan.Yaml;
using Corewright.Build.Store;
using Corewright.Tests.Kernels;

namespace Corewright.Tests.Fuzz;

/// <summary>Readers of what mirrors, packages, guests and people bring.</summary>
internal static class BuildTargets
{
    private static readonly Type[] s_build = [typeof(BuildException)], s_format = [typeof(FormatException)],
        s_data = [typeof(InvalidDataException)];

    public static IEnumerable<FuzzTarget> All(Func<SeedFiles> files) =>
    [
        new("yaml-kernels", 2, input => KernelsFile.Read(Yaml(input), files().Plan.Architectures, files().Plan.Packages).Sets.Count > 0,
            s_build, _ => [FuzzSeed.Text(SeedFiles.Target("kernels.yml"))]) { BytesPerByte = 400 },
        new("yaml-packages", 2, input => PackagesFile.Read(Yaml(input)).Sets.Count > 0,
            s_build, _ => [FuzzSeed.Text(SeedFiles.Target("packages.yml"))]) { BytesPerByte = 400 },
        new("yaml-architecture", 2, input => ArchitectureFile.Read("armv7", Yaml(input)).Name.Length > 0,
            s_build, _ => [FuzzSeed.Text(SeedFiles.Target("architectures/armv7.yml"))]) { BytesPerByte = 400 },
        new("package-lock", 3, input => PackageLock.Parse("lock", Lines(input)).Sets.Count > 0,
            s_build, _ => [FuzzSeed.Text(FewLines(SeedFiles.Target("packages.lock"), 4))]),
        new("apt-sources", 4, input => AptSource.ReadList("l", Lines(input)).Count() + AptSource.ReadDeb822("d", Lines(input)).Count() > 0,
            [], _ => [FuzzSeed.Text(TextSeeds.AptList), FuzzSeed.Text(TextSeeds.AptStanzas)]),
        new("package-index", 4, Index, s_build, _ => [FuzzSeed.Text(TextSeeds.Packages)]),
        new("release-file", 4, input => ReleaseFile.Parse(input, "trixie", "InRelease").Files.Count > 0,
            s_build, _ => [FuzzSeed.Text(TextSeeds.Release)]),
        new("ar", 6, input => ArArchive.Members(new MemoryStream(input.ToArray()), "a.deb").Count > 0,
            s_build, f => [Ar(f.Package), Ar(f.DebugPackage)]),
        new("package", 1, Package, s_build, f => [BinaryLayouts.Tar(f.Package, f.Package.Length - TarBytes(f.Package)), Ar(f.Package)])
        {
            Seal = SealTar,
        },
        new("xz-blocks", 2, Xz, s_data, f => [XzSeed(f.DebugPackage)]) { Seal = SealXz, BytesAtLeast = 24 << 20 },
        new("lz4", 1, input => Lz4LegacyFrame.Decode(input, 1 << 20).Length >= 0,
            s_data, _ => [FuzzSeed.Words32(TextSeeds.Lz4, 0, 8)]) { BytesAtLeast = 14 << 20 },
        new("kernel-image", 1, input => KernelImage.Read(input.ToArray()).Btf.Length > 0,
            s_data, _ => KernelImages()) { BytesAtLeast = 16 << 20 },
        new("btf-scan", 4, input => BtfScan.Find(input).Length > 0,
            s_data, _ => [FuzzSeed.Words32([.. new byte[64], .. KernelBytes.Btf(4096), .. new byte[64]]) with { Numbers = Words(64, 88) }]),
        new("result-stream", 6, input => ResultStream.Parse(input).Files is not null, [], _ => [FuzzSeed.Text(TextSeeds.Results)]),
        new("libbpf-log", 1, input => LibbpfLog.Parse(Text(input)).Count > 0, s_format,
            _ => [FuzzSeed.Text(FewLines(SeedFiles.FromGuest("libbpf-x86_64-6.12.log"), 1)), FuzzSeed.Text(FewLines(SeedFiles.FromGuest("libbpf-armv7-6.12.log"), 1))])
        {
            BytesPerByte = 400,
        },
        new("loader-report", 3, input => LoaderReport.Parse(input.ToArray()).Exit == 0, s_format,
            _ => [FuzzSeed.Text(SeedFiles.FromGuest("loader-check-x86_64-6.12.json"))]),
        new("loader-events", 3, input => LoaderEvent.ParseAll(Text(input)).Count > 0, s_format,
            _ => [FuzzSeed.Text(FewLines(SeedFiles.FromGuest("events-x86_64-6.12.jsonl"), 4))]),
        new("known-process", 3, input => KnownProcess.Parse("plain", Text(input)).Pid.Length > 0, s_format,
            _ => [FuzzSeed.Text(SeedFiles.FromGuest("process-plain-x86_64-6.12")), FuzzSeed.Text(SeedFiles.FromGuest("process-contained-x86_64-6.12"))]),
    ];

    private static YamlMapping Yaml(ReadOnlySpan<byte> input) => YamlFile.Parse("targets/f.yml", Text(input));

    private static bool Index(Span<byte> input)
    {
        var index = new PackageIndex();
        index.Add("trixie", input.ToArray());
        foreach (string name in index.Names)
        {
            IndexedPackage package = index.Find(name)!;
            _ = package.Dependencies.Sum(group => group.Count(relation => relation.Allows(package.Version)))
                + package.Provides.Count();
        }

        return index.Names.Select(name => index.Find(name)!.Locked()).Any();
    }

    private static bool Package(Span<byte> input)
    {
        string path = Path.Combine(Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath(), $"corewright-fuzz-{Environment.ProcessId}.deb");
        File.WriteAllBytes(path, input);
        try
        {
            long bytes = 0;
            foreach (PackageEntry entry in DebianPackage.ReadEntries(path))
                bytes += entry.Path.Length + entry.Size;
            return bytes != 0;
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static bool Xz(Span<byte> input)
    {
        using var file = new MemoryStream(input.ToArray());
        var blocks = new XzBlocks(file, 0, input.Length);
        // Of thousands of mutated blocks a few suffice.
        for (int i = 0; i < Math.Min(blocks.Count, 4); i++)
            blocks.Unpack(file, i);
        return blocks.At(blocks.UnpackedLength - 1) == blocks.Count - 1;
    }

    private static FuzzSeed Ar(byte[] package)
    {
        var words = new List<FuzzPiece>();
        var records = new List<FuzzPiece>();
        foreach (ArMember member in ArArchive.Members(new MemoryStream(package), "seed"))
        {
            int header = (int)member.Offset - 60;
            words.AddRange([new(header, 16), new(header + 48, 10), new(header + 58, 2)]);
            records.AddRange([new(header, 60), new(header, 60 + (int)member.Size)]);
        }

        return new FuzzSeed(package, [], words, records);
    }

    private static int TarBytes(byte[] package) => (int)ArArchive.Members(new MemoryStream(package), "seed")[2].Size;

    private static FuzzSeed XzSeed(byte[] package)
    {
        ArMember data = ArArchive.Members(new MemoryStream(package), "seed").First(member => member.Name == "data.tar.xz");
        byte[] stream = package.AsSpan((int)data.Offset, (int)data.Size).ToArray();
        int index = (BitConverter.ToInt32(stream, stream.Length - 8) + 1) * 4;
        int at = stream.Length - 12 - index;
        FuzzPiece[] numbers = [.. Enumerable.Range(at, index + 12).Select(i => new FuzzPiece(i, 1)), new(stream.Length - 8, 4)];
        return FuzzSeed.Binary(stream, numbers, [new(at, 4), new(at + 1, 2), new(12, 64)]);
    }

    // The header's checksum is the sum of its bytes, its own field taken as blanks.
    private static void SealTar(Span<byte> package)
    {
        int first = package.IndexOf("ustar"u8) - 257;
        for (int at = first; at >= 0 && at + 512 <= package.Length; at += 512)
        {
            Span<byte> header = package.Slice(at, 512);
            if (!header[257..].StartsWith("ustar"u8))
                continue;
            header.Slice(148, 8).Fill((byte)' ');
            int sum = 0;
            foreach (byte value in header)
                sum += value;
            Encoding.ASCII.GetBytes($"{Convert.ToString(sum, 8).PadLeft(6, '0')}\0 ").CopyTo(header[148..]);
        }
    }

    private static void SealXz(Span<byte> stream)
    {
        if (stream.Length < 32)
            return;
        long size = (BitConverter.ToUInt32(stream[^8..]) + 1L) * 4;
        if (size < 8 || size > stream.Length - 24)
            return;
        Span<byte> index = stream.Slice(stream.Length - 12 - (int)size, (int)size);
        BitConverter.TryWriteBytes(index[^4..], Crc32.Of(index[..^4]));
        BitConverter.TryWriteBytes(stream[^12..], Crc32.Of(stream[^8..^2]));
    }

    private static IEnumerable<FuzzSeed> KernelImages()
    {
        byte[] vmlinux = KernelBytes.Vmlinux(KernelBytes.Btf());
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write(vmlinux);
        FuzzPiece[] header = [new(0x1F1, 1), new(0x202, 4), new(0x206, 2), new(0x248, 4), new(0x24C, 4), .. Words(1024, 1048)];
        foreach (byte[] image in (byte[][])[KernelBytes.BzImage(KernelBytes.Lz4(vmlinux), vmlinux.Length), KernelBytes.BzImage(packed.ToArray(), vmlinux.Length)])
            yield return FuzzSeed.Binary(image, header, [new(0x1F0, 16), new(1024, 16)]);
        byte[] arm = [.. new byte[128], .. KernelBytes.Btf()];
        "ARMd"u8.CopyTo(arm.AsSpan(56));
        yield return FuzzSeed.Binary(arm, [new(56, 4), .. Words(128, 152)], [new(128, 24)]);
    }

    private static FuzzPiece[] Words(int from, int to) => [.. Enumerable.Range(from / 4, (to - from) / 4).Select(word => new FuzzPiece(word * 4, 4))];

    private static byte[] FewLines(byte[] text, int part)
    {
        string[] lines = Text(text).Split('\n');
        return Encoding.UTF8.GetBytes(string.Join('\n', lines.Take(lines.Length / part)));
    }

    private static string Text(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes);

    private static IEnumerable<string> Lines(ReadOnlySpan<byte> bytes)
    {
        var reader = new StringReader(Text(bytes));
        return Read();

        IEnumerable<string> Read()
        {
            while (reader.ReadLine() is { } line)
                yield return line;
        }
    }
}
