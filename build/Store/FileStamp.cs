using System.Globalization;
using System.Runtime.InteropServices;

namespace Corewright.Build.Store;

/// <summary>
/// What the file system knows of a file without reading it: inode, size, and the times of the last change of content and of
/// anything. The last one, ctime, is set by the kernel on every write and can't be set back, so that an equal stamp means
/// unchanged content even where somebody kept size and modification time. A copied or restored cache has other stamps; then
/// contents are hashed once more.
/// </summary>
internal readonly record struct FileStamp(ulong Inode, ulong Size, long ModifiedNanoseconds, long ChangedNanoseconds)
{
    /// <summary>The stamp of a file, or null if there is none. A symbolic link's stamp is its own.</summary>
    public static FileStamp? Of(string path)
    {
        const int CurrentFolder = -100;
        const int NoFollow = 0x100;
        const uint BasicStats = 0x7ff;
        if (Statx(CurrentFolder, path, NoFollow, BasicStats, out StatxBuffer s) != 0)
            return null;
        return new FileStamp(
            s.Inode, s.Size, s.Modified.Seconds * 1_000_000_000 + s.Modified.Nanoseconds,
            s.Changed.Seconds * 1_000_000_000 + s.Changed.Nanoseconds);
    }

    /// <summary>Reads what <see cref="ToString"/> wrote; null where it is anything else.</summary>
    public static FileStamp? Parse(string text)
    {
        string[] words = text.Split(' ');
        return words.Length == 4
            && ulong.TryParse(words[0], NumberStyles.None, CultureInfo.InvariantCulture, out ulong inode)
            && ulong.TryParse(words[1], NumberStyles.None, CultureInfo.InvariantCulture, out ulong size)
            && long.TryParse(words[2], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long modified)
            && long.TryParse(words[3], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long changed)
            ? new FileStamp(inode, size, modified, changed)
            : null;
    }

    /// <summary>Four numbers with spaces between.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Inode} {Size} {ModifiedNanoseconds} {ChangedNanoseconds}");

    // struct statx of statx(2): the same on every architecture, unlike struct stat.
    [DllImport("libc", EntryPoint = "statx", CharSet = CharSet.Ansi, BestFitMapping = false)]
    private static extern int Statx(
        int folder, [MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags, uint mask, out StatxBuffer buffer);

    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct StatxBuffer
    {
        [FieldOffset(32)]
        public ulong Inode;

        [FieldOffset(40)]
        public ulong Size;

        [FieldOffset(96)]
        public Time Changed;

        [FieldOffset(112)]
        public Time Modified;
    }

    [StructLayout(LayoutKind.Explicit, Size = 16)]
    private struct Time
    {
        [FieldOffset(0)]
        public long Seconds;

        [FieldOffset(8)]
        public uint Nanoseconds;
    }
}
