using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Corewright.Build;
using Corewright.Build.Store;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Store;

public class CrossProcessLockTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_second_waits_for_the_first()
    {
        using var folder = new TemporaryFolder();
        IDisposable first = await CrossProcessLock.AcquireAsync(folder.File("lock"), null, Token);
        bool waited = false;
        Task<IDisposable> second = CrossProcessLock.AcquireAsync(folder.File("lock"), () => waited = true, Token);
        waited.ShouldBeTrue();
        second.IsCompleted.ShouldBeFalse();
        first.Dispose();
        (await second).Dispose();
    }

    [Fact]
    public async Task A_lock_that_can_t_be_made_is_an_error_and_not_waited_for()
    {
        // Root can't make a folder in /proc either, nor open one as a file.
        (await Should.ThrowAsync<BuildException>(() => CrossProcessLock.AcquireAsync("/proc/corewright/lock", null, Token)))
            .Message.ShouldStartWith("/proc/corewright: the cache's folder can't be made: ");
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.File("lock"));
        (await Should.ThrowAsync<BuildException>(() => CrossProcessLock.AcquireAsync(folder.File("lock"), null, Token)))
            .Message.ShouldContain("the cache can't be written to");
    }
}
