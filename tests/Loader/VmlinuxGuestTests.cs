using System;
using System.IO;
using System.Text.Json;
using System.Threading.Tasks;
using Corewright.Build.Guests;
using Corewright.Build.Kernels;
using Corewright.Build.Loaders;
using Corewright.Loader;
using Corewright.Tests.Features;
using Corewright.Tests.Guests;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Loader;

/// <summary>A kernel that shows no BTF, and a vmlinux on disk that has it.</summary>
public class VmlinuxGuestTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_kernel_without_BTF_is_relocated_for_by_the_vmlinux_on_disk()
    {
        PreparedKernel kernel = await TestGuests.KernelAsync("armv7-6.12");
        LoaderBinary bpfrun = await new BpfRunBuilder(RepositoryStore.Paths, RepositoryStore.Store)
            .BuildAsync("0.0.0", TestGuests.Architecture(kernel), TestContext.Current.CancellationToken);
        string vmlinux = $"/lib/modules/{kernel.Release}/build/vmlinux";
        string[] run = ["bpfrun", "run", "/job/types.o", "--json", "--", "true"];
        var job = new GuestJob("vmlinux on disk",
        [
            new GuestFile("/bin/bpfrun", File.ReadAllBytes(bpfrun.Path), Executable: true),
            new GuestFile("/job/types.o", await CObjects.BuildAsync("module_types", TestContext.Current.CancellationToken)),
            new GuestFile(vmlinux, Vmlinux.Of32Bits(File.ReadAllBytes(kernel.Btf))),
        ],
        [
            new GuestStep("with", run, s_patience),
            new GuestStep("removing", ["rm", vmlinux], s_patience),
            new GuestStep("without", run, s_patience),
        ]);

        GuestOutcome.Complete answer = (await TestGuests.Runner().RunAsync(
            kernel, TestGuests.Architecture(kernel), job, force: false, TestContext.Current.CancellationToken)).ShouldBeOfType<GuestOutcome.Complete>();

        answer.Steps["with"].ExitCode.ShouldBe(0, answer.Steps["with"].Error);
        JsonElement variables = JsonDocument.Parse(answer.Steps["with"].Output).RootElement.GetProperty("globals").GetProperty(".bss");
        variables.GetProperty("hits").GetInt32().ShouldBeGreaterThan(0);
        variables.GetProperty("pid").GetInt32().ShouldBeGreaterThan(100);
        variables.GetProperty("exists").GetInt32().ShouldBe(0, "there are no modules' types on such a kernel");
        answer.Steps["without"].ExitCode.ShouldBe((int)ExitCode.NoBtf, answer.Steps["without"].Output);
        answer.Steps["without"].Error.ShouldContain("no vmlinux with BTF in /boot");
    }
}
