using System;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Corewright.Build.Guests;
using Corewright.Build.Kernels;
using Corewright.Build.Loaders;
using Corewright.Tests.Features;
using Corewright.Tests.Guests;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Externs;

/// <summary>What is said where a kernel lacks what an object asks for by name, and where its boot parameters leave BPF out.</summary>
public class MissingThingsGuestTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Each_is_named()
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        // Debian's configuration of this one has CONFIG_BPF_LSM, and no bpf in CONFIG_LSM.
        PreparedKernel kernel = await TestGuests.KernelAsync("x86_64-5.10");
        LoaderBinary bpfrun = await new BpfRunBuilder(RepositoryStore.Paths, RepositoryStore.Store)
            .BuildAsync("0.1.0", TestGuests.Architecture(kernel), cancellation);
        var job = new GuestJob("what kernels lack",
        [
            new GuestFile("/job/bpfrun", await File.ReadAllBytesAsync(bpfrun.Path, cancellation), Executable: true),
            new GuestFile("/job/attach.o", await RustObjects.BuildAsync("btf_attach", cancellation)),
            new GuestFile("/job/kconfig.o", await CObjects.BuildAsync("kconfig", cancellation)),
            new GuestFile("/job/unguarded.o", await CObjects.BuildAsync("kfunc_unguarded", cancellation)),
        ],
        [
            Step("mount", "busybox", "mount", "-t", "securityfs", "securityfs", "/sys/kernel/security"),
            Step("lsm", "/job/bpfrun", "run", "/job/attach.o", "--only", "on_mkdir", "--", "true"),
            Step("function", "/job/bpfrun", "run", "/job/attach.o", "--only", "on_entry", "--attach", "on_entry=nobody_has_this", "--", "true"),
            Step("kconfig", "/job/bpfrun", "run", "/job/kconfig.o", "--", "true"),
            Step("kfunc", "/job/bpfrun", "run", "/job/unguarded.o", "--", "true"),
        ]);
        GuestOutcome outcome = await TestGuests.Runner().RunAsync(kernel, TestGuests.Architecture(kernel), job, force: true, cancellation);
        IReadOnlyDictionary<string, GuestStepResult> steps = outcome.ShouldBeOfType<GuestOutcome.Complete>().Steps;

        Says(steps["lsm"], " runs no BPF programs as security hooks, which program on_mkdir needs; active are ");
        steps["lsm"].Error.ShouldMatch("; boot with lsm=[a-z,]+,bpf\n");
        Says(steps["function"], " has no function nobody_has_this in its BTF, which program on_entry needs");
        Says(steps["kconfig"], ": how the kernel was configured can't be read (ENOENT); neither /proc/config.gz nor /boot/config-");
        Says(steps["kfunc"], " has no function nobody_has_this, which program on_exec calls at ./kfunc_unguarded.bpf.c:11");
    }

    private static GuestStep Step(string name, params string[] command) => new(name, command, s_patience);

    private static void Says(GuestStepResult step, string text)
    {
        step.Error.ShouldContain(text);
        step.ExitCode.ShouldBe((int)Corewright.Loader.ExitCode.KernelTooOld, step.Error);
    }
}
