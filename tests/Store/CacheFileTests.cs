using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Corewright.Build;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Store;

public class CacheFileTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_file_is_intact_as_long_as_its_content_is()
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("inner/file");
        (await CacheFile.IsIntactAsync(path, Token)).ShouldBeFalse();
        await CacheFile.WriteAsync(path, "content"u8.ToArray(), Token);
        (await CacheFile.IsIntactAsync(path, Token)).ShouldBeTrue();
        File.WriteAllText(path, "content");
        (await CacheFile.IsIntactAsync(path, Token)).ShouldBeTrue();
        Directory.GetFiles(folder.File("inner")).Length.ShouldBe(2);
    }

    [Fact]
    public async Task A_changed_byte_is_noticed_though_size_and_time_are_as_they_were()
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("file");
        await CacheFile.WriteAsync(path, "content"u8.ToArray(), Token);
        DateTime time = File.GetLastWriteTimeUtc(path);
        File.WriteAllText(path, "contend");
        File.SetLastWriteTimeUtc(path, time);
        (await CacheFile.IsIntactAsync(path, Token)).ShouldBeFalse();
    }

    [Theory]
    [InlineData("")]
    [InlineData("cont")]
    public async Task A_truncated_file_is_noticed(string rest)
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("file");
        await CacheFile.WriteAsync(path, "content"u8.ToArray(), Token);
        File.WriteAllText(path, rest);
        (await CacheFile.IsIntactAsync(path, Token)).ShouldBeFalse();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("1 2 3 4\tabc")]
    [InlineData("nonsense")]
    public async Task A_file_whose_seal_is_gone_or_broken_counts_as_not_there(string? seal)
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("file");
        await CacheFile.WriteAsync(path, "content"u8.ToArray(), Token);
        File.Delete(CacheFile.SealOf(path));
        if (seal is not null)
            File.WriteAllText(CacheFile.SealOf(path), seal);
        (await CacheFile.IsIntactAsync(path, Token)).ShouldBeFalse();
    }
}
