using Corewright.Bpf;
using Corewright.Bpf.Btf;
using Corewright.Bpf.Memory;
using Corewright.Build.Matrix;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Bpf;

/// <summary>What each kind becomes where a kernel doesn't know it, byte for byte.</summary>
public class SanitisedTypesTests
{
    private const int Struct = 4, Union = 5, Enum = 6, Typedef = 8, Const = 10;

    [Fact]
    public void A_float_becomes_an_empty_struct_without_a_name()
    {
        BtfBuilder types = Start(), expected = Start();
        types.Float("float", 4);
        expected.Name("float");
        expected.Raw("", Struct, 0, 4);
        Check(types, BtfFeature.Floats, expected);
    }

    [Fact]
    public void A_tag_on_a_type_becomes_const()
    {
        BtfBuilder types = Start(), expected = Start();
        types.Raw("user", (int)BtfKind.TypeTag, 0, 1);
        types.Pointer(2);
        expected.Name("user");
        expected.Raw("", Const, 0, 1);
        expected.Pointer(2);
        Check(types, BtfFeature.TypeTags, expected);
    }

    [Fact]
    public void A_tag_on_a_declaration_becomes_a_number_of_one_byte()
    {
        BtfBuilder types = Start(), expected = Start();
        types.DeclarationTag("percpu", 1, -1);
        expected.Int("percpu", 1);
        Check(types, BtfFeature.DeclarationTags, expected);
    }

    [Fact]
    public void An_enum_of_64_bits_becomes_a_union_of_placeholders()
    {
        BtfBuilder types = Start(), expected = Start();
        types.Enum64("flags", ("LOW", 1), ("HIGH", 1UL << 40));
        types.Enum("signed", 4, true, ("MINUS", -1));
        types.Pointer(2);
        expected.Raw("flags", Union, 2, 8, expected.Name("LOW"), 5, 0, expected.Name("HIGH"), 5, 0);
        expected.Enum("signed", 4, false, ("MINUS", -1));
        expected.Pointer(2);
        expected.Int("enum64_placeholder", 1);
        Check(types, BtfFeature.Enums64, expected);
    }

    [Fact]
    public void An_enum_that_is_signed_forgets_it()
    {
        BtfBuilder types = Start(), expected = Start();
        types.Enum("signed", 4, true, ("MINUS", -1));
        expected.Enum("signed", 4, false, ("MINUS", -1));
        Check(types, BtfFeature.Enums64, expected);
    }

    [Fact]
    public void A_data_section_becomes_a_struct_of_its_variables()
    {
        BtfBuilder types = Start(), expected = Start();
        types.Variable("hits", 1, 1);
        types.Variable("misses", 1, 0);
        types.DataSection(".bss", 8, (2, 0, 4), (3, 4, 4));
        expected.Int("hits", 1);
        expected.Int("misses", 1);
        expected.Struct("_bss", 8, ("hits", 2, 0), ("misses", 3, 4));
        Check(types, BtfFeature.DataSections, expected);
    }

    [Fact]
    public void The_question_mark_of_a_section_becomes_an_underline()
    {
        BtfBuilder types = Start(), expected = Start();
        types.Variable("ops", 1, 1);
        types.DataSection("?.data", 4, (2, 0, 4));
        types.Enum("color?", 4, false, ("RED", 0));
        expected.Variable("ops", 1, 1);
        expected.DataSection("_.data", 4, (2, 0, 4));
        expected.Enum("color?", 4, false, ("RED", 0));
        Check(types, BtfFeature.OptionalSections, expected);
    }

    [Fact]
    public void A_global_function_becomes_static()
    {
        BtfBuilder types = Start(), expected = Start();
        types.Function("f", types.Prototype(1, ("a", 1)), 1);
        expected.Function("f", expected.Prototype(1, ("a", 1)), 0);
        Check(types, BtfFeature.GlobalFunctions, expected);
    }

    [Fact]
    public void A_function_becomes_a_typedef_of_an_enum_of_its_parameters()
    {
        BtfBuilder types = Start(), expected = Start();
        types.Function("f", types.Prototype(1, ("a", 1)), 1);
        uint parameters = expected.Raw("", Enum, 1, 4, expected.Name("a"), 1);
        expected.Raw("f", Typedef, 0, parameters);
        Check(types, BtfFeature.Functions | BtfFeature.GlobalFunctions, expected);
    }

    [Fact]
    public void A_kernel_that_knows_everything_gets_everything()
    {
        BtfBuilder types = Start();
        types.Float("float", 4);
        types.Enum64("flags", ("HIGH", 1UL << 40));
        types.Function("f", types.Prototype(1, ("a", 1)), 1);
        Check(types, BtfFeature.None, types);
    }

    [Theory]
    [InlineData((int)BtfFeature.Functions, 3u, (int)BtfKind.Function)]
    [InlineData((int)BtfFeature.GlobalFunctions, 3u, (int)BtfKind.Function)]
    [InlineData((int)BtfFeature.DataSections, 3u, (int)BtfKind.DataSection)]
    [InlineData((int)BtfFeature.OptionalSections, 3u, (int)BtfKind.DataSection)]
    [InlineData((int)BtfFeature.Floats, 1u, (int)BtfKind.Float)]
    [InlineData((int)BtfFeature.DeclarationTags, 3u, (int)BtfKind.DeclarationTag)]
    [InlineData((int)BtfFeature.TypeTags, 2u, (int)BtfKind.TypeTag)]
    [InlineData((int)BtfFeature.Enums64, 1u, (int)BtfKind.Enum64)]
    public void A_probe_is_whole_and_has_what_it_asks_for(int feature, uint type, int kind)
    {
        byte[] bytes = new byte[128];
        byte[] probe = bytes[..BtfProbes.Write((BtfFeature)feature, bytes)];
        using NativeBlock block = NativeBlock.For(probe.Length, 0);
        Arena arena = block.OpenArena();
        BtfReader.Open(probe, ref arena, out BtfReader types).Code.ShouldBe(FaultCode.None);
        types.Validate().Code.ShouldBe(FaultCode.None);
        ((int)types.Type(type).Kind).ShouldBe(kind);
        types.Name(types.Type(type)).Length.ShouldBeGreaterThan(0);
        if ((BtfFeature)feature == BtfFeature.OptionalSections)
            types.Name(types.Type(type))[0].ShouldBe((byte)'?');
        types.Type(type).Linkage.ShouldBe(feature is (int)BtfFeature.GlobalFunctions or (int)BtfFeature.DataSections
            or (int)BtfFeature.OptionalSections ? 1 : 0);
    }

    private static BtfBuilder Start()
    {
        var types = new BtfBuilder();
        types.Int("int", 4, 1);
        return types;
    }

    private static void Check(BtfBuilder input, BtfFeature missing, BtfBuilder expected)
    {
        byte[] bytes = input.Build();
        using NativeBlock block = NativeBlock.For(bytes.Length, 4096);
        Arena arena = block.OpenArena();
        BtfReader.Open(bytes, ref arena, out BtfReader types).Code.ShouldBe(FaultCode.None);
        BtfImage.Copy(types, ref arena, out BtfImage image).Code.ShouldBe(FaultCode.None);
        SanitisedTypes.Apply(types, missing, ref image, ref arena).Code.ShouldBe(FaultCode.None);
        image.Bytes.ToArray().ShouldBe(expected.Build());
    }
}
