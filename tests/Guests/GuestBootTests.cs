using System;
using System.IO;
using System.Security.Cryptography;
using System.Threading.Tasks;
using Corewright.Build.Guests;
using Corewright.Build.Kernels;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Guests;

/// <summary>Real kernels in real guests.</summary>
public class GuestBootTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData("x86_64-6.12")]
    [InlineData("aarch64-6.12")]
    [InlineData("armv7-6.12")]
    [InlineData("armv7-7.2")]
    public async Task A_guest_of_each_architecture_runs_a_job(string id)
    {
        PreparedKernel kernel = await TestGuests.KernelAsync(id);
        var job = new GuestJob($"test on {id}", [new GuestFile("/opt/data", "from the host"u8.ToArray())],
        [
            new GuestStep("arguments", ["printf", "%s|", "it's", "$HOME", "", "a  b", "*"], s_patience),
            new GuestStep("file", ["cat", "/opt/data"], s_patience),
            new GuestStep("both", ["sh", "-c", "echo to the left; echo to the right >&2; exit 3"], s_patience),
            new GuestStep("slow", ["sleep", "60"], TimeSpan.FromSeconds(1)),
            new GuestStep("bpftool", ["bpftool", "version"], s_patience),
            new GuestStep("leaving", ["sh", "-c", "head -c 100000 /dev/urandom >$RESULTS/noise; sha256sum <$RESULTS/noise"], s_patience),
            new GuestStep("btf", ["sh", "-c", "sha256sum </sys/kernel/btf/vmlinux"], s_patience),
        ]);
        GuestOutcome.Complete answer = (await TestGuests.Runner().RunAsync(
            kernel, TestGuests.Architecture(kernel), job, force: true, TestContext.Current.CancellationToken)).ShouldBeOfType<GuestOutcome.Complete>();

        answer.Release.ShouldBe(kernel.Release);
        answer.Steps["arguments"].Output.ShouldBe("it's|$HOME||a  b|*|");
        answer.Steps["file"].Output.ShouldBe("from the host");
        answer.Steps["both"].ExitCode.ShouldBe(3);
        answer.Steps["both"].Output.ShouldBe("to the left\n");
        answer.Steps["both"].Error.ShouldBe("to the right\n");
        answer.Steps["slow"].TimedOut.ShouldBeTrue();
        answer.Steps["bpftool"].Output.ShouldContain("libbpf");
        Convert.ToHexStringLower(SHA256.HashData(answer.Files["noise"])).ShouldBe(answer.Steps["leaving"].Output[..64]);
        // What was taken out of the package without booting is what the running kernel shows.
        string btf = Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(kernel.Btf, TestContext.Current.CancellationToken)));
        if (kernel.HasOwnBtf)
            answer.Steps["btf"].Output[..64].ShouldBe(btf);
        else
            answer.Steps["btf"].ExitCode.ShouldNotBe(0);
    }

    [Fact]
    public async Task An_answer_is_kept_and_given_again()
    {
        PreparedKernel kernel = await TestGuests.KernelAsync("x86_64-6.12");
        var job = new GuestJob("test of the cache", [], [new GuestStep("now", ["sh", "-c", "echo " + Guid.NewGuid()], s_patience)]);
        GuestRunner runner = TestGuests.Runner();
        GuestOutcome.Complete first = (await runner.RunAsync(
            kernel, TestGuests.Architecture(kernel), job, force: false, TestContext.Current.CancellationToken)).ShouldBeOfType<GuestOutcome.Complete>();
        GuestOutcome.Complete second = (await runner.RunAsync(
            kernel, TestGuests.Architecture(kernel), job, force: false, TestContext.Current.CancellationToken)).ShouldBeOfType<GuestOutcome.Complete>();
        first.FromCache.ShouldBeFalse();
        second.FromCache.ShouldBeTrue();
        second.Duration.ShouldBe(first.Duration);
        second.Release.ShouldBe(first.Release);
        second.Steps["now"].Output.ShouldBe(first.Steps["now"].Output);
    }
}
