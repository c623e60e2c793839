using System.Linq;
using Corewright.Build;
using Corewright.Build.Plan;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Plan;

public class PlanReaderTests
{
    private const string SixKernels = """
        kernels:
          - architecture: x86_64
            version: "5.10"
            suite: bullseye
            package: linux-image-5.10.0-*-cloud-amd64
          - architecture: x86_64
            version: "6.1"
            suite: bookworm
            package: linux-image-6.1.0-*-cloud-amd64
          - architecture: x86_64
            version: "6.12"
            suite: trixie
            package: linux-image-6.12.*-cloud-amd64

        """;

    [Fact]
    public void The_repository_s_targets_make_a_plan()
    {
        using var targets = new TargetsCopy();
        BuildPlan plan = targets.Read();
        plan.Matrices["quick"].Kernels.Select(kernel => kernel.Id).ShouldBe(
        [
            "x86_64-5.10", "x86_64-6.1", "x86_64-6.12", "x86_64-7.3", "aarch64-5.10", "aarch64-6.12", "aarch64-7.3",
            "armv7-6.12", "armv7-7.2",
        ]);
        plan.Architectures.Values.Select(a => (a.Name, a.Debian, a.PointerSize)).ShouldBe(
            [("aarch64", "arm64", 8), ("armv7", "armhf", 4), ("x86_64", "amd64", 8)], ignoreOrder: true);
        plan.Boards["raspberry-pi-4"].Architecture.Name.ShouldBe("aarch64");
        plan.Boards["beaglebone-black"].Architecture.ShouldBe(plan.Architectures["armv7"]);
        plan.Kernels["armv7-6.12"].DebugSet.ShouldBe("kernel-debug-armv7-6.12");
        plan.Kernels["aarch64-6.12"].DebugSet.ShouldBeNull();
        plan.Packages.Sets["kernel-x86_64-6.1"].Dependencies.ShouldBeFalse();
        plan.Packages.Sets["toolchain"].Dependencies.ShouldBeTrue();
    }

    [Fact]
    public void Kernels_are_a_matrix_by_its_name_or_by_their_own()
    {
        using var targets = new TargetsCopy();
        BuildPlan plan = targets.Read();
        plan.Matrix("quick", "--matrix").ShouldBe(plan.Matrices["quick"]);
        plan.Matrix("x86_64-5.10", "--matrix").Kernels.ShouldBe([plan.Kernels["x86_64-5.10"]]);
        plan.Matrix("armv7-7.2, x86_64-5.10,armv7-7.2", "--matrix").Kernels.ShouldBe([plan.Kernels["armv7-7.2"], plan.Kernels["x86_64-5.10"]]);
        string message = Should.Throw<BuildException>(() => plan.Matrix("x86_64-5.11", "--matrix")).Message;
        message.ShouldStartWith("--matrix: unknown matrix or kernel 'x86_64-5.11' (known: aarch64-5.10, ");
        message.ShouldEndWith("did you mean 'x86_64-5.10'?");
    }

    [Fact]
    public void An_unknown_suite_is_named_with_its_line_and_the_known_ones()
    {
        using TargetsCopy targets = new TargetsCopy().Write("kernels.yml", SixKernels).Replace("kernels.yml", "suite: trixie", "suite: trixy");
        Should.Throw<BuildException>(targets.Read).Message.ShouldBe(
            "targets/kernels.yml:12: unknown suite 'trixy' (known: bullseye, bookworm, bookworm-security, bookworm-backports, "
            + "trixie, trixie-security, trixie-backports, forky); did you mean 'trixie'?");
    }

    [Theory]
    [InlineData("boards/raspberry-pi-4.yml", "architecture: aarch64", "architecture: arch64",
        "targets/boards/raspberry-pi-4.yml:6: unknown architecture 'arch64' (known: aarch64, armv7, x86_64); did you mean 'aarch64'?")]
    [InlineData("boards/raspberry-pi-4.yml", "architecture: aarch64", "architecure: aarch64",
        "targets/boards/raspberry-pi-4.yml:6: unknown key 'architecure' (allowed: description, architecture); did you mean 'architecture'?")]
    [InlineData("matrices/quick.yml", "x86_64-6.1\n", "x86_64-6.2\n", "targets/matrices/quick.yml:6: unknown kernel 'x86_64-6.2'")]
    [InlineData("matrices/quick.yml", "x86_64-6.1\n", "x86_64-5.10\n",
        "targets/matrices/quick.yml:6: kernel 'x86_64-5.10' is listed twice; keep one")]
    [InlineData("architectures/armv7.yml", "pointer-size: 4", "pointer-size: four",
        "targets/architectures/armv7.yml:8: 'four' is not a value of 'pointer-size' (allowed: 4, 8)")]
    [InlineData("architectures/armv7.yml", "  cpu: v3", "  cpu: v3\n  extra: 1",
        "targets/architectures/armv7.yml:16: unknown key 'extra' (allowed: target, cpu)")]
    [InlineData("packages.yml", "roots: [bpftool, busybox-static]", "roots: bpftool",
        "key 'roots' has a single value, a list was expected")]
    [InlineData("packages.yml", "roots: [dwarves]", "roots: ['../dwarves']", "'../dwarves' is not a package name")]
    [InlineData("packages.yml", "roots: [dwarves]", "roots: ['dwarves=1.x']", "'1.x' is not the beginning of a version; write it like name=1.2")]
    public void A_mistake_is_named_with_file_line_and_what_was_allowed(string file, string text, string with, string message)
    {
        using TargetsCopy targets = new TargetsCopy().Replace(file, text, with);
        Should.Throw<BuildException>(targets.Read).Message.ShouldContain(message);
    }

    [Fact]
    public void An_unquoted_version_is_refused_since_5_10_is_not_5_1()
    {
        using TargetsCopy targets = new TargetsCopy().Write("kernels.yml", SixKernels)
            .Replace("kernels.yml", "\"5.10\"", "5.10");
        Should.Throw<BuildException>(targets.Read).Message
            .ShouldBe("targets/kernels.yml:3: version 5.10 is not quoted; write \"5.10\"");
    }

    [Fact]
    public void A_file_that_would_be_passed_over_is_refused()
    {
        using TargetsCopy targets = new TargetsCopy().Write("boards/mine.yaml", "description: x\narchitecture: armv7\n");
        Should.Throw<BuildException>(targets.Read).Message
            .ShouldBe("targets/boards/mine.yaml: not a .yml file; rename or remove it");
    }

    [Fact]
    public void A_huge_file_is_not_read()
    {
        using TargetsCopy targets = new TargetsCopy().Write("kernels.yml", "# " + new string('x', 300_000));
        Should.Throw<BuildException>(targets.Read).Message.ShouldContain("at most 262144 are read");
    }
}
