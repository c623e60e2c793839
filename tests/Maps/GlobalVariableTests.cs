using System;
using System.Text;
using System.Threading.Tasks;
using Corewright.Bpf;
using Corewright.Bpf.Maps;
using Corewright.Bpf.Memory;
using Corewright.Bpf.Object;
using Corewright.Tests.Loader;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Maps;

public sealed class GlobalVariableTests : IAsyncLifetime
{
    private byte[] file = [];

    public async ValueTask InitializeAsync() => file = await CSource.CompileAsync("maps_data");

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData("counted", ".data", 8, "28 0 0 0 0 0 0 0")]
    [InlineData("named", ".data.named", 8, "7 0 0 0 0 0 0 0")]
    [InlineData("step", ".rodata.steps", 4, "1 0 0 0")]
    [InlineData("offset", ".rodata", 8, "FD FF FF FF FF FF FF FF")]
    [InlineData("limits.low", ".rodata", 4, "1 0 0 0")]
    [InlineData("limits.high[2]", ".rodata", 2, "4 0")]
    [InlineData("limits.name[1]", ".rodata", 1, "65")]
    [InlineData("limits", ".rodata", 24, "1 0 0 0 2 0 3 0 4 0 64 65 66 61 75 6C 74 0 0 0 0 0 0 0")]
    [InlineData("hidden", ".data", 8, "9 0 0 0 0 0 0 0")]
    public void A_variable_is_found_where_clang_put_it(string path, string section, int bytes, string contents)
    {
        Open((ref ObjectFile opened, ref Arena _) =>
        {
            GlobalVariables.Find(opened, Encoding.UTF8.GetBytes(path), out GlobalVariable variable).Code.ShouldBe(FaultCode.None);
            Encoding.UTF8.GetString(opened.Name(opened.Maps[variable.Map])).ShouldBe(section);
            variable.Bytes.ShouldBe((uint)bytes);
            Hex(GlobalVariables.Contents(opened, variable.Map).Slice((int)variable.Offset, bytes)).ShouldBe(contents);
        });
    }

    [Theory]
    [InlineData("nothing", FaultCode.VariableMissing)]
    [InlineData("", FaultCode.VariableMissing)]
    [InlineData("count", FaultCode.VariableMissing)]
    [InlineData("limits.none", FaultCode.VariableBadPath)]
    [InlineData("limits.high[3]", FaultCode.VariableBadPath)]
    [InlineData("limits.high[", FaultCode.VariableBadPath)]
    [InlineData("limits.high[-1]", FaultCode.VariableBadPath)]
    [InlineData("limits.", FaultCode.VariableBadPath)]
    [InlineData("limits[0]", FaultCode.VariableBadPath)]
    [InlineData("counted.x", FaultCode.VariableBadPath)]
    [InlineData("limits.high[18446744073709551617]", FaultCode.VariableBadPath)]
    public void What_is_not_there_is_not_found(string path, FaultCode expected) =>
        Open((ref ObjectFile opened, ref Arena arena) =>
            GlobalVariables.Find(opened, Encoding.UTF8.GetBytes(path), out _).Code.ShouldBe(expected));

    [Theory]
    [InlineData("counted", "300", "2C 1 0 0 0 0 0 0")]
    [InlineData("counted", "0xffffffffffffffff", "FF FF FF FF FF FF FF FF")]
    [InlineData("offset", "-2", "FE FF FF FF FF FF FF FF")]
    [InlineData("offset", "-9223372036854775808", "0 0 0 0 0 0 0 80")]
    [InlineData("enabled", "true", "1")]
    [InlineData("mode", "MODE_COUNT", "5 0 0 0")]
    [InlineData("mode", "7", "7 0 0 0")]
    [InlineData("limits.high[1]", "65535", "FF FF")]
    [InlineData("limits.name", "short", "73 68 6F 72 74 0 0 0 0 0 0 0")]
    [InlineData("initial_zero", "1", "1 0 0 0 0 0 0 0")]
    [InlineData("named_zero", "2", "2 0 0 0 0 0 0 0")]
    public void A_value_is_set_as_people_write_it(string path, string text, string contents)
    {
        Open((ref ObjectFile opened, ref Arena arena) =>
        {
            GlobalVariables.SetText(ref opened, ref arena, Encoding.UTF8.GetBytes(path), Encoding.UTF8.GetBytes(text)).Code.ShouldBe(FaultCode.None);
            GlobalVariables.Find(opened, Encoding.UTF8.GetBytes(path), out GlobalVariable variable);
            Hex(GlobalVariables.Contents(opened, variable.Map).Slice((int)variable.Offset, (int)variable.Bytes)).ShouldBe(contents);
        });
    }

    [Theory]
    [InlineData("counted", "-1")]
    [InlineData("counted", "18446744073709551616")]
    [InlineData("counted", "")]
    [InlineData("counted", "0x")]
    [InlineData("counted", "12a")]
    [InlineData("offset", "9223372036854775808")]
    [InlineData("offset", "-9223372036854775809")]
    [InlineData("limits.high[0]", "65536")]
    [InlineData("limits.name", "twelve bytes")]
    [InlineData("mode", "MODE_NONE")]
    [InlineData("limits", "1")]
    public void A_value_that_does_not_fit_is_refused(string path, string text)
    {
        Open((ref ObjectFile opened, ref Arena arena) => GlobalVariables
            .SetText(ref opened, ref arena, Encoding.UTF8.GetBytes(path), Encoding.UTF8.GetBytes(text)).Code.ShouldBe(FaultCode.VariableBadValue));
    }

    [Fact]
    public void Bytes_have_to_be_as_many_as_the_variable_has()
    {
        Open((ref ObjectFile opened, ref Arena arena) =>
        {
            Fault fault = GlobalVariables.Set(ref opened, ref arena, "counted"u8, new byte[4]);
            (fault.Code, fault.Index).ShouldBe((FaultCode.VariableWrongSize, 8));
            GlobalVariables.Set(ref opened, ref arena, "counted"u8, new byte[8]).Failed.ShouldBeFalse();
        });
    }

    private void Open(LoaderObject.Use use) => LoaderObject.Open((byte[])file.Clone(), use).Code.ShouldBe(FaultCode.None);

    private static string Hex(ReadOnlySpan<byte> bytes) => string.Join(' ', Array.ConvertAll(bytes.ToArray(), b => b.ToString("X", null)));
}
