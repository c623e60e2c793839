global using ProgramSink = Corewright.Loader.Programs.Sink;

using System;
using System.Text;

namespace Corewright.Loader;

/// <summary>
/// Which program this loader is for. On .NET it is the one whose object is on board; a loader that ships has this class, and the alias
/// above, written by build/Loaders/ChosenProgramSource.cs, so that nothing of other programs is in it.
/// </summary>
internal static class ChosenProgram
{
    private static byte[] s_name = "execwatch"u8.ToArray();

    /// <summary>The program's name.</summary>
    public static ReadOnlySpan<byte> Name => s_name;

    /// <summary>Chooses.</summary>
    /// <param name="program">The name of a program with a folder in Programs.</param>
    public static void Choose(ReadOnlySpan<byte> program) => s_name = program.ToArray();

    /// <summary>A sink for the program.</summary>
    public static ProgramSink NewSink()
    {
        string name = Encoding.UTF8.GetString(s_name);
        string pascal = string.Concat(Array.ConvertAll(name.Split('-', '_'), word => char.ToUpperInvariant(word[0]) + word[1..]));
        Type type = typeof(ChosenProgram).Assembly.GetType($"Corewright.Loader.{pascal}.{pascal}Sink")
            ?? throw new InvalidOperationException($"program {name} has no packaging/loader/Programs/{pascal}/{pascal}Sink.cs");
        return (ProgramSink)Activator.CreateInstance(type)!;
    }
}
