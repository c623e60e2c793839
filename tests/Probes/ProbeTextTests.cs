using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Corewright.Bpf.Kernel;
using Corewright.Bpf.Links;
using Corewright.Bpf.Memory;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Probes;

/// <summary>The texts around probes: targets, patterns, names of events, lists of the kernel's.</summary>
public class ProbeTextTests
{
    [Theory]
    [InlineData("do_unlinkat", "do_unlinkat", 0)]
    [InlineData("do_unlinkat+0x10", "do_unlinkat", 16)]
    [InlineData("do_unlinkat+8", "do_unlinkat", 8)]
    [InlineData("module:name+8", "module:name", 8)]
    public void A_kernel_function_is_read(string text, string name, int offset)
    {
        ProbeTarget.TryParseKernel(Bytes(text), out ProbeTarget target).ShouldBeTrue();
        (Text(target.Name), target.Offset).ShouldBe((name, (ulong)offset));
    }

    [Theory]
    [InlineData("")]
    [InlineData("+8")]
    [InlineData("name+")]
    [InlineData("name+x")]
    [InlineData("name+0x")]
    [InlineData("name+18446744073709551616")]
    public void What_is_no_kernel_function_is_refused(string text) => ProbeTarget.TryParseKernel(Bytes(text), out _).ShouldBeFalse();

    [Theory]
    [InlineData("/bin/sh:main", "/bin/sh", "main", 0ul)]
    [InlineData("libc.so.6:malloc+0x4", "libc.so.6", "malloc", 4ul)]
    [InlineData("/a:b:main", "/a:b", "main", 0ul)]
    [InlineData("/bin/sh:0x1234", "/bin/sh", "", 0x1234ul)]
    public void A_place_in_a_file_is_read(string text, string path, string name, ulong offset)
    {
        ProbeTarget.TryParseBinary(Bytes(text), out ProbeTarget target).ShouldBeTrue();
        (Text(target.Path), Text(target.Name), target.Offset).ShouldBe((path, name, offset));
    }

    [Theory]
    [InlineData("")]
    [InlineData("/bin/sh")]
    [InlineData(":main")]
    [InlineData("/bin/sh:")]
    [InlineData("/bin/sh:+4")]
    public void What_is_no_place_in_a_file_is_refused(string text) => ProbeTarget.TryParseBinary(Bytes(text), out _).ShouldBeFalse();

    [Fact]
    public void A_usdt_probe_is_read()
    {
        ProbeTarget.TryParseUsdt("/usr/lib/a:b.so:libc:setjmp"u8, out ProbeTarget target).ShouldBeTrue();
        (Text(target.Path), Text(target.Provider), Text(target.Name)).ShouldBe(("/usr/lib/a:b.so", "libc", "setjmp"));
        foreach (string text in (string[])["", "libc:setjmp", "/lib::setjmp", "/lib:libc:", ":libc:setjmp"])
            ProbeTarget.TryParseUsdt(Bytes(text), out _).ShouldBeFalse(text);
    }

    [Fact]
    public void A_function_that_begins_like_a_number_is_at_no_offset()
    {
        ProbeTarget.TryParseBinary("/bin/x:7zip"u8, out ProbeTarget target).ShouldBeTrue();
        (Text(target.Name), target.Offset).ShouldBe(("7zip", 0ul));
    }

    [Theory]
    [InlineData("vfs_*", "vfs_read", true)]
    [InlineData("vfs_*", "vfs_", true)]
    [InlineData("vfs_*", "vfs", false)]
    [InlineData("*read", "vfs_read_thread_read", true)]
    [InlineData("*_read_*", "vfs_read_x", true)]
    [InlineData("a?c", "abc", true)]
    [InlineData("a?c", "ac", false)]
    [InlineData("*", "", true)]
    [InlineData("", "a", false)]
    [InlineData("a**b", "ab", true)]
    [InlineData("*a*b", "aab", true)]
    [InlineData("*ab*ab", "abab", true)]
    [InlineData("*ab*ab", "aba", false)]
    public void A_pattern_fits_whole_names(string pattern, string name, bool fits) =>
        NamePattern.Matches(Bytes(pattern), Bytes(name)).ShouldBe(fits);

    [Theory]
    [InlineData("do_unlinkat", "do_linkat,do_unlinkat2,unlink", "do_unlinkat2")]
    [InlineData("do_unlinkat", "do_unlinkatt,do_unlinkat.isra.0", "do_unlinkat.isra.0")]
    [InlineData("vfs_raed", "vfs_write,vfs_read,vfs_read2", "vfs_read")]
    [InlineData("schedule", "scheduler_tick,reschedule_x", "")]
    [InlineData("abc", "xyz,abd", "")]
    [InlineData("", "abc", "")]
    public void The_nearest_name_is_suggested(string wanted, string names, string expected)
    {
        var nearest = new NearestName(Bytes(wanted), new byte[NearestName.MaxBytes]);
        foreach (string name in names.Split(','))
            nearest.Offer(Bytes(name));
        Text(nearest.Best).ShouldBe(expected);
    }

