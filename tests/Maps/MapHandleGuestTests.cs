using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Corewright.Build.Ebpf.Generate;
using Corewright.Build.Guests;
using Corewright.Build.Kernels;
using Corewright.Build.Plan;
using Corewright.Tests.Features;
using Corewright.Tests.Guests;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Maps;

/// <summary>
/// What user space can do with maps, done on real kernels by a freestanding program (<c>programs/</c>) through the handles that are
/// generated from an object's BTF.
/// </summary>
public class MapHandleGuestTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(120);

    // In this order; errors are the kernel's numbers: ENOENT 2, E2BIG 7, EEXIST 17, EINVAL 22, ENOSPC 28, EPERM 1, ENOTSUPP 524.
    private const string Expected = """
        open: 0 0 0
        layout: 1
        missing: 0 -2 -2
        create: 0 -17
        get: 1 3 1099511627776
        take: 0 0 4
        empty: 0 0
        narrow: 0 -28
        set-all: 0 100 -22
        set-all-twice: -17 0
        walk: 100 4950 0
        walk-narrow: 100 4950 0
        remove-all: 0 10
        remove-missing: -2 0
        walk-and-remove: 90 0
        drain: 100 4950 0
        drained: 0 0 0
        churn: 0 0 0 1
        churn-drained: 0 0
        array: 0 -7 -17 -22
        array-get: 1 33 0
        array-set-all: 0 3
        array-walk: 300 273 1 0
        table: 0 1 0 5
        per-cpu: PROCESSORS 1
        per-cpu-set: 0 -7
        per-cpu-get: 1 0 100 99
        per-cpu-narrow: 0
        per-cpu-walk: 3 100 0
        per-cpu-hash: 0 1 1 -1
        per-cpu-hash-walk: 2 11 0 0
        per-cpu-remove: 0 -2
        routes: 0 0 0 -22
        route: 24 8 1
        route-remove: 0 -2 8
        route-walk: 2 8 0
        churn-routes: 0 0 1 1
        queue: 0 -7 0
        queue: 1 2 2 3 5 0 0
        stack: 0 -7 0
        stack: 1 5 5 3 2 0 0
        programs: 0 0 -2 -7
        info: 2 4 8 300 78 1
        maps: 0 -22 1 1
        named-maps: 0 1 1 0 -2
        live: 0 1 0 42
        constant: 1 11 -1
        unmapped: 0
        pin: 0 0 0 5 0 0 0
        pin-again: 0 0 1 5 0 0 0
        pin-other: 622 0 0 0 4 300 301
        pin-nowhere: 623 1 0 0 0 0 0

        """;

    private const string Bloom = "bloom: 0 0 0\nbloom-found: 20 1\n", NoBloom = "bloom: 804 1030 22\n";
    private const string Tasks = "tasks: 0 0 0\ntasks-self: 0 0 -17 1 6 0 -2\n", NoTasks = "tasks: 804 1029 22\n";
    private const string TasksWithoutMemory = "tasks: 0 0 0\ntasks-self: 0 -12 -12 0 0 -2 -2\n";
    private const string Arena = "arena: 0 0 0\narena-shared: 2 9\n", NoArena = "arena: 804 1033 22\n";

    [Theory]
    [InlineData("x86_64-5.10")]
    [InlineData("x86_64-7.3")]
    [InlineData("aarch64-5.10")]
    [InlineData("aarch64-7.3")]
    [InlineData("armv7-5.10")]
    [InlineData("armv7-7.2")]
    public async Task Handles_do_what_they_say(string kernelId)
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        PreparedKernel kernel = await TestGuests.KernelAsync(kernelId);
        Architecture architecture = TestGuests.Architecture(kernel);
        byte[] file = await RustObjects.BuildAsync("map_handles", cancellation);
        byte[] program = await File.ReadAllBytesAsync(await BuildAsync(file, architecture, cancellation), cancellation);
        var job = new GuestJob($"map handles on {kernelId}",
            [
                new GuestFile("/job/handles", program, Executable: true), new GuestFile("/job/map_handles.bpf.o", file),
                new GuestFile("/job/bloom.bpf.o", await RustObjects.BuildAsync("bloom_filter", cancellation)),
                new GuestFile("/job/tasks.bpf.o", await RustObjects.BuildAsync("task_storage", cancellation)),
                new GuestFile("/job/arena.bpf.o", await CObjects.BuildAsync("map_arena", cancellation)),
            ],
            [
                new GuestStep("mount", ["sh", "-c", "mount -t bpf bpf /sys/fs/bpf; grep -q /sys/fs/bpf /proc/mounts"], s_patience),
                new GuestStep("processors", ["sh", "-c", "cat /sys/devices/system/cpu/possible"], s_patience),
                new GuestStep("handles",
                    ["/job/handles", "/job/map_handles.bpf.o", "/job/bloom.bpf.o", "/job/tasks.bpf.o", "/job/arena.bpf.o"], s_patience),
            ]);

        var answer = (await TestGuests.Runner().RunAsync(kernel, architecture, job, force: false, cancellation)).ShouldBeOfType<GuestOutcome.Complete>();

        string possible = answer.Steps["processors"].Output.Trim();
        string count = possible == "0" ? "1" : (int.Parse(possible.Split('-')[1], null) + 1).ToString((IFormatProvider?)null);
        string expected = Expected.Replace("PROCESSORS", count, StringComparison.Ordinal);
        // Hashes give up an entry and its value in one step since 5.14.
        if (kernel.Kernel.Version.StartsWith("5.10", StringComparison.Ordinal))
            expected = expected.Replace("take: 0 0 4\n", "take: 0 -524 0\n", StringComparison.Ordinal);
        bool old = kernel.Kernel.Version.StartsWith("5.10", StringComparison.Ordinal);
        // A new kernel has no memory for storage where there is no double compare-and-swap (kmalloc_nolock of mm/slub.c).
        string tasks = old ? NoTasks : kernelId == "armv7-7.2" ? TasksWithoutMemory : Tasks;
        expected += (old ? NoBloom : Bloom) + tasks + (old || architecture.Name == "armv7" ? NoArena : Arena);
        answer.Steps["handles"].Output.ShouldBe(expected, answer.Steps["handles"].Duration.ToString());
        answer.Steps["handles"].Error.ShouldBe("");
        answer.Steps["handles"].ExitCode.ShouldBe(0);
    }

    private static async Task<string> BuildAsync(byte[] file, Architecture architecture, CancellationToken cancellation)
    {
        string folder = Path.Combine(RepositoryStore.Paths.Intermediate, "tests", "maps");
        Directory.CreateDirectory(folder);
        string generated = Path.Combine(folder, "MapHandles.cs"), fresh = $"{generated}.{Guid.NewGuid():N}";
        await File.WriteAllTextAsync(fresh, CSharpSource.Write(ModuleReader.Read("map_handles", file, "map_handles")), cancellation);
        File.Move(fresh, generated, overwrite: true);
        return await GuestProgram.BuildAsync("handles", folder, ["tests/Maps/programs"], [generated], architecture, cancellation);
    }
}
