using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using CliWrap.Buffered;
using Corewright.Bpf;
using Corewright.Bpf.Elf;
using Corewright.Bpf.Links;
using Corewright.Bpf.Memory;
using Corewright.Build.Store;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Probes;

/// <summary>Functions of real programs and libraries of three architectures, found by name.</summary>
public class NativeSymbolsTests
{
    [Theory]
    [InlineData("x86_64", "usr/lib/x86_64-linux-gnu/libc.so.6")]
    [InlineData("aarch64", "usr/lib/aarch64-linux-gnu/libc.so.6")]
    [InlineData("armv7", "usr/lib/arm-linux-gnueabihf/libc.so.6")]
    public async Task Every_function_of_a_C_library_is_where_readelf_says(string architecture, string library)
    {
        ToolRoot guest = await RepositoryStore.Store.OpenAsync("guest-" + architecture, TestContext.Current.CancellationToken);
        byte[] file = await File.ReadAllBytesAsync(guest.File(library), TestContext.Current.CancellationToken);
        List<Symbol> symbols = await ReadelfAsync(guest.File(library));
        // The default version of each name; of those that Thumb code is, only that they are refused can be shown.
        ILookup<string, Symbol> wanted = symbols.Where(s => s.IsDefault && s.Type == "FUNC").ToLookup(s => s.Name);
        wanted.Count.ShouldBeGreaterThan(1500);

        // Each look-up reads all symbols; a part of them shows as much.
        foreach (IGrouping<string, Symbol> symbol in wanted.Where((_, i) => i % 10 == 0))
        {
            Fault fault = Find(file, symbol.Key, out ulong offset, out _);
            bool isThumb = architecture == "armv7" && (symbol.First().Value & 1) != 0;
            fault.Code.ShouldBe(isThumb ? FaultCode.BinaryThumbCode : FaultCode.None, symbol.Key);
            if (!isThumb)
                offset.ShouldBe(symbol.First().Value - await DistanceAsync(guest.File(library), symbol.First().Value), symbol.Key);
        }
    }

    [Theory]
    [InlineData("x86_64")]
    [InlineData("aarch64")]
    [InlineData("armv7")]
    public async Task A_function_of_a_program_is_found_in_its_code(string architecture)
    {
        byte[] file = await ProbedProgram.BuildAsync(architecture);
        Find(file, "answer", out ulong offset, out _).Code.ShouldBe(FaultCode.None);
        byte[] start = architecture switch
        {
            "x86_64" => [0x55, 0x48, 0x89, 0xe5],
            "aarch64" => [0x1f, 0x20, 0x03, 0xd5],
            _ => [0x00, 0x10, 0xa0, 0xe1],
        };
        file.AsSpan((int)offset, 4).ToArray().ShouldBe(start);
    }

    [Fact]
    public async Task A_missing_function_is_a_fault_with_the_nearest_name()
    {
        byte[] file = await ProbedProgram.BuildAsync("x86_64");
        Find(file, "answr", out _, out string nearest).Code.ShouldBe(FaultCode.BinarySymbolMissing);
        nearest.ShouldBe("answer");
        Find(file, "something_else", out _, out nearest).Code.ShouldBe(FaultCode.BinarySymbolMissing);
        nearest.ShouldBe("");
    }

    [Fact]
    public async Task Thumb_code_is_refused()
    {
        byte[] file = await ProbedProgram.BuildAsync("armv7");
        Find(file, "short_answer", out _, out _).Code.ShouldBe(FaultCode.BinaryThumbCode);
    }

    [Fact]
    public async Task A_pattern_finds_all_functions_that_fit_once()
    {
        byte[] file = await ProbedProgram.BuildAsync("aarch64");
        Find(file, "answer", out ulong answer, out _);
        Find(file, "answer_twice", out ulong twice, out _);
        FindAll(file, "answer*").ShouldBe([answer, twice]);
        FindAll(file, "*twice").ShouldBe([twice]);
        FindAll(file, "beat*").ShouldBeEmpty();
    }

