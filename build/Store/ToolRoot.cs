using System.Collections.Generic;
using CliWrap;

namespace Corewright.Build.Store;

/// <summary>A package set unpacked into a folder of its own, and how its programs are run from there without installing.</summary>
/// <param name="Path">The folder, absolute; read-only by agreement.</param>
/// <param name="Digest">SHA-256 (lower-case hex) over the set's packages: names the content, for caches.</param>
public sealed record ToolRoot(string Path, string Digest)
{
    private const string Loader = "lib64/ld-linux-x86-64.so.2";

    /// <summary>The folders of the root that hold shared libraries.</summary>
    public string LibraryPath => string.Join(':',
        File("usr/lib/x86_64-linux-gnu"), File("lib/x86_64-linux-gnu"), File("usr/lib/llvm-22/lib"));

    /// <summary>A file of the root.</summary>
    /// <param name="relative">Its path with forward slashes, without a leading one.</param>
    public string File(string relative) => System.IO.Path.Combine(Path, relative);

    /// <summary>
    /// A command that runs one of the root's programs with the root's own dynamic loader and libraries, so that the same bytes
    /// run whatever the host has.
    /// </summary>
    /// <param name="program">Its path in the root, such as <c>usr/bin/opt-22</c>.</param>
    /// <param name="arguments">Its arguments, one each.</param>
    public Command Command(string program, IEnumerable<string> arguments)
    {
        string[] line = CommandLine(program);
        return Cli.Wrap(line[0]).WithArguments([.. line[1..], .. arguments]);
    }

    /// <summary>What <see cref="Command"/> runs, as words, for a tool that wants to be told how to start another one.</summary>
    /// <param name="program">Its path in the root.</param>
    public string[] CommandLine(string program) => [File(Loader), "--library-path", LibraryPath, File(program)];
}
