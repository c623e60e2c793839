using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using System.Text;
using System.Threading.Tasks;
using Corewright.Bpf;
using Corewright.Bpf.Btf;
using Corewright.Bpf.Externs;
using Corewright.Bpf.Kernel;
using Corewright.Bpf.Maps;
using Corewright.Bpf.Memory;
using Corewright.Bpf.Object;
using Corewright.Bpf.Programs;
using Corewright.Tests.Features;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Externs;

/// <summary>Externs of objects that clang made: how they are read, filled in and linked.</summary>
public sealed class ExternTests : IDisposable
{
    private const int ArenaBytes = 4 << 20;

    private readonly unsafe byte* _block = (byte*)NativeMemory.Alloc(ArenaBytes);

    public unsafe void Dispose() => NativeMemory.Free(_block);

    [Fact]
    public async Task Values_of_the_configuration_are_laid_out_without_overlap()
    {
        byte[] file = await CompileAsync("kconfig");
        ObjectFile source = Open(file);
        var expected = new Dictionary<string, (ConfigurationType Type, int Bytes, bool Weak)>
        {
            ["LINUX_KERNEL_VERSION"] = (ConfigurationType.Integer, 4, false),
            ["LINUX_HAS_BPF_COOKIE"] = (ConfigurationType.Boolean, 1, true),
            ["CONFIG_BPF"] = (ConfigurationType.Boolean, 1, false),
            ["CONFIG_BPF_SYSCALL"] = (ConfigurationType.Tristate, 4, false),
            ["CONFIG_VETH"] = (ConfigurationType.Tristate, 4, true),
            ["CONFIG_HZ"] = (ConfigurationType.Integer, 4, false),
            ["CONFIG_CC_VERSION_TEXT"] = (ConfigurationType.Text, 12, false),
            ["CONFIG_NOBODY_HAS_THIS"] = (ConfigurationType.Integer, 4, true),
            ["CONFIG_NOBODY_HAS_THIS_TEXT"] = (ConfigurationType.Text, 4, true),
        };
        source.Externs.Length.ShouldBe(expected.Count);
        int end = 0;
        foreach (ExternSpec value in source.Externs)
        {
            string name = Name(source, value);
            (value.Value, value.Bytes, value.IsWeak).ShouldBe(expected[name], name);
            value.Offset.ShouldBeGreaterThanOrEqualTo(end, name);
            (value.Value == ConfigurationType.Text || value.Offset % value.Bytes == 0).ShouldBeTrue(name);
            end = value.Offset + value.Bytes;
        }

        source.Configuration.Length.ShouldBe(end);
        MapSpec map = source.Maps[source.FindMap(".kconfig"u8)];
        (map.IsConfiguration, map.IsReadOnly, map.ValueBytes).ShouldBe((true, true, (uint)end));
    }

    [Fact]
    public async Task A_configuration_fills_what_it_has_and_misses_what_is_strong()
    {
        byte[] file = await CompileAsync("kconfig");
        ObjectFile source = Open(file);
        string text = "CONFIG_BPF=y\nCONFIG_BPF_SYSCALL=y\nCONFIG_CC_VERSION_TEXT=\"gcc\"\nCONFIG_VETH=m\n";
        Fault fault = ConfigurationResolver.Read(source, Encoding.ASCII.GetBytes(text));
        fault.Code.ShouldBe(FaultCode.ConfigurationMissing);
        SymbolName(source, fault.Index).ShouldBeOneOf("CONFIG_HZ", "LINUX_KERNEL_VERSION");

        Value(source, "CONFIG_BPF").ShouldBe([1]);
        Value(source, "CONFIG_VETH").ShouldBe([2, 0, 0, 0]);
        Value(source, "CONFIG_CC_VERSION_TEXT")[..4].ShouldBe("gcc\0"u8.ToArray());
        Value(source, "CONFIG_NOBODY_HAS_THIS").ShouldBe([0, 0, 0, 0]);

        fault = ConfigurationResolver.Read(source, "CONFIG_HZ=y\n"u8);
        (fault.Code, SymbolName(source, fault.Index)).ShouldBe((FaultCode.ConfigurationMismatch, "CONFIG_HZ"));
    }

    [Fact]
    public async Task The_kernel_gets_no_externs_to_see()
    {
        foreach (string name in new[] { "kconfig", "ksyms", "ksyms_typed", "kfuncs" })
        {
            byte[] file = await CompileAsync(name);
            ObjectFile source = Open(file);
            source.Types.Validate().Failed.ShouldBeFalse(name);
            source.Types.TryFind(".ksyms"u8, BtfKind.DataSection, out _).ShouldBeFalse(name);
            for (uint id = 1; id < source.Types.TypeCount; id++)
            {
                BtfType type = source.Types.Type(id);
                if (type.Kind == BtfKind.Variable)
                {
                    source.Types.VariableLinkage(type).ShouldBeLessThan(2u, name);
                    source.Types.WithPointerSize(8).Size(type.SizeOrType, out _).Failed.ShouldBeFalse(name);
                }

                if (type.Kind != BtfKind.Function)
                    continue;
                type.Linkage.ShouldBeLessThan(2, name);
                BtfType prototype = source.Types.Type(type.SizeOrType);
                for (int i = 0; i < prototype.Count; i++)
                    source.Types.Parameter(prototype, i).NameOffset.ShouldNotBe(0u, name);
            }
        }
    }

