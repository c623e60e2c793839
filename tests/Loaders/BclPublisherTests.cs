using System.IO;
using System.Text.Json;
using System.Threading.Tasks;
using CliWrap;
using CliWrap.Buffered;
using Corewright.Build;
using Corewright.Build.Loaders;
using Corewright.Build.Plan;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Loaders;

public class BclPublisherTests
{
    private static Architecture X86 => RepositoryStore.Plan.Architectures["x86_64"];

    [Fact]
    public void Packs_that_the_feed_lacks_are_one_line()
    {
        const string Output = """
            /x/Corewright.Bpf.csproj : error NU1101: Unable to find package Microsoft.NETCore.App.Runtime.NativeAOT.linux-x64. No packages exist with this id in source(s): feed
            /x/Corewright.Loader.csproj : error NU1101: Unable to find package Microsoft.NETCore.App.Runtime.NativeAOT.linux-x64. No packages exist with this id in source(s): feed
            """;

        BclPublisher.Failure(Output, 1, X86).Message.ShouldBe(
            "targets/architectures/x86_64.yml: the package feed lacks Microsoft.NETCore.App.Runtime.NativeAOT.linux-x64, which flavour bcl "
            + "needs for linux-x64; choose 'flavour: freestanding', or a feed that has it");
    }

    [Fact]
    public void A_machine_without_a_linker_is_one_line() =>
        BclPublisher.Failure(
            "/x/Microsoft.NETCore.Native.Unix.targets(316,5): error : Platform linker ('clang' or 'gcc') not found in PATH. Ensure\n", 1, X86)
            .Message.ShouldBe(
                "targets/architectures/x86_64.yml: this machine has no clang or gcc, which stock NativeAOT links with; choose "
                + "'flavour: freestanding', or install one");

    [Fact]
    public void Another_failure_shows_its_errors() =>
        BclPublisher.Failure("a\nx.cs(1,2): error CS1002: ; expected\n", 1, X86).Message.ShouldContain("error CS1002");

    [Fact]
    public async Task It_publishes_or_says_in_one_line_what_is_missing()
    {
        try
        {
            string chosen = await ChosenProgramSource.WriteAsync(
                Path.Combine(RepositoryStore.Paths.Intermediate, "loaders"), "execwatch", "execwatch", RepositoryStore.Paths,
                TestContext.Current.CancellationToken);
            BclLoader loader = await new BclPublisher(RepositoryStore.Paths)
                .PublishAsync("execwatch", [1, 2, 3], chosen, X86, TestContext.Current.CancellationToken);
            File.Exists(loader.Executable).ShouldBeTrue();
            File.Exists(loader.Assembly).ShouldBeTrue();
        }
        catch (BuildException e)
        {
            e.Message.ShouldContain("; choose 'flavour: freestanding', or ");
            e.Message.ShouldNotContain("\n");
            e.Message.ShouldNotContain("NU1101");
        }
    }

    /// <summary>Also where the feed has no packs to publish with: the SDK is asked where it would put the assembly.</summary>
    [Fact]
    public async Task The_assembly_that_is_compared_with_the_object_is_the_one_that_the_SDK_compiles_ahead_of_time()
    {
        string folder = Path.Combine(RepositoryStore.Paths.Intermediate, "bcl", "asked"), assembly = BclPublisher.AssemblyOf(folder, X86);
        var answer = await Cli.Wrap(DotnetHost.Path).WithArguments(
            [
                "msbuild", Path.Combine(RepositoryStore.Paths.Packaging, "loader", "Corewright.Loader.csproj"), "-getItem:IntermediateAssembly",
                "-p:Configuration=Release", $"-p:RuntimeIdentifier={X86.Rid}", $"-p:ArtifactsPath={BclPublisher.ArtifactsOf(folder)}",
                "-nodeReuse:false",
            ]).ExecuteBufferedAsync(TestContext.Current.CancellationToken);

        JsonDocument.Parse(answer.StandardOutput).RootElement.GetProperty("Items").GetProperty("IntermediateAssembly")[0]
            .GetProperty("FullPath").GetString().ShouldBe(assembly);
    }
}
