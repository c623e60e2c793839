using System;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Corewright.Build.Loaders;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Loaders;

public sealed class StepCacheTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("corewright-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_key_tells_lists_of_inputs_apart()
    {
        StepCache.Key("ab", "c").ShouldNotBe(StepCache.Key("a", "bc"));
        StepCache.Key("a", "").ShouldNotBe(StepCache.Key("a"));
        StepCache.Key("a", "b").ShouldBe(StepCache.Key("a", "b"));
    }

    [Fact]
    public async Task A_step_that_fails_leaves_nothing_behind()
    {
        var cache = new StepCache(_folder);
        string key = StepCache.Key("inputs");

        await Should.ThrowAsync<InvalidOperationException>(() => cache.GetAsync("step", key, "result", async path =>
        {
            await File.WriteAllTextAsync(path, "half");
            throw new InvalidOperationException();
        }, CancellationToken.None));

        Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories).ShouldBeEmpty();
        string made = await cache.GetAsync("step", key, "result", path => File.WriteAllTextAsync(path, "whole"), CancellationToken.None);
        (await File.ReadAllTextAsync(made, TestContext.Current.CancellationToken)).ShouldBe("whole");
    }

    [Fact]
    public async Task A_step_runs_once_for_the_same_inputs()
    {
        var cache = new StepCache(_folder);
        int runs = 0;
        Task Make(string path)
        {
            runs++;
            return File.WriteAllTextAsync(path, "result");
        }

        string first = await cache.GetAsync("step", StepCache.Key("a"), "result", Make, CancellationToken.None);
        string again = await cache.GetAsync("step", StepCache.Key("a"), "result", Make, CancellationToken.None);
        string other = await cache.GetAsync("step", StepCache.Key("b"), "result", Make, CancellationToken.None);

        again.ShouldBe(first);
        other.ShouldNotBe(first);
        runs.ShouldBe(2);
    }

    [Fact]
    public async Task A_step_that_many_wait_for_runs_once()
    {
        int runs = 0;
        var go = new TaskCompletionSource();
        async Task Make(string path)
        {
            Interlocked.Increment(ref runs);
            await go.Task;
            await File.WriteAllTextAsync(path, "result");
        }

        // As the tests do: each guest's loader has a builder, and so a cache, of its own.
        Task<string>[] all = [.. Enumerable.Range(0, 8).Select(_ =>
            new StepCache(_folder).GetAsync("step", StepCache.Key("a"), "result", Make, CancellationToken.None))];
        go.SetResult();
        (await Task.WhenAll(all)).Distinct().Count().ShouldBe(1);
        runs.ShouldBe(1);
    }

    [Fact]
    public async Task A_cancelled_build_runs_no_step()
    {
        var cache = new StepCache(_folder);

        await Should.ThrowAsync<OperationCanceledException>(() => cache.GetAsync(
            "step", StepCache.Key("a"), "result", _ => throw new InvalidOperationException(), new CancellationToken(canceled: true)));
    }
}
