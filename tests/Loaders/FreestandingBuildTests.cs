using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Corewright.Build;
using Corewright.Build.Loaders;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Loaders;

public sealed class FreestandingBuildTests : IDisposable
{
    private const string Small =
        """
        using System.Runtime;
        static unsafe class Program
        {
            [RuntimeExport("cw_main")]
            static int Run(int argc, byte** argv, byte** envp) => Body(argc);
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("corewright-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task The_same_sources_give_the_same_bytes_in_another_folder()
    {
        string first = await BuildAsync("here", Small + "static int Body(int n) => n * 7; }");
        string second = await BuildAsync("there/and further", Small + "static int Body(int n) => n * 7; }");

        first.ShouldNotBe(second);
        (await File.ReadAllBytesAsync(second, TestContext.Current.CancellationToken))
            .ShouldBe(await File.ReadAllBytesAsync(first, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_second_build_runs_no_compiler()
    {
        string first = await BuildAsync("here", Small + "static int Body(int n) => n; }");
        DateTime made = File.GetLastWriteTimeUtc(first);
        string[] before = [.. Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];

        string second = await BuildAsync("here", Small + "static int Body(int n) => n; }");

        second.ShouldBe(first);
        File.GetLastWriteTimeUtc(second).ShouldBe(made);
        Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ShouldBe(before);
    }

    [Fact]
    public async Task A_mistake_in_the_sources_is_shown_with_file_and_line()
    {
        var failure = await Should.ThrowAsync<BuildException>(() => BuildAsync("here", Small + "\nstatic int Body(int n) => missing; }"));

        failure.Message.ShouldContain("program.cs(6,27): error CS0103");
    }

    [Fact]
    public async Task What_the_core_library_leaves_out_is_refused_with_advice()
    {
        var failure = await Should.ThrowAsync<BuildException>(() => BuildAsync(
            "here", Small + "static object kept; static int Body(int n) { kept = n; return ((int?)kept).Value; } }"));

        failure.Message.ShouldContain("boxed_nullables_are_left_out_of_the_core_library");
        failure.Message.ShouldContain("avoid casting");
    }

    [Fact]
    public async Task A_program_without_an_entry_is_refused_with_advice()
    {
        var failure = await Should.ThrowAsync<BuildException>(() => BuildAsync("here", "static class Program { }"));

        failure.Message.ShouldContain("[RuntimeExport(\"cw_main\")]");
    }

    private async Task<string> BuildAsync(string folder, string source)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        string root = Path.Combine(_folder, folder);
        CopyFolder(Path.Combine(RepositoryRoot.Path, "packaging", "corlib"), Path.Combine(root, "packaging", "corlib"));
        await File.WriteAllTextAsync(Path.Combine(root, "program.cs"), source, cancellationToken);

        var paths = new BuildPaths(root, RepositoryStore.Paths.Cache);
        var architecture = RepositoryStore.Plan.Architectures["aarch64"];
        var build = await FreestandingBuild.OpenAsync(paths, RepositoryStore.Store, cancellationToken);
        string assembly = await build.CompileAsync(
            "program", [.. FreestandingSources.CoreLibrary(paths), "program.cs"], cancellationToken);
        var objects = await build.ObjectsAsync(assembly, architecture, cancellationToken);
        return await build.LinkAsync("program", objects, architecture, "0123456789abcdef", cancellationToken);
    }

    private static void CopyFolder(string from, string to)
    {
        foreach (string file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            string copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy, overwrite: true);
        }
    }
}