    // PERF_TYPE_HARDWARE is 0 and PERF_TYPE_SOFTWARE 1.
    [Theory]
    [InlineData("", 1u, 0ul, 99ul, true)]
    [InlineData("cpu-clock", 1u, 0ul, 99ul, true)]
    [InlineData("cpu-clock@1000", 1u, 0ul, 1000ul, true)]
    [InlineData("cpu-clock/1000000", 1u, 0ul, 1000000ul, false)]
    [InlineData("page-faults", 1u, 2ul, 1ul, false)]
    [InlineData("context-switches/10", 1u, 3ul, 10ul, false)]
    [InlineData("cycles", 0u, 0ul, 99ul, true)]
    [InlineData("branch-misses/4096", 0u, 5ul, 4096ul, false)]
    public void A_perf_event_is_read(string text, uint type, ulong config, ulong period, bool isRate)
    {
        PerfEventName.TryParse(Bytes(text), out PerfEventAttributes attributes).ShouldBeTrue();
        (attributes.Type, attributes.Config, attributes.SamplePeriod).ShouldBe((type, config, period));
        (attributes.Flags == PerfEventAttributes.IsFrequency).ShouldBe(isRate);
    }

    [Theory]
    [InlineData("no-such-event")]
    [InlineData("cpu-clock@0")]
    [InlineData("cpu-clock@")]
    [InlineData("cpu-clock/x")]
    [InlineData("@99")]
    public void What_is_no_perf_event_is_refused(string text) => PerfEventName.TryParse(Bytes(text), out _).ShouldBeFalse();

    [Theory]
    [InlineData("0\n", "0")]
    [InlineData("0-3\n", "0,1,2,3")]
    [InlineData("0-1,4,6-7\n", "0,1,4,6,7")]
    [InlineData("\n", "")]
    [InlineData("3-1", "")]
    [InlineData("1-", "")]
    [InlineData("2,x", "2")]
    [InlineData("2 3", "")]
    [InlineData("0-3,2", "0,1,2,3")]
    public void A_list_of_processors_is_read(string text, string expected)
    {
        var processors = new ProcessorList(Bytes(text));
        var numbers = new List<int>();
        while (processors.Next())
            numbers.Add(processors.Current);
        string.Join(',', numbers).ShouldBe(expected);
    }

    [Fact]
    public unsafe void Functions_that_can_be_traced_are_found_by_name_or_address()
    {
        byte[] addresses = "ffffffff81000300 vfs_write\nffffffff81000100 vfs_read [module]\nffffffff81000200 other\n"u8.ToArray();
        byte[] names = "vfs_write\nvfs_read [module]\nother\nvfs_write\n__ftrace_invalid_address___40\n"u8.ToArray();
        byte[] memory = GC.AllocateUninitializedArray<byte>(3 << 20, pinned: true);
        fixed (byte* start = memory)
        {
            var arena = new Arena(start, memory.Length);
            LineReader lines = LineReader.Over(addresses);
            TraceableFunctions.Addresses(ref lines, "vfs_*"u8, ref arena, out Span<ulong> found).Failed.ShouldBeFalse();
            found.ToArray().ShouldBe([0xffffffff81000100, 0xffffffff81000300]);

            lines = LineReader.Over(names);
            TraceableFunctions.Names(ref lines, "*"u8, ref arena, out found).Failed.ShouldBeFalse();
            found.ToArray().Select(name => Text(new ReadOnlySpan<byte>((byte*)name, ZeroTerminated.Length((byte*)name))))
                .ShouldBe(["other", "vfs_read", "vfs_write"]);
        }
    }

    [Fact]
    public void Numbers_are_sorted_and_kept_once()
    {
        var random = new Random(5);
        for (int length = 0; length < 40; length++)
        {
            ulong[] values = [.. Enumerable.Range(0, length).Select(_ => (ulong)random.NextInt64(30))];
            ulong[] sorted = [.. values];
            Sorting.Sort(sorted);
            sorted[..Sorting.RemoveDuplicates(sorted)].ShouldBe(values.Distinct().Order());
        }
    }

    [Fact]
    public void A_place_in_a_process_is_found()
    {
        ReadOnlySpan<byte> line = "7f1000000000-7f1000002000 r-xp 00003000 08:01 1234                       /usr/lib/libc.so.6"u8;
        ProcessMaps.TryFind(line, 1234, 0x3010, out ulong address).ShouldBeTrue();
        address.ShouldBe(0x7f1000000010ul);
        ProcessMaps.TryFind(line, 1235, 0x3010, out _).ShouldBeFalse();
        ProcessMaps.TryFind(line, 1234, 0x5000, out _).ShouldBeFalse();
        ProcessMaps.TryFind(line, 1234, 0x2fff, out _).ShouldBeFalse();
        ProcessMaps.TryFind("7f1000000000-7f1000002000 rw-p 00003000 08:01 1234 /x"u8, 1234, 0x3010, out _).ShouldBeFalse();
        ProcessMaps.TryFind("7f1000000000 r-xp 00003000 08:01 1234 /x"u8, 1234, 0x3010, out _).ShouldBeFalse();
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static string Text(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes);
}
