using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using CliWrap;
using CliWrap.Buffered;
using Corewright.Build.Store;

namespace Corewright.Build.Ebpf.Linking;

/// <summary>LLVM's programs: those of a folder, of the store's toolchain, or of this machine.</summary>
internal sealed class LlvmTools
{
    private const string StoreFolder = "usr/lib/llvm-22/bin/";

    private readonly Func<string, IReadOnlyList<string>, Command> _command;
    private readonly string _what;
    private readonly LinkLog _log;

    private LlvmTools(Func<string, IReadOnlyList<string>, Command> command, string what, LinkLog log)
    {
        _command = command;
        _what = what;
        _log = log;
    }

    /// <summary>Finds them.</summary>
    /// <param name="folder">What <c>--llvm-bin</c> named, or null.</param>
    /// <param name="toolchain">The store's toolchain, or null.</param>
    /// <param name="path">The folders in which this machine's programs are, separated by colons.</param>
    /// <param name="log">Told what was found and what is run.</param>
    /// <exception cref="BuildException">There are none.</exception>
    public static LlvmTools Find(string? folder, string? toolchain, string path, LinkLog log)
    {
        if (folder is not null)
        {
            return Suffix([folder]) is { } suffix
                ? Plain(folder, suffix, log)
                : throw new BuildException("LLVM's opt, llc and llvm-link are not in it", folder, "name another folder with --llvm-bin");
        }

        if (!string.IsNullOrEmpty(toolchain))
        {
            var root = new ToolRoot(toolchain, Digest: "");
            if (File.Exists(root.File(StoreFolder + "llc")))
                return new LlvmTools((tool, arguments) => root.Command(StoreFolder + tool, arguments), root.File(StoreFolder), log);
            throw new BuildException("the toolchain is no longer there", toolchain, "./build.sh --target=Linker fetches it anew");
        }

        string[] folders = path.Split(':', StringSplitOptions.RemoveEmptyEntries);
        return Suffix(folders) is { } found
            ? Plain(folders.First(candidate => IsThere(candidate, found)), found, log)
            : throw new BuildException(
                "LLVM's opt, llc and llvm-link are not on PATH", LinkLauncher.Name,
                "install LLVM (as new as rustc's: rustc -vV says it), or name its folder with --llvm-bin");
    }

    /// <summary>Runs one of them.</summary>
    /// <param name="tool">Its name, such as <c>opt</c>.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <param name="inputs">The modules that it reads, if these come from outside.</param>
    /// <exception cref="BuildException">It fails; with what it said.</exception>
    public async Task RunAsync(
        string tool, IReadOnlyList<string> arguments, CancellationToken cancellationToken, IReadOnlyList<LlvmModule>? inputs = null)
    {
        _log.Write(LinkLogLevel.Debug, $"{tool} {string.Join(' ', arguments)}");
        BufferedCommandResult result = await _command(tool, arguments)
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync(Encoding.UTF8, Encoding.UTF8, cancellationToken, cancellationToken);
        string said = result.StandardError.TrimEnd();
        if (result.ExitCode == 0)
        {
            if (said.Length > 0)
                _log.Write(LinkLogLevel.Warning, said);
            return;
        }

        throw LlvmDiagnostics.Explain(said) ?? LlvmFailure.Explain(tool, result.ExitCode, said, _what, inputs ?? []);
    }

    private static LlvmTools Plain(string folder, string suffix, LinkLog log) =>
        new((tool, arguments) => Cli.Wrap(Path.Combine(folder, tool + suffix)).WithArguments(arguments), folder, log);

    private static bool IsThere(string folder, string suffix) =>
        ((string[])["opt", "llc", "llvm-link"]).All(tool => File.Exists(Path.Combine(folder, tool + suffix)));

    /// <summary>What the programs' names end in: the highest version (<c>-22</c>), else nothing; null if they are nowhere.</summary>
    private static string? Suffix(IReadOnlyList<string> folders)
    {
        int newest = folders.Where(Directory.Exists).SelectMany(folder => Directory.EnumerateFiles(folder, "llc-*"))
            .Select(file => int.TryParse(Path.GetFileName(file)[4..], NumberStyles.None, CultureInfo.InvariantCulture, out int version) ? version : 0)
            .Where(version => version > 0 && folders.Any(folder => IsThere(folder, $"-{version}")))
            .DefaultIfEmpty().Max();
        return newest > 0 ? $"-{newest}" : folders.Any(folder => IsThere(folder, "")) ? "" : null;
    }
}
