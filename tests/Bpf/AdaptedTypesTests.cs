using System.Collections.Generic;
using System.IO;
using System.Text;
using System.Threading.Tasks;
using Corewright.Bpf;
using Corewright.Bpf.Btf;
using Corewright.Bpf.Elf;
using Corewright.Bpf.Memory;
using Corewright.Bpf.Object;
using Corewright.Build.Ebpf;
using Corewright.Build.Matrix;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Bpf;

/// <summary>What compilers leave open in BTF, filled in; hidden functions and externs, in words that the kernel takes.</summary>
public class AdaptedTypesTests
{
    [Fact]
    public async Task Data_sections_get_their_sizes_and_variables_their_offsets()
    {
        Dictionary<string, string> types = Describe(await CompileAsync(), BtfFeature.None);

        // The order of the variables is clang's; what the ELF symbols say is in Places.
        types[".bss"].ShouldBe(types["places of .bss"]);
        types[".data"].ShouldBe("16: first@0 second@8");
        types[".rodata"].ShouldBe("4: step@0");
        types["license"].ShouldBe("4: license_text@0");
        types[".bss.hidden"].ShouldBe("4: hidden_hits@0");
    }

    [Fact]
    public async Task A_hidden_function_is_static_and_others_stay_global()
    {
        Dictionary<string, string> types = Describe(await CompileAsync(), BtfFeature.None);

        types["add"].ShouldBe("Function 0");
        types["on_exec"].ShouldBe("Function 1");
    }

    [Fact]
    public async Task Externs_become_what_the_kernel_takes()
    {
        Dictionary<string, string> types = Describe(await CompileAsync("-DEXTERNS"), BtfFeature.None);

        types["missing_function"].ShouldBe("Function 0");
        types["parameters of missing_function"].ShouldBe("missing_function missing_function");
        types["LINUX_KERNEL_VERSION"].ShouldBe("Variable 1 of 4");
        types["missing_variable"].ShouldBe("Variable 1 of 4");
        types[".kconfig"].ShouldBe("4: LINUX_KERNEL_VERSION@0");
        types.ShouldNotContainKey(".ksyms");
    }

    [Fact]
    public async Task For_an_old_kernel_nothing_is_left_that_it_does_not_know()
    {
        const BtfFeature Missing = BtfFeature.Floats | BtfFeature.DeclarationTags | BtfFeature.TypeTags | BtfFeature.Enums64;

        Dictionary<string, string> types = Describe(await CompileAsync(), Missing);

        types.Values.ShouldNotContain(value => value.StartsWith("Float") || value.StartsWith("DeclarationTag")
            || value.StartsWith("TypeTag") || value.StartsWith("Enum64"));
        types["wide"].ShouldStartWith("Union");
        types["enum64_placeholder"].ShouldStartWith("Int");
    }

    private static async Task<byte[]> CompileAsync(params string[] arguments)
    {
        string folder = Directory.CreateTempSubdirectory("corewright-").FullName;
        try
        {
            string source = Path.Combine(RepositoryRoot.Path, "tests", "Features", "c", "types.bpf.c"), output = Path.Combine(folder, "object");
            await new CCompiler(RepositoryStore.Store).CompileBpfAsync(
                source, output, ["-I", Path.Combine(Path.GetDirectoryName(source)!, "include"), .. arguments], TestContext.Current.CancellationToken);
            return await File.ReadAllBytesAsync(output, TestContext.Current.CancellationToken);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static Dictionary<string, string> Describe(byte[] file, BtfFeature missing)
    {
        using NativeBlock block = NativeBlock.For(file.Length, file.Length);
        Arena arena = block.OpenArena();
        ObjectFile.Open((byte[])file.Clone(), ref arena, out ObjectFile opened).Code.ShouldBe(FaultCode.None);
        ObjectTypes.Adapt(opened, missing, ref arena, out BtfImage image).Code.ShouldBe(FaultCode.None);
        BtfReader.Open(image.Bytes, ref arena, out BtfReader types).Code.ShouldBe(FaultCode.None);
        types.Validate().Code.ShouldBe(FaultCode.None);
        types = types.WithPointerSize(8);
        var found = new Dictionary<string, string> { ["places of .bss"] = Places(opened.Elf, ".bss"u8) };
        for (uint id = 1; id < types.TypeCount; id++)
        {
            BtfType type = types.Type(id);
            string name = Encoding.UTF8.GetString(types.Name(type));
            uint size = 0;
            if (type.Kind == BtfKind.Variable)
                types.Size(id, out size).Code.ShouldBe(FaultCode.None, name);
            found[name.Length == 0 ? $"[{id}]" : name] = type.Kind switch
            {
                BtfKind.DataSection => Section(types, type),
                BtfKind.Variable => $"Variable {types.VariableLinkage(type)} of {size}",
                _ => $"{type.Kind} {type.Linkage}",
            };
            if (type.Kind == BtfKind.Function)
                found["parameters of " + name] = Parameters(types, types.Type(type.SizeOrType));
        }
        return found;
    }

    private static string Section(BtfReader types, BtfType section)
    {
        var text = new StringBuilder($"{section.SizeOrType}:");
        for (int i = 0; i < section.Count; i++)
        {
            BtfSectionVariable variable = types.SectionVariable(section, i);
            text.Append($" {Encoding.UTF8.GetString(types.Name(types.Type(variable.Type)))}@{variable.Offset}");
        }
        return text.ToString();
    }

    private static string Parameters(BtfReader types, BtfType prototype)
    {
        var names = new List<string>();
        for (int i = 0; i < prototype.Count; i++)
            names.Add(Encoding.UTF8.GetString(types.Name(types.Parameter(prototype, i).NameOffset)));
        return string.Join(' ', names);
    }

    private static string Places(ElfReader elf, System.ReadOnlySpan<byte> name)
    {
        elf.TryFindSection(name, out ElfSection section).ShouldBeTrue();
        var places = new SortedDictionary<ulong, string>();
        for (int i = 1; i < elf.SymbolCount; i++)
        {
            ElfSymbol symbol = elf.Symbol(i);
            if (symbol.Section == section.Index && symbol.Type == ElfSymbolType.Object)
                places.Add(symbol.Value, Encoding.UTF8.GetString(elf.Name(symbol)));
        }
        var text = new StringBuilder($"{section.Size}:");
        foreach ((ulong offset, string symbol) in places)
            text.Append($" {symbol}@{offset}");
        return text.ToString();
    }
}
