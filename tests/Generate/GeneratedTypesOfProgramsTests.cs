using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Corewright.Build;
using Corewright.Build.Ebpf;
using Corewright.Build.Ebpf.Generate;
using Corewright.Build.Store;
using Corewright.Loader.Execwatch;
using Corewright.Tests.Ebpf;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Generate;

/// <summary>What is compiled of packaging/loader/generated against the objects of all programs.</summary>
public class GeneratedTypesOfProgramsTests
{
    public static TheoryData<string> Programs => [.. RepositoryStore.Plan.Programs];

    /// <summary>
    /// A loader of the flavour bcl is compiled by the SDK from packaging/loader, and so is the assembly that these tests refer to: what
    /// stops such a loader's build is shown with it, for stock NativeAOT's packs are not on every feed.
    /// </summary>
    [Theory]
    [MemberData(nameof(Programs))]
    public async Task What_the_SDK_compiles_is_laid_out_as_in_the_object(string program)
    {
        (byte[] bytes, string path) = await BuildAsync(program);
        GeneratedModule module = ModuleReader.Read(program, bytes, path);
        string assembly = typeof(ExecwatchSink).Assembly.Location;

        Should.NotThrow(() => CompiledTypes.Check(assembly, module));

        GeneratedStruct first = module.Structs[0];
        GeneratedModule other = module with { Structs = [first with { SizeBytes = first.SizeBytes + 8 }, .. module.Structs.Skip(1)] };
        Should.Throw<BuildException>(() => CompiledTypes.Check(assembly, other)).Message
            .ShouldContain($"the size of {first.Name} is {first.SizeBytes} in the loader and {first.SizeBytes + 8} in the object");
    }

    private static async Task<(byte[] Bytes, string Path)> BuildAsync(string program)
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        ToolRoot toolchain = await RepositoryStore.Store.OpenAsync("toolchain", cancellation);
        EbpfObject made = await new EbpfBuilder(RepositoryStore.Paths, toolchain, RepositoryStore.Log)
            .BuildAsync(program, CrateFolder.Settings, cancellation);
        return (await File.ReadAllBytesAsync(made.Path, cancellation), made.Path);
    }
}
