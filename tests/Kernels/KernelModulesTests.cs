using System.Linq;
using System.Threading.Tasks;
using Corewright.Build.Guests;
using Corewright.Build.Kernels;
using Corewright.Tests.Guests;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Kernels;

/// <summary>Modules out of the packages of real kernels, and into them.</summary>
public class KernelModulesTests
{
    private static readonly KernelModules s_modules = new(RepositoryStore.Store, RepositoryStore.Paths);

    [Theory]
    [InlineData("x86_64-5.10")]
    [InlineData("x86_64-7.3")]
    [InlineData("armv7-7.2")]
    public async Task A_module_comes_with_what_it_needs_and_can_be_loaded(string id)
    {
        PreparedKernel kernel = await TestGuests.KernelAsync(id);
        var modules = await s_modules.ReadAsync(kernel.Kernel, ["vxlan", "no-such-module"], TestContext.Current.CancellationToken);

        string[] names = [.. modules.Select(m => m.Name)];
        names[^1].ShouldBe("vxlan", "it comes after what it needs");
        names.ShouldContain("udp_tunnel");
        var job = new GuestJob(
            $"modules on {id}",
            [.. modules.Select(m => new GuestFile($"/job/{m.Name}.ko", m.Content))],
            [.. modules.Select((m, i) => new GuestStep($"load-{i}", ["busybox", "insmod", $"/job/{m.Name}.ko"], System.TimeSpan.FromSeconds(20)))]);
        GuestOutcome outcome = await TestGuests.Runner().RunAsync(
            kernel, TestGuests.Architecture(kernel), job, force: false, TestContext.Current.CancellationToken);
        foreach (GuestStepResult step in outcome.ShouldBeOfType<GuestOutcome.Complete>().Steps.Values)
            step.ExitCode.ShouldBe(0, step.Error);
    }

    [Fact]
    public void Dependencies_are_read_from_the_modules_own_notes()
    {
        KernelModules.Dependencies("\0license=GPL\0depends=a,b-c\0name=x\0"u8).ShouldBe(["a", "b-c"]);
        KernelModules.Dependencies("\0depends=\0"u8).ShouldBeEmpty();
        KernelModules.Dependencies("\0mydepends=a\0"u8).ShouldBeEmpty();
    }
}
