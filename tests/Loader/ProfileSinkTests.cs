using System;
using System.Linq;
using System.Text;
using System.Xml.Linq;
using Corewright.Loader.Profile;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Loader;

public unsafe class ProfileSinkTests
{
    private readonly TextPool texts = new();
    private readonly FunctionList functions;
    private readonly ProcessList processes;
    private readonly CallTree tree = new();

    public ProfileSinkTests()
    {
        functions = new FunctionList(texts);
        processes = new ProcessList(texts);
        (texts.Open(1 << 20) && functions.Open() && processes.Open() && tree.Open()).ShouldBeTrue();
    }

    [Theory]
    [InlineData("55d0c0a00000-55d0c0a21000 r-xp 00002000 fd:01 1311 /usr/bin/a b", 0x55d0c0a00000, 0x55d0c0a21000, 0x2000, 1311, "/usr/bin/a b")]
    [InlineData("00010000-00011000 r-xp 00000000 b3:02 7                  /x (deleted)", 0x10000, 0x11000, 0, 7, "/x (deleted)")]
    [InlineData("ffff0000-ffff1000 r-xp 00000000 00:00 0          [vectors]", 0xffff0000, 0xffff1000, 0, 0, "[vectors]")]
    [InlineData("7f0000000000-7f0000001000 rwxp 00000000 00:00 0 ", 0x7f0000000000, 0x7f0000001000, 0, 0, "")]
    public void A_line_of_what_is_mapped_is_read(string line, ulong start, ulong end, ulong offset, ulong inode, string path)
    {
        ProcessList.TryParse(Encoding.UTF8.GetBytes(line), out Mapping mapping, out ulong number, out ReadOnlySpan<byte> name).ShouldBeTrue();
        (mapping.Start, mapping.End, mapping.Offset, number, Encoding.UTF8.GetString(name)).ShouldBe((start, end, offset, inode, path));
    }

    [Theory]
    [InlineData("7f0000000000-7f0000001000 rw-p 00000000 00:00 0 ")]
    [InlineData("7f0000001000-7f0000001000 r-xp 00000000 00:00 0 ")]
    [InlineData("7f0000000000 r-xp")]
    [InlineData("")]
    public void What_is_no_code_is_left_out(string line) =>
        ProcessList.TryParse(Encoding.UTF8.GetBytes(line), out _, out _, out _).ShouldBeFalse();

    [Theory]
    [InlineData(0, true)]
    [InlineData(1 << 20, true)]
    [InlineData(-17, true)] // EEXIST: another stack is where it would be.
    [InlineData(-12, true)]
    [InlineData(-14, false)] // EFAULT: there is none.
    public void A_sample_whose_stack_found_no_room_was_in_the_kernel_all_the_same(int stack, bool kernel) =>
        StackList.WasInKernel(stack).ShouldBe(kernel);

    [Fact]
    public void The_loader_s_own_code_is_found_by_what_it_has_mapped()
    {
        ProcessSeen seen = default;
        seen.Process.Tgid = (uint)Environment.ProcessId;
        seen.AddressSpace = 1;
        processes.Add(seen);
        processes.Find((uint)Environment.ProcessId, 2).ShouldBe(-1);
        int self = processes.Find((uint)Environment.ProcessId, 1);
        delegate* unmanaged<int> function = (delegate* unmanaged<int>)System.Runtime.InteropServices.NativeLibrary.GetExport(
            System.Runtime.InteropServices.NativeLibrary.Load("libc.so.6"), "getpid");
        processes.Locate(self, (ulong)function, out int module, out ulong offset);
        Encoding.UTF8.GetString(processes.Path(module)).ShouldContain("libc");

        var locations = new LocationTable();
        var symbolizer = new Symbolizer(texts, processes, locations, functions);
        (locations.Open() && symbolizer.Open()).ShouldBeTrue();
        int slot = locations.Slot(module, offset), odd = locations.Slot(module, offset + 1), nowhere = locations.Slot(module, 0xFFFF_FFFF);
        symbolizer.Run();
        Encoding.UTF8.GetString(functions.Name(locations[slot]->Function)).ShouldContain("getpid");
        locations[odd]->Function.ShouldBe(locations[slot]->Function);
        Encoding.UTF8.GetString(functions.Name(locations[nowhere]->Function)).ShouldEndWith("+0xffffffff");
    }

