using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Corewright.Build.Ebpf.Generate;

namespace Corewright.Build.Loaders;

/// <summary>Writes the class <c>ChosenProgram</c> of a loader that ships: its program's name and sink, and no other's.</summary>
internal static class ChosenProgramSource
{
    /// <summary>Writes it.</summary>
    /// <param name="folder">Where the file is written to.</param>
    /// <param name="program">The program's name, which the loader goes by.</param>
    /// <param name="sink">The program whose sink is taken.</param>
    /// <param name="paths">Where things are.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    /// <returns>The file.</returns>
    /// <exception cref="BuildException">There is no such sink.</exception>
    public static async Task<string> WriteAsync(
        string folder, string program, string sink, BuildPaths paths, CancellationToken cancellationToken)
    {
        string name = CSharpName.Pascal(sink);
        string expected = Path.Combine(paths.Packaging, "loader", "Programs", name, name + "Sink.cs");
        if (!File.Exists(expected))
        {
            throw new BuildException(
                $"program {sink} has no sink, the C# that prints what it observes", Path.GetRelativePath(paths.Root, expected),
                "write one after the pattern of Programs/Execwatch/ExecwatchSink.cs");
        }
        string file = Path.Combine(folder, $"ChosenProgram-{program}.cs");
        Directory.CreateDirectory(folder);
        string fresh = $"{file}.{Environment.ProcessId}-{Guid.NewGuid():N}";
        await File.WriteAllTextAsync(fresh, Text(program, name), cancellationToken);
        File.Move(fresh, file, overwrite: true);
        return file;
    }

    private static string Text(string program, string sink) => $$"""
        global using ProgramSink = Corewright.Loader.{{sink}}.{{sink}}Sink;

        namespace Corewright.Loader;

        internal static class ChosenProgram
        {
            public static System.ReadOnlySpan<byte> Name => "{{program}}"u8;
            public static ProgramSink NewSink() => new();
        }

        """;
}