    [Fact]
    public void What_is_no_program_is_refused()
    {
        NativeElf.Open(BinaryFile.Over("#!/bin/sh\n"u8), out _).Code.ShouldBe(FaultCode.ElfBadMagic);
        NativeElf.Open(BinaryFile.Over("\u007fELF"u8), out _).Code.ShouldBe(FaultCode.ElfTruncated);
        NativeElf.Open(BinaryFile.Over(default), out _).Code.ShouldBe(FaultCode.ElfBadMagic);
    }

    internal static unsafe Fault Find(byte[] file, string name, out ulong offset, out string nearest)
    {
        offset = 0;
        nearest = "";
        Fault fault = NativeElf.Open(BinaryFile.Over(file), out NativeElf elf);
        if (fault.Failed)
            return fault;
        byte[] wanted = Encoding.UTF8.GetBytes(name);
        var names = new NearestName(wanted, new byte[NearestName.MaxBytes]);
        fault = NativeFunctions.Find(elf, wanted, new byte[NativeSymbols.BufferBytes], ref names, out offset);
        nearest = Encoding.UTF8.GetString(names.Best);
        return fault;
    }

    private static unsafe ulong[] FindAll(byte[] file, string pattern)
    {
        NativeElf.Open(BinaryFile.Over(file), out NativeElf elf);
        byte[] memory = GC.AllocateUninitializedArray<byte>(1 << 16, pinned: true);
        fixed (byte* start = memory)
        {
            var arena = new Arena(start, memory.Length);
            Fault fault = NativeFunctions.FindAll(
                elf, Encoding.UTF8.GetBytes(pattern), new byte[NativeSymbols.BufferBytes], ref arena, out Span<ulong> offsets);
            fault.Code.ShouldBe(offsets.IsEmpty ? FaultCode.PatternWithoutMatch : FaultCode.None);
            return offsets.ToArray();
        }
    }

    private sealed record Symbol(string Name, bool IsDefault, string Type, ulong Value);

    private static async Task<List<Symbol>> ReadelfAsync(string path)
    {
        var symbols = new List<Symbol>();
        foreach (string line in (await RunAsync(path, "--dyn-syms")).Split('\n'))
        {
            // Num: Value Size Type Bind Vis Ndx Name
            string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words.Length != 8 || words[6] == "UND" || words[4] != "GLOBAL" || !words[0].EndsWith(':'))
                continue;
            string[] parts = words[7].Split('@');
            symbols.Add(new Symbol(parts[0], parts.Length != 2, words[3], Hex(words[1])));
        }
        return symbols;
    }

    private static readonly Dictionary<string, List<(ulong Offset, ulong Address, ulong Size)>> s_segments = [];

    // How far an address is from where it is in the file.
    private static async Task<ulong> DistanceAsync(string path, ulong address)
    {
        if (!s_segments.TryGetValue(path, out List<(ulong Offset, ulong Address, ulong Size)>? segments))
        {
            segments = [];
            foreach (string line in (await RunAsync(path, "--program-headers")).Split('\n'))
            {
                // LOAD Offset VirtAddr PhysAddr FileSiz MemSiz Flg Align
                string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
                if (words is ["LOAD", ..])
                    segments.Add((Hex(words[1]), Hex(words[2]), Hex(words[4])));
            }
            s_segments.Add(path, segments);
        }
        (ulong offset, ulong start, _) = segments.Single(s => address >= s.Address && address - s.Address < s.Size);
        return start - offset;
    }

    private static ulong Hex(string text) =>
        ulong.Parse(text.Replace("0x", "", StringComparison.Ordinal), NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    private static async Task<string> RunAsync(string path, string what)
    {
        ToolRoot toolchain = await RepositoryStore.Store.OpenAsync("toolchain", TestContext.Current.CancellationToken);
        BufferedCommandResult result = await toolchain.Command("usr/lib/llvm-22/bin/llvm-readelf", ["--wide", what, path])
            .ExecuteBufferedAsync(TestContext.Current.CancellationToken);
        return result.StandardOutput;
    }
}