    [Fact]
    public async Task Addresses_come_from_the_kernels_symbols()
    {
        byte[] file = await CompileAsync("ksyms");
        ObjectFile source = Open(file);
        byte[] text = "ffffffff81000000 T schedule\nffffffff82000000 D init_task\nffffffffc0000000 t schedule_other\t[x]\n"u8.ToArray();
        KernelSymbols symbols = KernelSymbols.Over(text);
        AddressResolver.Resolve(source, ref symbols).Failed.ShouldBeFalse();
        Find(source, "schedule").Address.ShouldBe(0xffffffff81000000);
        Find(source, "init_task").Address.ShouldBe(0xffffffff82000000);
        Find(source, "nobody_has_this").IsResolved.ShouldBeFalse();

        ObjectFile again = Open(await CompileAsync("ksyms"));
        symbols = KernelSymbols.Over("ffffffff81000000 T schedule\nffffffff81000040 t schedule\t[x]\n"u8.ToArray());
        Fault fault = AddressResolver.Resolve(again, ref symbols);
        (fault.Code, SymbolName(again, fault.Index)).ShouldBe((FaultCode.KernelSymbolAmbiguous, "schedule"));
    }

    [Fact]
    public async Task Functions_are_called_by_type_and_missing_ones_are_never_called()
    {
        byte[] file = await CompileAsync("kfuncs");
        ObjectFile source = Open(file);
        for (int i = 0; i < source.Externs.Length; i++)
        {
            ref ExternSpec function = ref source.Externs[i];
            (function.Kind, function.IsWeak).ShouldBe((ExternKind.Function, Name(source, function) == "nobody_has_this"));
            function.IsResolved = !function.IsWeak;
            function.KernelType = function.IsWeak ? 0 : 1000 + (uint)i;
            function.ModuleIndex = function.IsWeak ? 0 : i;
        }

        Arena arena = SecondHalf();
        ProgramLinker.Link(source, ref source.Programs[0], ref arena).Failed.ShouldBeFalse();
        List<(int Source, int Offset, int Immediate)> calls = [];
        ReadOnlySpan<byte> code = source.Programs[0].Instructions;
        for (int at = 0; at < code.Length; at += code[at] == 0x18 ? 16 : 8)
        {
            if (code[at] == 0x85)
                calls.Add((code[at + 1] >> 4, BitConverter.ToInt16(code[(at + 2)..]), BitConverter.ToInt32(code[(at + 4)..])));
        }

        for (int i = 0; i < source.Externs.Length; i++)
        {
            (int, int, int) expected = source.Externs[i].IsWeak ? (0, 0, 2_002_000_000 + i) : (2, i, 1000 + i);
            calls.ShouldContain(expected, Name(source, source.Externs[i]));
        }
    }

    private static async Task<byte[]> CompileAsync(string name) =>
        (byte[])(await CObjects.BuildAsync(name, TestContext.Current.CancellationToken)).Clone();

    private unsafe Arena SecondHalf() => new(_block + (ArenaBytes / 2), ArenaBytes / 2);

    private unsafe ObjectFile Open(byte[] file)
    {
        // Pinned for good: readers keep pointers to it.
        byte[] copy = GC.AllocateUninitializedArray<byte>(file.Length, pinned: true);
        file.CopyTo(copy, 0);
        var arena = new Arena(_block, ArenaBytes / 2);
        Fault fault = ObjectFile.Open(copy, ref arena, out ObjectFile source);
        fault.Failed.ShouldBeFalse(Encoding.UTF8.GetString(FaultText.Of(fault.Code)));
        return source;
    }

    private static ExternSpec Find(in ObjectFile source, string name)
    {
        foreach (ExternSpec candidate in source.Externs)
        {
            if (Name(source, candidate) == name)
                return candidate;
        }

        throw new KeyNotFoundException(name);
    }

    private static byte[] Value(in ObjectFile source, string name)
    {
        ExternSpec value = Find(source, name);
        return source.Configuration.Slice(value.Offset, value.Bytes).ToArray();
    }

    private static string Name(in ObjectFile source, in ExternSpec candidate) => SymbolName(source, candidate.Symbol);

    private static string SymbolName(in ObjectFile source, int symbol) => Encoding.ASCII.GetString(source.Elf.Name(source.Elf.Symbol(symbol)));
}
