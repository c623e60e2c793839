using System;
using System.Formats.Tar;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Corewright.Build;
using Corewright.Build.Store;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Store;

public class HostilePackageTests
{
    private static readonly DebBuilder Good = new DebBuilder().File("./usr/bin/tool", "x");

    public static TheoryData<string, byte[]> Broken => new()
    {
        { "not an ar archive", "PK\u0003\u0004 something else"u8.ToArray() },
        { "not an ar archive", [] },
        { "the archive ends within the header", [.. "!<arch>\n"u8, .. new byte[20]] },
        { "no member header at byte 8", [.. "!<arch>\n"u8, .. new byte[60]] },
        { "has 9999999999 bytes, the archive ends before", [.. "!<arch>\n"u8, .. DebBuilder.Header("debian-binary", 9999999999)] },
        { "has the size", [.. "!<arch>\n"u8, .. DebBuilder.Header("debian-binary", -4)] },
        { "first member is not debian-binary", DebBuilder.Ar(("data.tar", []), ("a", []), ("b", [])) },
        { "not a package of format 2", DebBuilder.Ar(("debian-binary", "3.0\n"u8.ToArray()), ("a", []), ("data.tar", [])) },
        { "the package has no data.tar", DebBuilder.Ar(("debian-binary", "2.0\n"u8.ToArray()), ("a", []), ("b", [])) },
        { "compressed in a way that is not known", DebBuilder.Ar(("debian-binary", "2.0\n"u8.ToArray()), ("a", []), ("data.tar.q", [])) },
        { "data can't be read", DebBuilder.Ar(("debian-binary", "2.0\n"u8.ToArray()), ("a", []), ("data.tar.gz", new byte[40])) },
        { "data can't be read", DebBuilder.Ar(("debian-binary", "2.0\n"u8.ToArray()), ("a", []), ("data.tar.xz", new byte[40])) },
        { "data can't be read", DebBuilder.Ar(("debian-binary", "2.0\n"u8.ToArray()), ("a", []), ("data.tar.zst", new byte[40])) },
        { "the archive ends before", Good.Build()[..^30] },
        { "goes up with '..'", new DebBuilder().File("../evil", "x").Build() },
        { "goes up with '..'", new DebBuilder().File("./usr/../../evil", "x").Build() },
        { "has an absolute path", new DebBuilder().File("/etc/evil", "x").Build() },
        { "leaves the folder", new DebBuilder().Link("./usr/bin/x", "../../../etc/passwd").Build() },
        { "is a link or a file", new DebBuilder().Link("./a", "/usr").File("./a/evil", "x").Build() },
        { "is brought twice", new DebBuilder().Link("./a", "b").File("./a", "x").Build() },
        { "is brought twice", new DebBuilder().File("./a", "x").File("./a", "y").Build() },
        { "is a link or a file", new DebBuilder().File("./a", "x").File("./a/b", "y").Build() },
        { "which is no file before it", new DebBuilder().Link("./a", "etc/passwd", TarEntryType.HardLink).Build() },
        { "goes up with '..'", new DebBuilder().Link("./a", "../../etc/passwd", TarEntryType.HardLink).Build() },
        { "is a CharacterDevice", new DebBuilder().Entry(TarEntryType.CharacterDevice, "./dev/mem").Build() },
        { "names or attributes take 4194354 bytes", WithTar(TarHeader('x', "00020000062")) },
        { "names or attributes take 2147483648 bytes", WithTar(TarHeader('L', "\u0080\0\0\0\0\0\0\0\u0080\0\0\0")) },
        { "size is no number", WithTar(TarHeader('x', "0002000006x")) },
        { "size is out of range", WithTar(TarHeader('x', "\u0080\0\0\0\u00ff\0\0\0\0\0\0\0")) },
        { "its size in an extended header", WithTar([.. TarHeader('x', "00000000014"), .. "12 size=100\n"u8, .. new byte[500]]) },
        { "is a Fifo", new DebBuilder().Entry(TarEntryType.Fifo, "./pipe").Build() },
    };

    private static byte[] WithTar(byte[] tar) =>
        DebBuilder.Ar(("debian-binary", "2.0\n"u8.ToArray()), ("control.tar", []), ("data.tar", [.. tar, .. new byte[1024]]));

    private static byte[] TarHeader(char type, string size)
    {
        byte[] header = new byte[512];
        Encoding.Latin1.GetBytes("./name").CopyTo(header, 0);
        Encoding.Latin1.GetBytes(size).CopyTo(header, 124);
        header[156] = (byte)type;
        "ustar\u000000"u8.CopyTo(header.AsSpan(257));
        header.AsSpan(148, 8).Fill((byte)' ');
        int sum = header.Sum(b => b);
        Encoding.ASCII.GetBytes(Convert.ToString(sum, 8).PadLeft(6, '0') + "\0 ").CopyTo(header, 148);
        return header;
    }

    [Theory]
    [MemberData(nameof(Broken))]
    public async Task It_is_refused_and_nothing_is_written_outside(string message, byte[] package)
    {
        using var folder = new TemporaryFolder();
        string deb = folder.Write("hostile.deb", package);
        string root = Directory.CreateDirectory(folder.File("root")).FullName;
        Exception error = await Should.ThrowAsync<Exception>(() => UnpackAsync(root, deb));
        (error is AggregateException several ? several.InnerException : error).ShouldBeOfType<BuildException>()
            .Message.ShouldContain(message);
        Directory.EnumerateFileSystemEntries(folder.Path).Select(path => Path.GetFileName(path))
            .ShouldBe(["hostile.deb", "root"], ignoreOrder: true);
    }

    [Fact]
    public async Task A_good_package_keeps_modes_and_links_and_gets_merged_folders()
    {
        using var folder = new TemporaryFolder();
        string deb = folder.Write("good.deb", new DebBuilder()
            .File("./usr/bin/tool", "#!/bin/sh\n", (UnixFileMode)0x9ed)
            .File("./lib/x86_64-linux-gnu/ld.so", "loader", (UnixFileMode)0x1ed)
            .Link("./lib64/ld.so", "/lib/x86_64-linux-gnu/ld.so")
            .Link("./usr/bin/second", "./usr/bin/tool", TarEntryType.HardLink)
            .File("./usr/share/man/man1/tool.1", "left out")
            .Build());
        string root = Directory.CreateDirectory(folder.File("root")).FullName;
        await UnpackAsync(root, deb);
        File.ReadAllText(Path.Combine(root, "lib64/ld.so")).ShouldBe("loader");
        new FileInfo(Path.Combine(root, "usr/lib64/ld.so")).LinkTarget.ShouldBe("../lib/x86_64-linux-gnu/ld.so");
        File.GetUnixFileMode(Path.Combine(root, "usr/bin/tool")).ShouldBe((UnixFileMode)0x1ed, "set-user-id is dropped");
        File.ReadAllText(Path.Combine(root, "usr/bin/second")).ShouldBe("#!/bin/sh\n");
        Directory.Exists(Path.Combine(root, "usr/share/man")).ShouldBeFalse();
    }

    private static Task UnpackAsync(string root, string deb) =>
        new SetUnpacker(root, ["usr/share/man/"]).RunAsync([deb], new SilentLog().Begin("x"), CancellationToken.None);
}
