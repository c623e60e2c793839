using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading;
using System.Threading.Tasks;
using CliWrap;
using CliWrap.Buffered;
using Corewright.Build.Store;

namespace Corewright.Build.Loaders;

/// <summary>
/// Turns the addresses that a release loader prints when it stops because of a bug into functions, files and lines. A debug
/// loader prints files and lines itself.
/// </summary>
/// <param name="paths">Where things are.</param>
/// <param name="store">Brings llvm-symbolizer.</param>
public sealed partial class FaultResolver(BuildPaths paths, IToolStore store)
{
    private const string Program = "usr/lib/llvm-22/bin/llvm-symbolizer";

    // As in packaging/corlib/Freestanding/Backtrace.cs: a call lies before the address to which it returns.
    private const ulong CallBytes = 2;

    /// <summary>Resolves a fault.</summary>
    /// <param name="loader">The loader's name, such as <c>execwatch-x86_64</c>, as built from the commit that the board runs.</param>
    /// <param name="fault">The line that the loader printed.</param>
    /// <param name="cancellationToken">Kills the symbolizer.</param>
    /// <returns>A line for each address, innermost first: function, file and line.</returns>
    /// <exception cref="BuildException">No such loader was built, or the line has no addresses.</exception>
    public async Task<IReadOnlyList<string>> ResolveAsync(string loader, string fault, CancellationToken cancellationToken)
    {
        string symbols = Path.Combine(paths.LoaderArtifacts, loader + LoaderBuilder.SymbolsEnding);
        if (loader.Contains('/', StringComparison.Ordinal) || !File.Exists(symbols))
            throw new BuildException($"there is no {loader}{LoaderBuilder.SymbolsEnding}", paths.LoaderArtifacts, "build the loaders first, from the same commit");
        string[] addresses = Addresses(fault);
        if (addresses.Length == 0)
            throw new BuildException("there are no addresses in it", fault, "give the whole line: corewright: fatal: ... at 0x...");

        var toolchain = await store.OpenAsync("toolchain", cancellationToken);
        var result = await toolchain
            .Command(Program, ["--functions=linkage", "--output-style=GNU", "--no-inlines", $"--obj={symbols}", .. addresses])
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync(cancellationToken);
        string[] lines = result.StandardOutput.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        if (result.ExitCode != 0 || lines.Length != 2 * addresses.Length)
            throw new BuildException($"llvm-symbolizer failed: {result.StandardError.Trim()}", symbols);
        return [.. addresses.Select((a, i) => $"{a}  {Place(lines[(2 * i) + 1])}  {lines[2 * i]}")];
    }

    private static string[] Addresses(string fault)
    {
        // The signal's address stands before "at".
        int at = fault.LastIndexOf(" at 0x", StringComparison.Ordinal);
        if (at < 0)
            return [];
        bool crashed = fault.Contains("(SIG", StringComparison.Ordinal);
        return [.. Hexadecimal().Matches(fault[at..]).Select((match, i) =>
        {
            ulong address = ulong.Parse(match.Groups[1].ValueSpan, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
            ulong call = crashed && i == 0 ? address : address - Math.Min(address, CallBytes);
            return string.Create(CultureInfo.InvariantCulture, $"0x{call:x}");
        })];
    }

    private static string Place(string line) =>
        line.StartsWith(CSharpCompiler.MappedRoot + "/", StringComparison.Ordinal) ? line[(CSharpCompiler.MappedRoot.Length + 1)..] : line;

    [GeneratedRegex("0x([0-9a-f]{1,16})")]
    private static partial Regex Hexadecimal();
}
