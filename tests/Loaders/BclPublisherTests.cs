using System.IO;
using System.Threading.Tasks;
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
            string loader = await new BclPublisher(RepositoryStore.Paths)
                .PublishAsync("execwatch", [1, 2, 3], chosen, X86, TestContext.Current.CancellationToken);
            File.Exists(loader).ShouldBeTrue();
        }
        catch (BuildException e)
        {
            e.Message.ShouldContain("; choose 'flavour: freestanding', or ");
            e.Message.ShouldNotContain("\n");
            e.Message.ShouldNotContain("NU1101");
        }
    }
}
