using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Corewright.Bpf;
using Corewright.Bpf.Btf;
using Corewright.Bpf.Memory;
using Corewright.Bpf.Object;
using Corewright.Build.Btf;
using Corewright.Build.Kernels;
using Corewright.Build.Matrix;
using Corewright.Tests.Guests;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Bpf;

/// <summary>Files of big-endian machines are read as they are; byte order comes from the file.</summary>
public class BigEndianTests
{
    [Theory]
    [InlineData("x86_64-6.12")]
    [InlineData("armv7-6.12")]
    public async Task Swapped_BTF_of_a_kernel_reads_the_same(string id)
    {
        byte[] plain = await KernelAsync(id);
        byte[] turned = SwappedBtf.Of(plain);
        using NativeBlock block = NativeBlock.For(plain.Length, plain.Length);
        Arena arena = block.OpenArena();
        BtfReader.Open(plain, ref arena, out BtfReader one).Code.ShouldBe(FaultCode.None);
        BtfReader.Open(turned, ref arena, out BtfReader other).Code.ShouldBe(FaultCode.None);

        other.IsBigEndian.ShouldBeTrue();
        one.IsBigEndian.ShouldBeFalse();
        other.PointerSize.ShouldBe(one.PointerSize);
        other.TypeCount.ShouldBe(one.TypeCount);
        other.Validate().Code.ShouldBe(FaultCode.None);
        int different = 0;
        for (uint typeId = 1; typeId < one.TypeCount; typeId++)
            different += Equal(one, one.Type(typeId), other, other.Type(typeId)) ? 0 : 1;
        different.ShouldBe(0);
    }

    [Fact]
    public async Task A_big_endian_object_finds_in_swapped_BTF_what_libbpf_found_in_the_kernels()
    {
        byte[] kernel = SwappedBtf.Of(await KernelAsync("x86_64-6.12"));

        IReadOnlyList<(string Key, string Cell)> cells = EngineCells.Resolve(
            "core", await GoldenObjects.CompileBigEndianAsync(), kernel, EngineWay.Offline);

        // Where a bit field is shifted to depends on the byte order; nothing else does. clang may order instructions otherwise.
        string[] golden = [.. GoldenTable.Read().Columns["x86_64-6.12"].Where(c => !c.Key.StartsWith("ambiguous"))
            .Select(c => (c.Key, Cell: c.Value)).Select(Comparable).Where(line => !line.Contains("shift")).Order()];
        string[] found = [.. cells.Select(Comparable).Where(line => !line.Contains("shift")).Order()];
        found.Length.ShouldBeGreaterThan(900);
        found.Except(golden).ShouldBeEmpty();
        golden.Except(found).ShouldBeEmpty();
    }

    [Fact]
    public async Task Minimal_BTF_keeps_the_byte_order()
    {
        byte[] kernel = await KernelAsync("x86_64-6.12");
        byte[] little = MinimalBtf.Create((await GoldenObjects.Get())["core"], kernel);

        byte[] big = MinimalBtf.Create(await GoldenObjects.CompileBigEndianAsync(), SwappedBtf.Of(kernel));

        big.ShouldBe(SwappedBtf.Of(little));
    }

    [Fact]
    public async Task A_big_endian_object_is_not_loaded_and_mixed_orders_are_not_resolved()
    {
        byte[] program = await GoldenObjects.CompileBigEndianAsync(), kernel = await KernelAsync("x86_64-6.12");
        using NativeBlock block = NativeBlock.For(0, program.Length);
        Arena arena = block.OpenArena();

        ObjectFile.Open((byte[])program.Clone(), ref arena, out _).Code.ShouldBe(FaultCode.ElfBigEndian);
        OfflineCheck.Check("core", program, "x86_64-6.12", kernel).Failure.ShouldNotBeNull().ShouldContain("different byte orders");
    }

    private static string Comparable((string Key, string Cell) cell)
    {
        string[] words = cell.Key.Split(' ');
        return $"{words[0]} {words[3]} {words[4]} {cell.Cell}";
    }

    private static async Task<byte[]> KernelAsync(string id)
    {
        PreparedKernel kernel = await TestGuests.KernelAsync(id);
        return await File.ReadAllBytesAsync(kernel.Btf, TestContext.Current.CancellationToken);
    }

    private static bool Equal(in BtfReader one, BtfType mine, in BtfReader other, BtfType theirs)
    {
        if (mine.Kind != theirs.Kind || mine.Count != theirs.Count || mine.KindFlag != theirs.KindFlag
            || mine.NameOffset != theirs.NameOffset || mine.SizeOrType != theirs.SizeOrType || mine.Position != theirs.Position)
        {
            return false;
        }
        for (int i = 0; i < mine.Count; i++)
        {
            bool equal = mine.Kind switch
            {
                BtfKind.Struct or BtfKind.Union => one.Member(mine, i).Equals(other.Member(theirs, i)),
                BtfKind.Enum or BtfKind.Enum64 => one.Enumerator(mine, i).Equals(other.Enumerator(theirs, i)),
                BtfKind.FunctionPrototype => one.Parameter(mine, i).Equals(other.Parameter(theirs, i)),
                BtfKind.DataSection => one.SectionVariable(mine, i).Equals(other.SectionVariable(theirs, i)),
                _ => true,
            };
            if (!equal)
                return false;
        }
        return mine.Kind switch
        {
            BtfKind.Int => one.IntEncoding(mine).Equals(other.IntEncoding(theirs)),
            BtfKind.Array => one.Array(mine).Equals(other.Array(theirs)),
            _ => true,
        };
    }
}
