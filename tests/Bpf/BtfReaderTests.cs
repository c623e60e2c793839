using System;
using System.Text;
using Corewright.Bpf;
using Corewright.Bpf.Btf;
using Corewright.Bpf.Memory;
using Corewright.Build.Matrix;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Bpf;

public sealed class BtfReaderTests : IDisposable
{
    private readonly NativeBlock _block = new(1 << 16);
    private readonly BtfBuilder _btf = BtfBuilder.Kernel();

    public void Dispose() => _block.Dispose();

    [Fact]
    public void Every_kind_is_read()
    {
        uint number = _btf.Int("int", 4, 1);
        uint pointer = _btf.Pointer(number), array = _btf.Array(number, 7);
        uint bits = _btf.BitStruct("bits", 8, ("a", number, 0, 0), ("b", number, 33, 5));
        uint enumeration = _btf.Enum("e", 4, true, ("A", -1)), wide = _btf.Enum64("w", ("B", 0x8000_0000_0000_0001));
        uint forward = _btf.Forward("u", isUnion: true), real = _btf.Float("double", 8);
        uint prototype = _btf.Prototype(number, ("x", pointer)), function = _btf.Function("f", prototype, 1);
        uint variable = _btf.Variable("v", number, 1), section = _btf.DataSection(".bss", 4, (variable, 0, 4));
        uint tag = _btf.DeclarationTag("note", bits, 1), constant = _btf.Modifier(BtfKind.TypeTag, number);

        BtfReader btf = Open();
        btf.Validate().Failed.ShouldBeFalse();

        btf.TypeCount.ShouldBe((int)constant + 1);
        btf.IntEncoding(btf.Type(number)).IsSigned.ShouldBeTrue();
        btf.IntEncoding(btf.Type(number)).Bits.ShouldBe(32);
        btf.Array(btf.Type(array)).Count.ShouldBe(7u);
        btf.Member(btf.Type(bits), 1).BitOffset.ShouldBe(33u);
        btf.Member(btf.Type(bits), 1).BitSize.ShouldBe(5u);
        btf.Enumerator(btf.Type(enumeration), 0).Value.ShouldBe(ulong.MaxValue);
        btf.Enumerator(btf.Type(wide), 0).Value.ShouldBe(0x8000_0000_0000_0001);
        btf.Type(forward).KindFlag.ShouldBeTrue();
        btf.Type(real).SizeOrType.ShouldBe(8u);
        btf.Parameter(btf.Type(prototype), 0).Type.ShouldBe(pointer);
        btf.Type(function).Linkage.ShouldBe(1);
        btf.VariableLinkage(btf.Type(variable)).ShouldBe(1u);
        btf.SectionVariable(btf.Type(section), 0).Type.ShouldBe(variable);
        btf.TaggedComponent(btf.Type(tag)).ShouldBe(1);
        btf.TryFind("bits"u8, BtfKind.Struct, out BtfType found).ShouldBeTrue();
        found.Id.ShouldBe(bits);
        btf.TryFind("bits"u8, BtfKind.Union, out _).ShouldBeFalse();
        btf.TryFind("bit"u8, BtfKind.Struct, out _).ShouldBeFalse();
    }

    [Fact]
    public void Sizes_follow_typedefs_and_multiply_arrays()
    {
        uint number = _btf.Int("int", 4, 1);
        uint array = _btf.Array(_btf.Typedef("cell_t", _btf.Array(_btf.Pointer(0), 3)), 5);
        uint huge = _btf.Array(_btf.Array(number, 1 << 20), 1 << 20);
        uint function = _btf.Prototype(number);

        BtfReader btf = Open();

        btf.Size(array, out uint size).Failed.ShouldBeFalse();
        size.ShouldBe(5u * 3 * 8);
        btf.Size(huge, out _).Code.ShouldBe(FaultCode.BtfNoSize);
        btf.Size(function, out _).Code.ShouldBe(FaultCode.BtfNoSize);
        btf.Size(0, out _).Code.ShouldBe(FaultCode.BtfNoSize);
        btf.Size(999, out _).Code.ShouldBe(FaultCode.BtfBadReference);
    }

    [Fact]
    public void Circles_end()
    {
        uint one = _btf.Typedef("a", 3);
        _btf.Typedef("b", one);
        uint array = _btf.Array(4, 1);

        BtfReader btf = Open();

        btf.SkipModifiers(one, out _).Code.ShouldBe(FaultCode.BtfTooDeep);
        btf.Size(one, out _).Code.ShouldBe(FaultCode.BtfTooDeep);
        btf.Size(array, out _).Code.ShouldBe(FaultCode.BtfTooDeep);
    }

