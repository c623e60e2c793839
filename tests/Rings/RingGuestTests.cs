using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Corewright.Build.Guests;
using Corewright.Build.Kernels;
using Corewright.Build.Plan;
using Corewright.Tests.Features;
using Corewright.Tests.Guests;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Rings;

/// <summary>
/// Buffers between programs and user space on real kernels, with a freestanding program (<c>programs/</c>) on user space's side.
/// </summary>
public class RingGuestTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(90);

    // A page holds 56 samples of 72 bytes with their headers; 100 are made before anybody reads. What didn't fit got ENOSPC (28), and is
    // told with the next one that does. Once a buffer is closed the programs get ENOENT (2).
    private const string PerfAndRing = """
        load: 0 0 0
        attach: 0 0
        buffers: 2 0
        together: 0 40 40 0
        from: 0 20
        from: 1 20
        said: 40 40 0 0
        lost: 0 56 0 57 44 44 -28
        lost-wrong: 0 57
        lost: 0 56 0 57 44 44 -28
        lost-wrong: 0 57
        rounds: 600 600 0 0
        closed: 1 -2
        detached: 0
        exit 0

        """;

    // Behind each name of a drain: what the helper returned, samples taken so far, how many were out of order, how many could not be
    // read; whether the last one written was read, and whether all bytes were. 64 samples of 64 bytes with their headers fill a page.
    private const string UserRing = """
        load: 0 0 0
        attach: 0 0
        map: 0 4096
        empty: 0 0 0 0 1 1
        three: 3 3 0 0 1 1
        two-of-three: 2 5 0 0 0 0
        one-left: 1 6 0 0 1 1
        reserved: 1 16 0
        unfinished: 1 7 0 0 1 1
        finished: 1 8 0 0 1 1
        discarded-first: 1 9 0 0 1 1
        full: 64 0 0
        full-drained: 64 73 0 0 1 1
        longest: 1 4088
        longest-discarded: 0 73 0 0 1 1
        too-long: 0
        rounds: 1750 1750 0 0 0
        mapped-again: 0 1
        again: 1 1824 0 0 1 1
        exit 0

        """;

    [Theory]
    [InlineData("x86_64-5.10")]
    [InlineData("x86_64-7.3")]
    [InlineData("aarch64-5.10")]
    [InlineData("aarch64-7.3")]
    [InlineData("armv7-5.10")]
    [InlineData("armv7-7.2")]
    public async Task Buffers_of_two_processors_and_a_ring_are_read_by_one_thread(string kernel) =>
        (await RunAsync(kernel, "perf", "rings")).ShouldBe(PerfAndRing);

    [Theory]
    [InlineData("x86_64-6.1")]
    [InlineData("x86_64-7.3")]
    [InlineData("aarch64-6.1")]
    [InlineData("aarch64-7.3")]
    public async Task Programs_take_what_was_written_into_a_user_ring(string kernel) =>
        (await RunAsync(kernel, "user", "user_ring")).ShouldBe(UserRing);

    // The map can be made there, but no kernel for armv7 compiles functions that helpers call back.
    [Fact]
    public async Task No_program_can_take_anything_on_armv7() =>
        (await RunAsync("armv7-7.2", "user", "user_ring")).ShouldBe("load: 710 0 22\nexit 1\n");

    private static async Task<string> RunAsync(string kernelId, string verb, string name)
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        PreparedKernel kernel = await TestGuests.KernelAsync(kernelId);
        Architecture architecture = TestGuests.Architecture(kernel);
        string folder = Path.Combine(RepositoryStore.Paths.Intermediate, "tests", "rings");
        Directory.CreateDirectory(folder);
        string program = await GuestProgram.BuildAsync("rings", folder,
            ["tests/Maps/programs/LoadedObject.Freestanding.cs", "tests/Maps/programs/Output.Freestanding.cs", "tests/Rings/programs"], [],
            architecture, cancellation);
        var job = new GuestJob($"{name} on {kernelId}",
            [
                new GuestFile("/job/rings", await File.ReadAllBytesAsync(program, cancellation), Executable: true),
                new GuestFile("/job/object.bpf.o", await (RustObjects.Has(name) ? RustObjects.BuildAsync(name, cancellation) : CObjects.BuildAsync(name, cancellation))),
            ],
            [new GuestStep("rings", ["/job/rings", verb, "/job/object.bpf.o"], s_patience)]);

        var answer = (await TestGuests.Runner(processors: 2).RunAsync(kernel, architecture, job, force: false, cancellation))
            .ShouldBeOfType<GuestOutcome.Complete>();

        GuestStepResult step = answer.Steps["rings"];
        return $"{step.Output}{step.Error}exit {step.ExitCode}\n";
    }
}
