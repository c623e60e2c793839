using System;
using System.Threading.Tasks;
using CliWrap;
using Corewright.Build;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Frame;

public sealed class SourceVersionTests : IDisposable
{
    private readonly FrontDoor door = new();

    public void Dispose() => door.Dispose();

    [Fact]
    public async Task Outside_a_checkout_there_is_no_commit_and_a_fixed_time() =>
        (await ReadAsync()).ShouldBe(new SourceVersion("1.2.3", "", 315_532_800));

    [Fact]
    public async Task The_commit_gives_the_time()
    {
        await Git("init", "-q");
        await Git("-c", "user.name=a", "-c", "user.email=a@example.org", "commit", "-q", "--allow-empty", "-m", "x");
        var version = await ReadAsync();
        version.Commit.Length.ShouldBe(40);
        version.Epoch.ShouldBe(1_700_000_000);
    }

    [Fact]
    public async Task The_environment_s_time_is_stronger() => (await ReadAsync("42")).Epoch.ShouldBe(42);

    [Fact]
    public async Task A_time_that_is_no_number_is_an_error() =>
        (await Should.ThrowAsync<BuildException>(() => ReadAsync("yesterday"))).Message.ShouldContain("SOURCE_DATE_EPOCH");

    [Fact]
    public async Task A_missing_version_is_an_error_that_names_the_file()
    {
        door.Write("Directory.Build.props", "<Project />");
        (await Should.ThrowAsync<BuildException>(() => ReadAsync())).Message.ShouldContain("Directory.Build.props");
    }

    private Task<SourceVersion> ReadAsync(string? epoch = null) =>
        SourceVersion.ReadAsync(door.Root, _ => epoch, TestContext.Current.CancellationToken);

    private async Task Git(params string[] arguments) => await Cli.Wrap("git")
        .WithArguments(["-C", door.Root, .. arguments])
        .WithEnvironmentVariables(e => e.Set("GIT_COMMITTER_DATE", "1700000000 +0000").Set("GIT_CONFIG_GLOBAL", "/dev/null"))
        .ExecuteAsync(TestContext.Current.CancellationToken);
}