    [Theory]
    [InlineData("long unsigned int", 4u, 4)]
    [InlineData("unsigned long", 8u, 8)]
    [InlineData("long", 8u, 8)]
    [InlineData("long long unsigned int", 8u, 0)]
    [InlineData("longer", 8u, 0)]
    [InlineData("unsigned int", 4u, 0)]
    [InlineData("long int", 2u, 0)]
    public void The_pointer_size_is_that_of_long(string name, uint size, int expected)
    {
        var btf = new BtfBuilder();
        btf.Int("u8", 1);
        btf.Int(name, size);

        Open(btf).PointerSize.ShouldBe(expected);
    }

    [Theory]
    [InlineData(0, 0x9e, FaultCode.BtfBadMagic)]
    [InlineData(2, 2, FaultCode.BtfBadVersion)]
    [InlineData(4, 20, FaultCode.BtfBadHeader)]
    [InlineData(4, 26, FaultCode.BtfBadHeader)]
    [InlineData(7, 0x80, FaultCode.BtfBadHeader)]
    [InlineData(8, 2, FaultCode.BtfBadHeader)]
    [InlineData(15, 0xff, FaultCode.BtfBadHeader)]
    [InlineData(16, 4, FaultCode.BtfBadHeader)]
    [InlineData(20, 1, FaultCode.None)]
    [InlineData(20, 2, FaultCode.BtfBadStrings)]
    [InlineData(24, 0xff, FaultCode.BtfBadName)]
    [InlineData(31, 20, FaultCode.BtfUnknownKind)]
    [InlineData(31, 0, FaultCode.BtfUnknownKind)]
    public void A_bad_header_or_type_is_refused(int at, byte value, FaultCode expected)
    {
        byte[] data = _btf.Build();
        data[at] = value;
        if (expected == FaultCode.None)
            data[24] = 0;

        TryOpen(data).Code.ShouldBe(expected);
    }

    [Fact]
    public void A_type_that_leaves_the_types_is_refused()
    {
        _btf.Raw("s", (int)BtfKind.Struct, 3, 8, 0, 0, 0);

        Fault fault = TryOpen(_btf.Build());

        (fault.Code, fault.Index).ShouldBe((FaultCode.BtfTypeTruncated, 2));
    }

    [Fact]
    public void Validation_finds_references_and_names_that_lead_nowhere()
    {
        Validate(b => b.Pointer(99)).ShouldBe((FaultCode.BtfBadReference, 2));
        Validate(b => b.Array(99, 1)).ShouldBe((FaultCode.BtfBadReference, 2));
        Validate(b => b.Struct("s", 4, ("a", 99, 0))).ShouldBe((FaultCode.BtfBadReference, 2));
        Validate(b => b.Function("f", 1, 0)).ShouldBe((FaultCode.BtfBadReference, 2));
        Validate(b => b.Prototype(99)).ShouldBe((FaultCode.BtfBadReference, 2));
        Validate(b => b.Prototype(1, ("a", 99))).ShouldBe((FaultCode.BtfBadReference, 2));
        Validate(b => b.DataSection("d", 4, (99, 0, 4))).ShouldBe((FaultCode.BtfBadReference, 2));
        Validate(b => b.Raw("s", (int)BtfKind.Struct, 1, 4, 9999, 1, 0)).ShouldBe((FaultCode.BtfBadName, 2));
        Validate(b => b.Raw("e", (int)BtfKind.Enum, 1, 4, 9999, 1)).ShouldBe((FaultCode.BtfBadName, 2));
    }

    [Fact]
    public void What_leads_nowhere_reads_as_void_or_as_no_name()
    {
        BtfReader btf = Open();

        btf.Type(99).Kind.ShouldBe(BtfKind.Void);
        btf.Name(9999).Length.ShouldBe(0);
        btf.HasNoName(9999).ShouldBeTrue();
        btf.NameEquals(uint.MaxValue, "x"u8).ShouldBeFalse();
        Encoding.UTF8.GetString(btf.Name(btf.Type(1))).ShouldBe("long unsigned int");
    }

    [Fact]
    public void An_arena_that_is_too_small_is_a_fault()
    {
        using var small = new NativeBlock(7);
        Arena arena = small.OpenArena();

        BtfReader.Open(_btf.Build(), ref arena, out _).Code.ShouldBe(FaultCode.ArenaFull);
    }

    private static (FaultCode Code, int Type) Validate(Action<BtfBuilder> add)
    {
        BtfBuilder builder = BtfBuilder.Kernel();
        add(builder);
        using var block = new NativeBlock(4096);
        Arena arena = block.OpenArena();
        BtfReader.Open(builder.Build(), ref arena, out BtfReader btf).Code.ShouldBe(FaultCode.None);
        Fault fault = btf.Validate();
        return (fault.Code, fault.Index);
    }

    private BtfReader Open(BtfBuilder? builder = null)
    {
        Arena arena = _block.OpenArena();
        BtfReader.Open((builder ?? _btf).Build(), ref arena, out BtfReader btf).Code.ShouldBe(FaultCode.None);
        return btf;
    }

    private Fault TryOpen(byte[] data)
    {
        Arena arena = _block.OpenArena();
        return BtfReader.Open(data, ref arena, out _);
    }
}
