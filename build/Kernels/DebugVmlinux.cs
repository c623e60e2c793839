// Tar headers are 512 bytes: name at 0, size in octal at 124, checksum in octal at 148, "ustar" at 257, prefix at 345 (tar(5)).
using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Corewright.Build.Progress;
using Corewright.Build.Store;
using Microsoft.Win32.SafeHandles;

namespace Corewright.Build.Kernels;

/// <summary>
/// Takes <c>vmlinux</c> with its DWARF out of a kernel's debug package: 300 MB of 4 GB. Such packages are xz streams of many
/// blocks, and vmlinux stands near one of the archive's ends, so only the blocks that hold it, and those looked at to find it, are
/// unpacked, as many at a time as there are cores.
/// </summary>
internal sealed class DebugVmlinux
{
    private const int TarBlock = 512;
    private readonly string _package;
    private readonly XzBlocks _blocks;

    private DebugVmlinux(string package, XzBlocks blocks)
    {
        _package = package;
        _blocks = blocks;
    }

    /// <summary>Writes the package's vmlinux to a file.</summary>
    /// <param name="package">The <c>.deb</c>, already verified.</param>
    /// <param name="output">Where to; overwritten.</param>
    /// <param name="progress">Counts unpacked bytes.</param>
    /// <param name="cancellationToken">Stops between two blocks.</param>
    /// <returns>The kernel release that the file's place in the package names.</returns>
    /// <exception cref="BuildException">The package is not packed in xz blocks, or holds no vmlinux.</exception>
    public static async Task<string> ExtractAsync(string package, string output, IProgressItem progress, CancellationToken cancellationToken)
    {
        try
        {
            (_, XzBlocks blocks) = Open(package);
            var reader = new DebugVmlinux(package, blocks);
            Entry entry = await reader.FindAsync(progress, cancellationToken);
            await reader.CopyAsync(entry.Offset, entry.Size, output, progress, cancellationToken);
            return entry.Release;
        }
        catch (InvalidDataException e)
        {
            throw new BuildException(e.Message, package, "delete the file and run --target=Fetch", e);
        }
    }

    /// <summary>
    /// The parts of a debug package that <see cref="ExtractAsync"/> needs: all before the first block, the blocks of vmlinux, and
    /// the index at the end. A file that has only these, in their places, is as good.
    /// </summary>
    public static async Task<IReadOnlyList<(long Offset, long Length)>> PartsAsync(
        string package, IProgressItem progress, CancellationToken cancellationToken)
    {
        (ArMember data, XzBlocks blocks) = Open(package);
        long length = new FileInfo(package).Length;
        Entry entry = await new DebugVmlinux(package, blocks).FindAsync(progress, cancellationToken);
        int first = blocks.At(entry.Offset - TarBlock), last = blocks.At(entry.Offset + entry.Size - 1);
        long begin = data.Offset + blocks.Packed(first).Offset;
        long end = data.Offset + blocks.Packed(last).Offset + blocks.Packed(last).Length;
        long index = data.Offset + blocks.Packed(blocks.Count - 1).Offset + blocks.Packed(blocks.Count - 1).Length;
        long head = data.Offset + blocks.Packed(0).Offset;
        return head == begin
            ? [(0, end), (index, length - index)]
            : [(0, head), (begin, end - begin), (index, length - index)];
    }

    private static (ArMember Data, XzBlocks Blocks) Open(string package)
    {
        using FileStream file = File.OpenRead(package);
        ArMember data = ArArchive.Members(file, package).FirstOrDefault(m => m.Name.StartsWith("data.tar", StringComparison.Ordinal));
        if (data.Name != "data.tar.xz")
            throw new BuildException($"a debug package packed with xz was expected; it holds {data.Name}", package);
        return (data, new XzBlocks(file, data.Offset, data.Size));
    }

