using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Corewright.Bpf;
using Corewright.Bpf.Memory;
using Corewright.Bpf.Object;
using Corewright.Bpf.Programs;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Loader;

/// <summary>What the kernel hears about functions and lines of a program whose subprograms were put behind it.</summary>
public class SourceInfoTests
{
    private readonly LoaderObject _source = new();
    private readonly List<uint> _functions = [];
    private readonly List<uint> _lines = [];
    private readonly uint _mainType, _firstType, _secondType, _file;

    public SourceInfoTests()
    {
        // .text has first (instructions 0 and 1) and second (2 to 4); the section's program starts behind another one and calls
        // only second.
        int second = _source.Function("second", LoaderObject.Text, 2, 3);
        _source.Function("first", LoaderObject.Text, 0, 2);
        _source.Return(LoaderObject.Code);
        _source.CallFunction(LoaderObject.Code, -1, second).Return(LoaderObject.Code);
        _source.Return(LoaderObject.Text).Return(LoaderObject.Text).Emit(LoaderObject.Text, 0x95);
        _source.Function("on_exec", LoaderObject.Code, 2, 3);
        uint prototype = _source.Types.Prototype(0);
        _mainType = _source.Types.Function("on_exec", prototype, 1);
        _firstType = _source.Types.Function("first", prototype, 0);
        _secondType = _source.Types.Function("second", prototype, 0);
        _file = _source.Types.Name("src/main.rs");
        Functions(_source.Section, (16, _mainType));
        Functions(".text", (0, _firstType), (16, _secondType));
        Lines(_source.Section, (0, 1, "other"), (16, 5, "call"), (32, 6, "    return"));
        Lines(".text", (0, 10, "first"), (16, 20, "second"), (24, 21, "end"));
    }

    [Fact]
    public void Records_move_with_their_functions()
    {
        var (functions, lines) = Read();
        functions.ShouldBe([(0, _mainType), (3, _secondType)]);
        lines.ShouldBe([(0, 5), (2, 6), (3, 20), (4, 21)]);
    }

    [Fact]
    public void Longer_records_of_newer_compilers_are_cut()
    {
        var (functions, lines) = Read(extra: 2);
        functions.ShouldBe([(0, _mainType), (3, _secondType)]);
        lines.ShouldBe([(0, 5), (2, 6), (3, 20), (4, 21)]);
    }

    [Fact]
    public void A_function_without_a_record_costs_the_whole_table()
    {
        _functions.Clear();
        Functions(_source.Section, (16, _mainType));
        Read().Functions.ShouldBeEmpty();
    }

    [Fact]
    public void A_type_that_is_no_function_is_not_handed_on()
    {
        _functions.Clear();
        Functions(_source.Section, (16, 1));
        Functions(".text", (16, _secondType));
        Read().Functions.ShouldBeEmpty();
        _functions.Clear();
        Functions(_source.Section, (16, _mainType));
        Functions(".text", (16, 999_999));
        Read().Functions.ShouldBeEmpty();
    }

    [Fact]
    public void A_function_without_a_first_line_costs_all_lines()
    {
        _lines.Clear();
        Lines(_source.Section, (16, 5, "call"));
        Lines(".text", (24, 21, "end"));
        var (functions, lines) = Read();
        functions.Length.ShouldBe(2);
        lines.ShouldBeEmpty();
    }

    [Fact]
    public void Lines_that_the_kernel_would_refuse_are_left_out()
    {
        _lines.Clear();
        // Twice the same, backwards, in the middle of an instruction, beyond everything.
        Lines(_source.Section, (16, 5, "call"), (16, 7, "again"), (32, 6, "x"), (24, 8, "back"), (36, 9, "odd"), (uint.MaxValue, 1, "far"));
        Lines(".text", (16, 20, "second"));
        _lines.AddRange([_source.Types.Name(".text"), 1, 24, 0x7fffffff, 0x7fffffff, 22 << 10]);
        Read().Lines.ShouldBe([(0, 5), (2, 6), (3, 20)]);
    }

