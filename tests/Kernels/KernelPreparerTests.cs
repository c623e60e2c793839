using System;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Corewright.Build;
using Corewright.Build.Kernels;
using Corewright.Build.Plan;
using Corewright.Tests.Store;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Kernels;

public class KernelPreparerTests
{
    private static readonly Kernel s_kernel = RepositoryStore.Plan.Matrices["quick"].Kernels.First(k => k.DebugSet is null);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("boot", false)]
    [InlineData("btf", false)]
    [InlineData("release", false)]
    [InlineData("btf", true)]
    public async Task A_prepared_kernel_that_was_altered_is_prepared_again(string name, bool truncate)
    {
        using var cache = new TemporaryFolder();
        var log = new SilentLog();
        var preparer = new KernelPreparer(RepositoryStore.Store, new BuildPaths(RepositoryRoot.Path, cache.Path), log);
        PreparedKernel kernel = await preparer.PrepareAsync(s_kernel, Token);
        string path = Path.Combine(Path.GetDirectoryName(kernel.Btf)!, name);
        byte[] right = File.ReadAllBytes(path);
        DateTime time = File.GetLastWriteTimeUtc(path);
        byte[] wrong = truncate ? right[..(right.Length / 2)] : [.. right];
        wrong[0] ^= 1;
        File.WriteAllBytes(path, wrong);
        File.SetLastWriteTimeUtc(path, time);

        // What a build that was killed left behind goes as well.
        string left = Path.GetDirectoryName(kernel.Btf) + ".12345.tmp";
        Directory.CreateDirectory(left);
        (await preparer.PrepareAsync(s_kernel, Token)).ShouldBe(kernel);
        File.ReadAllBytes(path).ShouldBe(right);
        log.Warnings.ShouldHaveSingleItem().ShouldBe($"{path} was altered or is missing; the kernel {s_kernel.Id} is prepared again");
        Directory.Exists(left).ShouldBeFalse();

        // Found as it was left: nothing is said or done.
        await preparer.PrepareAsync(s_kernel, Token);
        log.Warnings.Count.ShouldBe(1);
    }
}
