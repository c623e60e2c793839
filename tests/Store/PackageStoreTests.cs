using System;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Threading;
using System.Threading.Tasks;
using Corewright.Build;
using Corewright.Build.Store;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Store;

public class PackageStoreTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_set_is_fetched_once_and_found_by_the_next_build()
    {
        using var fixture = new StoreFixture();
        ToolRoot first = await fixture.Store().OpenAsync("tools", Token);
        File.ReadAllText(first.File("usr/bin/tool")).Length.ShouldBe(5000);
        ToolRoot second = await fixture.Store(new StoreOptions(Offline: true)).OpenAsync("tools", Token);
        second.ShouldBe(first);
        (await fixture.Store().DigestAsync("tools", Token)).ShouldBe(first.Digest);
        // The lock needs no index.
        fixture.Mirror.Requests.ShouldBe(["pool/tool_1_amd64.deb"]);
    }

    [Fact]
    public async Task A_changed_byte_in_a_cached_package_is_noticed_and_the_package_fetched_again()
    {
        using var fixture = new StoreFixture();
        await fixture.Store().PackagesAsync("tools", Token);
        DateTime time = File.GetLastWriteTimeUtc(fixture.CachedPackage);
        byte[] content = File.ReadAllBytes(fixture.CachedPackage);
        content[200] ^= 1;
        File.WriteAllBytes(fixture.CachedPackage, content);
        File.SetLastWriteTimeUtc(fixture.CachedPackage, time);

        string[] paths = await fixture.Store().PackagesAsync("tools", Token);
        File.ReadAllBytes(paths[0]).ShouldBe(fixture.Package);
        fixture.Log.Warnings.ShouldContain(
            warning => warning.EndsWith("(its content was changed); it is fetched again", StringComparison.Ordinal));
        fixture.Mirror.Requests.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_truncated_package_is_fetched_again()
    {
        using var fixture = new StoreFixture();
        await fixture.Store().PackagesAsync("tools", Token);
        File.WriteAllBytes(fixture.CachedPackage, fixture.Package[..100]);
        string[] paths = await fixture.Store().PackagesAsync("tools", Token);
        File.ReadAllBytes(paths[0]).ShouldBe(fixture.Package);
    }

    [Fact]
    public async Task A_touched_but_unchanged_package_is_hashed_and_kept()
    {
        using var fixture = new StoreFixture();
        await fixture.Store().PackagesAsync("tools", Token);
        File.WriteAllBytes(fixture.CachedPackage, fixture.Package);
        await fixture.Store(new StoreOptions(Offline: true)).PackagesAsync("tools", Token);
        fixture.Log.Warnings.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_altered_or_missing_file_of_an_unpacked_set_is_noticed(bool remove)
    {
        using var fixture = new StoreFixture();
        string tool = (await fixture.Store().OpenAsync("tools", Token)).File("usr/bin/tool");
        DateTime time = File.GetLastWriteTimeUtc(tool);
        if (remove)
        {
            File.Delete(tool);
        }
        else
        {
            File.WriteAllText(tool, new string('x', 5000));
            File.SetLastWriteTimeUtc(tool, time);
        }

        await fixture.Store(new StoreOptions(Offline: true)).OpenAsync("tools", Token);
        File.ReadAllText(tool).ShouldBe(new string('t', 5000));
        fixture.Log.Warnings.ShouldContain(warning => warning.Contains("was altered or is missing", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Offline_says_what_lacks_and_what_to_do()
    {
        using var fixture = new StoreFixture();
        (await Should.ThrowAsync<BuildException>(() => fixture.Store(new StoreOptions(Offline: true)).OpenAsync("tools", Token)))
            .Message.ShouldBe(
                "the cache lacks 0.0 MB of 'tools' (tool 1 amd64), and --offline forbids to fetch it; "
                + "run ./build.sh --target=Fetch once with a network");
    }

    [Fact]
    public async Task Wrong_content_of_the_mirror_never_gets_into_the_cache()
    {
        using var fixture = new StoreFixture();
        fixture.Mirror.Files["pool/tool_1_amd64.deb"] = [.. fixture.Package.Reverse()];
        using var fetch = new CancellationTokenSource(TimeSpan.FromSeconds(1.2));
        await Should.ThrowAsync<Exception>(() => fixture.Store().OpenAsync("tools", fetch.Token));
        Directory.GetFiles(Path.Combine(fixture.Paths.Cache, "packages")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_cut_connection_is_continued_where_it_ended()
    {
        using var fixture = new StoreFixture();
        fixture.Mirror.Cuts = 1;
        string[] paths = await fixture.Store().PackagesAsync("tools", Token);
        File.ReadAllBytes(paths[0]).ShouldBe(fixture.Package);
        fixture.Mirror.Requests.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_an_interrupted_build_left_is_used(bool ranges)
    {
        using var fixture = new StoreFixture();
        fixture.Mirror.Ranges = ranges;
        string hash = Convert.ToHexStringLower(SHA256.HashData(fixture.Package));
        Directory.CreateDirectory(Path.Combine(fixture.Paths.Cache, "partial"));
        File.WriteAllBytes(Path.Combine(fixture.Paths.Cache, "partial", hash), fixture.Package[..50]);
        (await fixture.Store().PlanAsync(["tools"], Token)).MissingBytes.ShouldBe(fixture.Package.Length - 50);
        string[] paths = await fixture.Store().PackagesAsync("tools", Token);
        File.ReadAllBytes(paths[0]).ShouldBe(fixture.Package);
        fixture.Mirror.Requests.ShouldBe(["pool/tool_1_amd64.deb bytes=50-"]);
    }

    [Fact]
    public async Task Two_builds_at_once_fetch_and_unpack_once()
    {
        using var fixture = new StoreFixture();
        ToolRoot[] roots = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => fixture.Store().OpenAsync("tools", Token)));
        roots.Distinct().Count().ShouldBe(1);
        fixture.Mirror.Requests.Count.ShouldBe(1);
        Directory.GetDirectories(Path.Combine(fixture.Paths.Cache, "sets")).Length.ShouldBe(1);
    }

    [Fact]
    public async Task A_version_that_the_mirror_dropped_is_resolved_anew_loudly_and_kept_for_offline()
    {
        using var fixture = new StoreFixture();
        fixture.Mirror.Files.Clear();
        LockedPackage newer = fixture.Publish("pool/tool_2_amd64.deb", new DebBuilder().File("./usr/bin/tool", "2").Build(), "2");
        string committed = File.ReadAllText(fixture.LockPath);
        var resolver = new StoreFixture.FixedResolver([fixture.Set(newer)]);
        ToolRoot root = await fixture.Store(resolver: resolver).OpenAsync("tools", Token);
        File.ReadAllText(root.File("usr/bin/tool")).ShouldBe("2");
        fixture.Log.Warnings.First().ShouldContain("set 'tools' is resolved through the archive's signed indexes");
        File.ReadAllText(fixture.LockPath).ShouldBe(committed);

        (await fixture.Store(new StoreOptions(Offline: true)).OpenAsync("tools", Token)).ShouldBe(root);
        resolver.Asked.ShouldBe(1);
    }

    [Fact]
    public async Task Locked_makes_a_dropped_version_an_error()
    {
        using var fixture = new StoreFixture();
        fixture.Mirror.Files.Clear();
        (await Should.ThrowAsync<BuildException>(() => fixture.Store(new StoreOptions(Locked: true)).OpenAsync("tools", Token)))
            .Message.ShouldContain("set 'tools' can't be taken from the lock");
    }

    [Fact]
    public async Task A_set_that_changed_after_the_lock_was_written_is_not_taken_from_it()
    {
        using var fixture = new StoreFixture();
        File.WriteAllText(fixture.LockPath, File.ReadAllText(fixture.LockPath).Replace("set tools ", "set tools 0", StringComparison.Ordinal));
        (await Should.ThrowAsync<BuildException>(() => fixture.Store(new StoreOptions(Locked: true)).OpenAsync("tools", Token)))
            .Message.ShouldContain("its definition was changed after targets/packages.lock was written");
    }

    [Fact]
    public async Task A_package_that_was_given_back_is_not_in_the_plan_and_comes_again_when_asked_for()
    {
        using var fixture = new StoreFixture();
        await fixture.Store().PackagesAsync("tools", Token);
        await fixture.Store().ForgetAsync("tools", Token);
        (await fixture.Store().PlanAsync(["tools"], Token)).MissingBytes.ShouldBe(0);
        await fixture.Store().FetchAsync(["tools"], Token);
        fixture.Mirror.Requests.Count.ShouldBe(1);
        File.Exists((await fixture.Store().PackagesAsync("tools", Token))[0]).ShouldBeTrue();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Of_a_package_pinned_in_parts_only_these_are_fetched_and_checked(bool ranges)
    {
        using var fixture = new StoreFixture();
        fixture.Mirror.Ranges = ranges;
        LockedPackage whole = fixture.Publish("pool/tool_1_amd64.deb", fixture.Package);
        PackagePart Part(int from, int length) =>
            new(from, length, Convert.ToHexStringLower(SHA256.HashData(fixture.Package.AsSpan(from, length))));
        fixture.Lock(whole with { Parts = [Part(0, 20), Part(60, 30)] });

        (await fixture.Store().PlanAsync(["tools"], Token)).MissingBytes.ShouldBe(50);
        string path = (await fixture.Store().PackagesAsync("tools", Token))[0];
        byte[] content = File.ReadAllBytes(path);
        content.Length.ShouldBe(fixture.Package.Length);
        content[..20].ShouldBe(fixture.Package[..20]);
        content[60..90].ShouldBe(fixture.Package[60..90]);
        content[20..60].ShouldAllBe(value => value == 0);
        fixture.Mirror.Requests.ShouldBe(["pool/tool_1_amd64.deb bytes=0-19", "pool/tool_1_amd64.deb bytes=60-89"]);

        content[61] ^= 1;
        File.WriteAllBytes(path, content);
        content = File.ReadAllBytes((await fixture.Store().PackagesAsync("tools", Token))[0]);
        content[60..90].ShouldBe(fixture.Package[60..90]);
    }

    [Fact]
    public async Task An_unknown_set_is_named_with_the_known_ones()
    {
        using var fixture = new StoreFixture();
        (await Should.ThrowAsync<BuildException>(() => fixture.Store().OpenAsync("tols", Token))).Message.ShouldBe(
            "targets/packages.yml: unknown package set 'tols' (known: tools); did you mean 'tools'?");
    }
}
