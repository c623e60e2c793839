using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Corewright.Build;
using Corewright.Build.Loaders;
using Corewright.Tests.Corlib;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Loaders;

public sealed class FaultResolverTests : IDisposable
{
    private const string Loader = "conformance-x86_64";

    private readonly string _folder = Directory.CreateTempSubdirectory("corewright-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task The_addresses_of_a_release_build_become_files_and_lines()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var resolver = await ResolverAsync();
        var stopped = await ConformanceProgram.RunAsync(false, cancellationToken, "frozen");

        var lines = await resolver.ResolveAsync(Loader, stopped.StandardError, cancellationToken);

        string.Join('\n', lines).ShouldContain("tests/Corlib/programs/Faults.Freestanding.cs:");
        string.Join('\n', lines).ShouldContain("tests/Corlib/programs/Entry.Freestanding.cs:");
    }

    [Fact]
    public async Task A_crash_is_resolved_where_it_happened()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var resolver = await ResolverAsync();
        var stopped = await ConformanceProgram.RunAsync(false, cancellationToken, "wild-pointer");

        var lines = await resolver.ResolveAsync(Loader, stopped.StandardError, cancellationToken);

        lines[0].ShouldContain("tests/Corlib/programs/Faults.Freestanding.cs:");
        lines[1].ShouldContain("tests/Corlib/programs/Entry.Freestanding.cs:");
    }

    [Theory]
    [InlineData("x86_64")]
    [InlineData("aarch64")]
    [InlineData("armv7")]
    public async Task What_is_kept_for_debuggers_has_the_addresses_of_what_runs(string architecture)
    {
        var plan = RepositoryStore.Plan.Architectures[architecture];
        var program = new ElfImage(await ConformanceProgram.BuildAsync(plan));
        var symbols = new ElfImage(await ConformanceProgram.SymbolsAsync(plan));

        Code(symbols).ShouldBe(Code(program));
    }

    private static (long Address, long Bytes) Code(ElfImage image)
    {
        var segment = image.Segments.Single(s => s.Type == ElfImage.Load && (s.Flags & ElfImage.Execute) != 0);
        return (segment.Address, segment.MemoryBytes);
    }

    [Fact]
    public async Task A_line_without_addresses_and_a_loader_that_was_not_built_are_refused()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var resolver = await ResolverAsync();

        (await Should.ThrowAsync<BuildException>(() => resolver.ResolveAsync(Loader, "corewright: fatal: fail fast", cancellationToken)))
            .Message.ShouldContain("no addresses");
        (await Should.ThrowAsync<BuildException>(() => resolver.ResolveAsync("other", "x at 0x1", cancellationToken)))
            .Message.ShouldContain("there is no other.debug");
    }

    private async Task<FaultResolver> ResolverAsync()
    {
        var paths = new BuildPaths(_folder, RepositoryStore.Paths.Cache);
        Directory.CreateDirectory(paths.LoaderArtifacts);
        File.Copy(
            await ConformanceProgram.SymbolsAsync(RepositoryStore.Plan.Architectures["x86_64"]),
            Path.Combine(paths.LoaderArtifacts, Loader + LoaderBuilder.SymbolsEnding));
        return new FaultResolver(paths, RepositoryStore.Store);
    }
}
