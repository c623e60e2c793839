using System.IO;
using System.Linq;
using Corewright.Build;
using Corewright.Build.Plan;
using Corewright.Build.Store;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Store;

public class PackageLockTests
{
    private static readonly string Hash = new('a', 64);

    [Fact]
    public void The_repository_s_lock_has_every_set_as_it_is_defined_and_is_written_back_unchanged()
    {
        string path = Path.Combine(RepositoryRoot.Path, "targets", "packages.lock");
        PackageLock packages = PackageLock.Read(RepositoryRoot.Path, path);
        packages.Format().ShouldBe(File.ReadAllText(path));
        foreach (PackageSet set in RepositoryStore.Plan.Packages.Sets.Values)
        {
            packages.Sets[set.Name].Fingerprint.ShouldBe(LockedSet.FingerprintOf(set), $"{set.Name}: run --target=Lock");
        }
    }

    [Fact]
    public void The_quick_matrix_and_the_tools_are_at_most_two_gigabytes()
    {
        string path = Path.Combine(RepositoryRoot.Path, "targets", "packages.lock");
        PackageLock packages = PackageLock.Read(RepositoryRoot.Path, path);
        string[] tools = ["toolchain", "qemu", "guest-x86_64", "guest-aarch64", "guest-armv7", "dwarves"];
        var kernels = RepositoryStore.Plan.Matrices["quick"].Kernels;
        tools.Concat(kernels.Select(kernel => kernel.ImageSet))
            .Concat(kernels.Where(kernel => kernel.DebugSet is not null).Select(kernel => kernel.DebugSet!))
            .SelectMany(set => packages.Sets[set].Packages).DistinctBy(package => package.Sha256)
            .Sum(package => package.FetchBytes).ShouldBeLessThan(2_000_000_000);
    }

    [Fact]
    public void A_kernel_and_its_debug_package_are_of_one_version()
    {
        PackageLock packages = PackageLock.Read(
            RepositoryRoot.Path, Path.Combine(RepositoryRoot.Path, "targets", "packages.lock"));
        foreach (Kernel kernel in RepositoryStore.Plan.Kernels.Values.Where(kernel => kernel.DebugSet is not null))
        {
            packages.Sets[kernel.DebugSet!].Packages[0].Version.ShouldBe(packages.Sets[kernel.ImageSet].Packages[0].Version);
        }
    }

    [Theory]
    [InlineData("what is this")]
    [InlineData("package s n 1 amd64 trixie 0 {hash} pool/x")]
    [InlineData("package s n 1 amd64 trixie 5 {hash} /etc/passwd")]
    [InlineData("package s n 1 amd64 trixie 5 {hash} pool/../../x")]
    [InlineData("package s n 1 amd64 trixie 5 nothex pool/x")]
    [InlineData("package other n 1 amd64 trixie 5 {hash} pool/x")]
    [InlineData("part {hash} 0 0 {hash}")]
    public void A_line_that_is_not_one_is_named(string line) =>
        Should.Throw<BuildException>(() => PackageLock.Parse("packages.lock", ["set s 1", line.Replace("{hash}", Hash)]))
            .Message.ShouldStartWith("packages.lock:2: ");
}
