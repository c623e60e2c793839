using System.Collections.Generic;
using System.Globalization;
using System.Threading;
using System.Threading.Tasks;

namespace Corewright.Build.Bench;

/// <summary>What a user waits for, from the start of <c>build.sh</c> to its end.</summary>
internal static class BuildBenchmarks
{
    // A line whose change reaches the object, the generated C#, and so all that is made of them.
    private const string ChangedFile = "ebpf-crates/programs/execwatch/src/exit.rs";
    private const int Entries = 1024;

    /// <summary>Nothing changed since the last build.</summary>
    internal static async Task<Measurement> NothingChangedAsync(
        BuildPaths paths, BenchmarkSettings settings, CancellationToken cancellationToken)
    {
        var command = new BuildCommand(paths.Root, paths.Cache);
        var values = await RepeatAsync(settings, _ => command.RunAsync(["--matrix=" + settings.Matrix], cancellationToken));
        return new("build.sh, nothing changed", "ms", values, $"all tasks, matrix {settings.Matrix}, verdicts from the cache");
    }

    /// <summary>One line of Rust changed, in a copy of the sources.</summary>
    internal static async Task<Measurement> RustChangedAsync(
        BuildPaths paths, BenchmarkSettings settings, CancellationToken cancellationToken)
    {
        using SourceCopy copy = await SourceCopy.MakeAsync(paths.Root, cancellationToken);
        var command = new BuildCommand(copy.Root, paths.Cache);
        string[] arguments = ["--target=Package", "--matrix=" + settings.Matrix];
        await command.RunAsync(arguments, cancellationToken);
        string line = Line(Entries);
        var values = await RepeatAsync(settings, async run =>
        {
            string changed = Line(Entries + 1 + run);
            copy.Replace(ChangedFile, line, changed);
            line = changed;
            return await command.RunAsync(arguments, cancellationToken);
        });
        return new("one line of Rust changed", "ms", values, "object, C# types, three loaders and packages; without the matrix");
    }

    /// <summary>Every guest again.</summary>
    internal static async Task<Measurement> ForcedMatrixAsync(
        BuildPaths paths, BenchmarkSettings settings, CancellationToken cancellationToken)
    {
        var command = new BuildCommand(paths.Root, paths.Cache);
        string[] arguments = ["--target=Matrix", "--force", "--matrix=" + settings.Matrix];
        var values = await RepeatAsync(settings, _ => command.RunAsync(arguments, cancellationToken));
        return new($"{settings.Matrix} matrix, forced", "ms", values, "build.sh from start to end, every guest booted");
    }

    private static string Line(int entries) =>
        string.Create(CultureInfo.InvariantCulture, $"static REPORTED: LruHashMap<Process, u32, {entries}>;");

    private static async Task<List<double>> RepeatAsync(BenchmarkSettings settings, System.Func<int, Task<double>> run)
    {
        await run(0);
        var values = new List<double>();
        for (int i = 1; i <= settings.Runs; i++) values.Add(await run(i));
        return values;
    }
}