    [Fact]
    public void Of_all_functions_the_nearest_before_an_address_has_it_as_far_as_it_reaches()
    {
        var search = new SymbolSearch();
        search.Open().ShouldBeTrue();
        foreach (ulong address in (ulong[])[0x2010, 0x1fff, 0x1000, 0x2010, 0x900, 0x3000])
            search.Add(address);
        search.Begin();
        search.Count.ShouldBe(5);
        // In no order, as in files.
        search.Offer(0x2000, 0x20);
        search.Offer(0x1000, 0);
        search.Offer(0x2008, 4);
        search.Settle();
        search.Name(0x2008, 1, "small"u8, texts);
        search.Name(0x1000, 1, "local"u8, texts);
        search.Name(0x1000, 2, "global"u8, texts);
        search.Name(0x1000, 1, "another"u8, texts);
        (search.At(search.From(0x900)) == null).ShouldBeTrue();
        Encoding.UTF8.GetString(texts[search.At(search.From(0x1000))->Name]).ShouldBe("global");
        (search.At(search.From(0x1fff)) == search.At(search.From(0x1000))).ShouldBeTrue();
        (search.At(search.From(0x2010)) == null).ShouldBeTrue("behind the end of the nearest one");
        (search.At(search.From(0x3000)) == null).ShouldBeTrue();
    }

    [Fact]
    public void Folded_stacks_are_what_was_counted()
    {
        Grow();
        using var text = new MemoryText();
        FoldedStacks.Print(text.Writer, tree, functions);
        text.Text.ShouldBe("app;main;hot 7\napp;main;vfs_read_[k] 2\napp;main;a:b<\\x1b> 1\nidle 1\n");
    }

    [Fact]
    public void A_flame_graph_is_a_document_with_a_box_and_a_title_for_each_call()
    {
        Grow();
        using var text = new MemoryText();
        FlameGraph.Draw(text.Writer, tree, functions, processes, 99);
        XNamespace svg = "http://www.w3.org/2000/svg";
        XElement graph = XElement.Parse(text.Text);
        string[] titles = [.. graph.Descendants(svg + "title").Select(t => t.Value.Split('\n')[0])];
        titles.ShouldBe(["all", "app", "main", "hot", "vfs_read", "a;b<\uFFFD>", "idle"]);
        XElement[] boxes = [.. graph.Descendants(svg + "g").Select(g => g.Element(svg + "rect")!)];
        Number(boxes[0], "width").ShouldBe(1176);
        Number(boxes[3], "width").ShouldBe(1176 * 7 / 11m, 0.02m);
        (Number(boxes[3], "x") + Number(boxes[3], "width")).ShouldBe(Number(boxes[4], "x"), 0.02m);
        Number(boxes[2], "y").ShouldBeLessThan(Number(boxes[1], "y"));
        boxes[4].Attribute("class")!.Value.ShouldStartWith("k");
        graph.Descendants(svg + "title").First(t => t.Value.StartsWith("hot", StringComparison.Ordinal)).Value.ShouldBe("hot\n63.6%, 7 samples; itself 63.6%, 7");
    }

    [Theory]
    [InlineData("a<b>&c", 0, "a&lt;b&gt;&amp;c")]
    [InlineData("abcdef", 6, "abcdef")]
    [InlineData("abcdefg", 6, "abcd..")]
    [InlineData("a\u0001b", 0, "a\uFFFDb")]
    public void Names_are_no_markup(string name, int most, string expected)
    {
        using var text = new MemoryText();
        MarkupText.Write(text.Writer, Encoding.UTF8.GetBytes(name), most);
        text.Text.ShouldBe(expected);
    }

    [Theory]
    [InlineData("99", true)]
    [InlineData("10000", true)]
    [InlineData("0", false)]
    [InlineData("10001", false)]
    [InlineData("fast", false)]
    public void Frequencies_are_from_1_to_10000(string value, bool makesSense)
    {
        fixed (byte* text = Encoding.UTF8.GetBytes(value + "\0"))
            new ProfileSink().Take("--frequency"u8, text).ShouldBe(makesSense);
    }

    // What is counted twice is one path; those with most come first.
    private void Grow()
    {
        int app = functions.Process("app"u8), idle = functions.Process("idle"u8);
        functions.Process("app"u8).ShouldBe(app);
        int main = Function("main", FunctionKind.User), hot = Function("hot", FunctionKind.User);
        int odd = Function("a;b<\u001b>", FunctionKind.User), read = Function("vfs_read", FunctionKind.Kernel);
        Hit(1, app, main, odd);
        Hit(4, app, main, hot);
        Hit(1, idle);
        Hit(2, app, main, read);
        Hit(3, app, main, hot);
        tree.Sort();
    }

    private int Function(string name, FunctionKind kind) => functions.Add(kind, Module.FirstOfUsers, texts.Add(Encoding.UTF8.GetBytes(name)));

    private void Hit(ulong count, params int[] path) => tree.Hit(path.Aggregate(CallTree.Root, tree.Child), count);

    private static decimal Number(XElement box, string name) => decimal.Parse(box.Attribute(name)!.Value, System.Globalization.CultureInfo.InvariantCulture);
}