    private async Task<Entry> FindAsync(IProgressItem progress, CancellationToken cancellationToken)
    {
        progress.Report("looking for vmlinux");
        // boot/vmlinux comes early in the archive, lib/modules/*/vmlinux (7.2 and later) late.
        IEnumerable<int> order = Enumerable.Range(0, _blocks.Count).Order(Comparer<int>.Create((a, b) => Rank(a).CompareTo(Rank(b))));
        foreach (int[] some in order.Chunk(Environment.ProcessorCount))
        {
            cancellationToken.ThrowIfCancellationRequested();
            Entry?[] found = await Task.WhenAll(some.Select(b => Task.Run(() => Find(b, progress), cancellationToken)));
            if (found.FirstOrDefault(f => f is not null) is { } entry)
                return entry;
        }
        throw new BuildException("the debug package holds no vmlinux", _package);

        int Rank(int block) => block < 2 ? block : 2 + _blocks.Count - block;
    }

    private Entry? Find(int block, IProgressItem progress)
    {
        using FileStream file = File.OpenRead(_package);
        ReadOnlySpan<byte> content;
        try
        {
            content = _blocks.Unpack(file, block);
        }
        catch (InvalidDataException)
        {
            // Of a package that is pinned in parts, the blocks without vmlinux are holes.
            return null;
        }

        progress.Advance(content.Length);
        long start = _blocks.Offset(block);
        for (int at = (int)(-start & (TarBlock - 1)); at + TarBlock <= content.Length; at += TarBlock)
            if (Read(content.Slice(at, TarBlock), start + at + TarBlock) is { } entry && entry.Offset + entry.Size <= _blocks.UnpackedLength)
                return entry;
        return null;
    }

    // The entry of a valid header of a regular file usr/lib/debug/boot/vmlinux-R or usr/lib/debug/lib/modules/R/vmlinux.
    private static Entry? Read(ReadOnlySpan<byte> header, long content)
    {
        if (!header[257..].StartsWith("ustar"u8) || header[156] is not ((byte)'0' or 0))
            return null;
        string name = Encoding.UTF8.GetString(Field(header[..100])), prefix = Encoding.UTF8.GetString(Field(header[345..500]));
        string[] path = (prefix.Length > 0 ? prefix + "/" + name : name).TrimStart('.', '/').Split('/');
        string? release = path switch
        {
            ["usr", "lib", "debug", "boot", var file] when file.StartsWith("vmlinux-", StringComparison.Ordinal) => file["vmlinux-".Length..],
            ["usr", "lib", "debug", "lib", "modules", var folder, "vmlinux"] => folder,
            ["usr", "lib", "debug", "usr", "lib", "modules", var folder, "vmlinux"] => folder,
            _ => null,
        };
        if (release is null)
            return null;
        int sum = 8 * ' ';
        for (int i = 0; i < TarBlock; i++)
            sum += i is >= 148 and < 156 ? 0 : header[i];
        return Octal(header[148..156]) == sum && Octal(header[124..136]) is > 0 and var size ? new Entry(release, content, size) : null;
    }

    private static ReadOnlySpan<byte> Field(ReadOnlySpan<byte> field) => field.IndexOf((byte)0) is >= 0 and var end ? field[..end] : field;

    private static long? Octal(ReadOnlySpan<byte> field)
    {
        long value = 0;
        foreach (byte digit in field.Trim(" \0"u8))
        {
            if (digit is < (byte)'0' or > (byte)'7')
                return null;
            value = value * 8 + digit - '0';
        }
        return value;
    }

    private async Task CopyAsync(long offset, long size, string output, IProgressItem progress, CancellationToken cancellationToken)
    {
        progress.Report("unpacking vmlinux");
        using SafeFileHandle target = File.OpenHandle(output, FileMode.Create, FileAccess.Write, preallocationSize: size);
        int first = _blocks.At(offset), last = _blocks.At(offset + size - 1);
        await Parallel.ForAsync(first, last + 1, cancellationToken, async (block, stop) =>
        {
            await Task.Yield();
            using FileStream file = File.OpenRead(_package);
            byte[] content = _blocks.Unpack(file, block);
            long begin = Math.Max(offset, _blocks.Offset(block)), end = Math.Min(offset + size, _blocks.Offset(block) + content.Length);
            await RandomAccess.WriteAsync(
                target, content.AsMemory((int)(begin - _blocks.Offset(block)), (int)(end - begin)), begin - offset, stop);
            progress.Advance(content.Length);
        });
    }

    private sealed record Entry(string Release, long Offset, long Size);
}