    [Theory]
    [InlineData(0, "src/main.rs:5 call")]
    [InlineData(1, "src/main.rs:5 call")]
    [InlineData(2, "src/main.rs:6     return")]
    [InlineData(3, "src/main.rs:20 second")]
    [InlineData(5, "src/main.rs:21 end")]
    [InlineData(6, "")]
    [InlineData(-1, "")]
    [InlineData(int.MaxValue, "")]
    [InlineData(int.MinValue, "")]
    public void An_instruction_has_a_line(int instruction, string expected)
    {
        string found = "";
        Open(0, (ref ObjectFile opened, ref Arena arena) =>
        {
            if (SourceLine.TryFind(opened, opened.Programs[0], instruction, false, out SourceLine line))
                found = $"{Encoding.UTF8.GetString(line.File)}:{line.Line} {Encoding.UTF8.GetString(line.Text)}";
        });
        found.ShouldBe(expected);
    }

    [Fact]
    public void Lines_of_compiled_libraries_can_be_passed_over()
    {
        uint library = _source.Types.Name("/usr/src/core.rs");
        _lines.Clear();
        Lines(_source.Section, (16, 5, "call"));
        _lines.AddRange([_source.Types.Name(_source.Section), 1, 24, library, 0, 99 << 10]);
        Open(0, (ref ObjectFile opened, ref Arena arena) =>
        {
            SourceLine.TryFind(opened, opened.Programs[0], 2, false, out SourceLine line).ShouldBeTrue();
            (line.Line, line.IsForeign).ShouldBe((99u, true));
            SourceLine.TryFind(opened, opened.Programs[0], 2, true, out line).ShouldBeTrue();
            (line.Line, line.IsForeign).ShouldBe((5u, false));
        });
    }

    private void Functions(string section, params (uint Offset, uint Type)[] records)
    {
        _functions.AddRange([_source.Types.Name(section), (uint)records.Length]);
        foreach ((uint offset, uint type) in records)
            _functions.AddRange([offset, type]);
    }

    private void Lines(string section, params (uint Offset, uint Line, string Text)[] records)
    {
        _lines.AddRange([_source.Types.Name(section), (uint)records.Length]);
        foreach ((uint offset, uint line, string text) in records)
            _lines.AddRange([offset, _file, _source.Types.Name(text), (line << 10) | 3]);
    }

    private ((int Instruction, uint Type)[] Functions, (int Instruction, int Line)[] Lines) Read(int extra = 0)
    {
        byte[] functions = [], lines = [];
        Open(extra, (ref ObjectFile opened, ref Arena arena) =>
        {
            SourceInfo.Read(opened, ref opened.Programs[0], ref arena).Code.ShouldBe(FaultCode.None);
            functions = opened.Programs[0].Source.Functions.ToArray();
            lines = opened.Programs[0].Source.Lines.ToArray();
        });
        return ([.. functions.Chunk(8).Select(r => (Word(r, 0), (uint)Word(r, 4)))],
            [.. lines.Chunk(16).Select(r => (Word(r, 0), Word(r, 12) >> 10))]);
    }

    private static int Word(byte[] record, int at) => BinaryPrimitives.ReadInt32LittleEndian(record.AsSpan(at));

    private void Open(int extra, LoaderObject.Use use)
    {
        uint[] functions = [(uint)(8 + (extra * 4)), .. Padded(_functions, 2, extra)];
        uint[] lines = [(uint)(16 + (extra * 4)), .. Padded(_lines, 4, extra)];
        uint functionBytes = (uint)functions.Length * 4, lineBytes = (uint)lines.Length * 4;
        uint[] words = [0x0001eb9f, 24, 0, functionBytes, functionBytes, lineBytes, .. functions, .. lines];
        _source.Extension = [.. words.SelectMany(BitConverter.GetBytes)];
        LoaderObject.Open(_source.Build(), (ref ObjectFile opened, ref Arena arena) =>
        {
            ProgramLinker.Link(opened, ref opened.Programs[0], ref arena).Code.ShouldBe(FaultCode.None);
            use(ref opened, ref arena);
        }).Code.ShouldBe(FaultCode.None);
    }

    // Appends words to each record that mean nothing yet.
    private static List<uint> Padded(List<uint> words, int size, int extra)
    {
        var result = new List<uint>();
        for (int at = 0; at < words.Count;)
        {
            int count = (int)words[at + 1];
            result.AddRange(words[at..(at + 2)]);
            at += 2;
            for (int i = 0; i < count; i++, at += size)
            {
                result.AddRange(words[at..(at + size)]);
                result.AddRange(Enumerable.Repeat(0xdeadbeefu, extra));
            }
        }
        return result;
    }
}
