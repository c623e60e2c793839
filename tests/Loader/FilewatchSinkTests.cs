using System;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Corewright.Loader;
using Corewright.Loader.Filewatch;
using Corewright.Loader.Programs;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Loader;

public unsafe class FilewatchSinkTests
{
    private static readonly int s_headBytes = FileEvent.SizeBytes - FileEvent.NamesLength;

    [Fact]
    public void An_open_is_a_line_of_json()
    {
        using var text = new MemoryText();
        Sink(text, json: true).Take(Event(EventKind.Open, access: 2 | 8 | 16, "passwd", "etc"));
        text.Text.ShouldBe(
            "{\"event\":\"open\",\"pid\":12,\"tgid\":11,\"ppid\":10,\"uid\":1000,\"gid\":100,\"comm\":\"sh\",\"path\":\"/etc/passwd\","
            + "\"access\":[\"write\",\"create\",\"truncate\"],\"inode\":77,\"device_major\":8,\"device_minor\":257,"
            + "\"cgroup_id\":4294967297,\"pid_namespace\":4026531836,\"start_time_ns\":123456789012}\n");
    }

    [Fact]
    public void The_table_has_aligned_columns_and_a_sum()
    {
        using var text = new MemoryText();
        var sink = Sink(text, json: false);
        sink.Begin();
        sink.Take(Event(EventKind.Open, access: 3, "a\u001bb", "tmp"));
        sink.Take(Event(EventKind.Open, access: 1 | 4, "sh", "bin"));
        sink.Take(Event(EventKind.Denied, access: 1, "secret"));
        sink.Finish();
        text.Text.ShouldBe("""
            EVENT  PID      UID      COMM             CONTAINER     ACCESS      PATH
            open   11       1000     sh               -             read-write  /tmp/a\x1bb
            open   11       1000     sh               -             execute     /bin/sh
            denied 11       1000     sh               -             read        /secret

            2 opened, 1 denied

            """);
    }

    [Fact]
    public void The_summary_is_an_event()
    {
        using var text = new MemoryText();
        var sink = Sink(text, json: true);
        sink.Finish();
        text.Text.ShouldBe("{\"event\":\"summary\",\"opened\":0,\"denied\":0}\n");
    }

    [Theory]
    [InlineData("/", "")]
    [InlineData("/", "\0")]
    [InlineData("/a", "a\0")]
    [InlineData("/usr/lib/x", "x\0lib\0usr\0")]
    [InlineData("/usr/x", "x\0usr")]
    [InlineData("/usr/x", "x\0\0\0usr\0")]
    public void Names_become_a_path(string path, string names)
    {
        using var text = new MemoryText();
        FileNames.Join(Encoding.UTF8.GetBytes(names), isCut: false, text.Writer);
        text.Text.ShouldBe(path);
    }

    [Fact]
    public void A_path_that_is_cut_off_says_so()
    {
        using var text = new MemoryText();
        FileNames.Join("x\0lib\0"u8, isCut: true, text.Writer);
        text.Text.ShouldBe(".../lib/x");
    }

    [Fact]
    public void The_longest_path_fits()
    {
        using var text = new MemoryText();
        Sink(text, json: true).Take(Event(EventKind.Open, access: 1, [.. Enumerable.Repeat("n", FileEvent.NamesLength / 2)]));
        JsonDocument.Parse(text.Text).RootElement.GetProperty("path").GetString()!.Length.ShouldBe(FileEvent.NamesLength);
    }

    [Fact]
    public void What_is_no_event_is_counted_and_not_printed()
    {
        using var text = new MemoryText();
        var sink = Sink(text, json: true);
        byte[] good = Event(EventKind.Open, access: 1, "passwd", "etc");
        sink.Take(default);
        sink.Take(good.AsSpan(0, s_headBytes - 8));
        // Shorter than its names.
        sink.Take(good.AsSpan(0, good.Length - 1));
        sink.Take(Changed(good, offset: 72, value: 9));
        sink.Take(Changed(good, offset: 80, value: 0xFF));
        text.Text.ShouldBeEmpty();
        sink.Unknown.ShouldBe(5ul);
    }

    [Fact]
    public void Options_of_its_own_are_known()
    {
        var sink = new FilewatchSink();
        sink.Kind("--deny"u8).ShouldBe(OptionKind.Value);
        sink.Kind("--path"u8).ShouldBe(OptionKind.Value);
        sink.Kind("--only-writes"u8).ShouldBe(OptionKind.Switch);
        sink.Kind("--den"u8).ShouldBe(OptionKind.Unknown);
        fixed (byte* path = "/etc\0"u8, nothing = "\0"u8)
        {
            sink.Take("--deny"u8, nothing).ShouldBeFalse();
            for (int i = 0; i < 32; i++)
                sink.Take("--deny"u8, path).ShouldBeTrue();
            sink.Take("--path"u8, path).ShouldBeFalse("there is room for 32 rules");
        }
    }

    [Fact]
    public void A_file_is_known_by_all_of_its_names()
    {
        string folder = Directory.CreateTempSubdirectory("filewatch").FullName;
        try
        {
            File.WriteAllText(Path.Combine(folder, "one"), "");
            File.WriteAllText(Path.Combine(folder, "other"), "");
            File.CreateSymbolicLink(Path.Combine(folder, "link"), "one");
            FileId one = Identity(folder, "one");
            Identity(folder, "link").ShouldBe(one);
            Identity(folder, "other").Inode.ShouldNotBe(one.Inode);
            Identity(folder, "other").Device.ShouldBe(one.Device);
            one.Inode.ShouldNotBe(0ul);
            fixed (byte* path = Encoding.UTF8.GetBytes(Path.Combine(folder, "none\0")))
                FileIdentity.Read(path, out _).ShouldBe(-2);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static FileId Identity(string folder, string name)
    {
        fixed (byte* path = Encoding.UTF8.GetBytes(Path.Combine(folder, name + "\0")))
        {
            FileIdentity.Read(path, out FileId file).ShouldBe(0);
            return file;
        }
    }

    // As the probe sends it: it ends behind the names.
    private static byte[] Event(EventKind kind, uint access, params string[] names)
    {
        byte[] all = Encoding.UTF8.GetBytes(string.Concat(names.Select(n => n + "\0")));
        FileEvent file = default;
        file.Kind = kind;
        file.Access = (Access)access;
        file.File.Inode = 77;
        file.File.Device = (8ul << 20) | 257;
        file.NamesBytes = (uint)all.Length;
        file.Process.Pid = 12;
        file.Process.Tgid = 11;
        file.Process.Ppid = 10;
        file.Process.Uid = 1000;
        file.Process.Gid = 100;
        file.Process.CgroupId = 4294967297;
        file.Process.PidNamespace = 4026531836;
        file.Process.StartTime = 123456789012;
        "sh"u8.CopyTo(new Span<byte>(file.Process.Comm, ProcessHeader.CommLength));
        all.CopyTo(new Span<byte>(file.Names, FileEvent.NamesLength));
        return MemoryMarshal.AsBytes(new ReadOnlySpan<FileEvent>(in file))[..(s_headBytes + all.Length)].ToArray();
    }

    private static byte[] Changed(byte[] sample, int offset, byte value)
    {
        byte[] changed = [.. sample];
        changed[offset] = value;
        return changed;
    }

    private static FilewatchSink Sink(MemoryText text, bool json)
    {
        var sink = new FilewatchSink();
        sink.Open(text.Writer, text.Writer, json, styled: false);
        return sink;
    }
}
