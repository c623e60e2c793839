using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;

namespace Corewright.Build.Ebpf.Linking;

/// <summary>What it means that one of LLVM's programs fails, where it is not the program's source that it refuses.</summary>
internal static partial class LlvmFailure
{
    private const int MostLines = 20;

    /// <summary>Makes an error of it: which input, what is wrong with it, what to do.</summary>
    /// <param name="tool">LLVM's program.</param>
    /// <param name="exitCode">How it ended.</param>
    /// <param name="said">Its standard error.</param>
    /// <param name="folder">Where it is.</param>
    /// <param name="inputs">The modules that it read, if these come from outside.</param>
    public static BuildException Explain(string tool, int exitCode, string said, string folder, IReadOnlyList<LlvmModule> inputs)
    {
        string text = Shortened(said);
        // LLVM reads what older versions wrote, not what newer ones did.
        if (said.Contains("Producer:", StringComparison.Ordinal) && said.Contains("Reader:", StringComparison.Ordinal))
        {
            return new BuildException($"LLVM's {tool} refuses the module\n{text}", LinkLauncher.Name,
                $"LLVM in {folder} is older than the compiler's: name a newer one's folder with --llvm-bin");
        }

        if (Twice().Match(said) is { Success: true } twice)
        {
            return new BuildException($"two of the inputs define {twice.Groups[1].Value}", LinkLauncher.Name,
                "link one of them, or give one of its #[no_mangle] symbols another name");
        }

        // A shell's way to say that a signal ended it: not what LLVM means to do, whatever it reads.
        if (exitCode > 128)
        {
            return new BuildException($"LLVM's {tool} broke down (signal {exitCode - 128})" + (text.Length > 0 ? "\n" + text : ""), Names(inputs),
                "a module is damaged, or LLVM has met a bug of its own: cargo clean, build again, and try -O1");
        }

        if (inputs.FirstOrDefault(input => text.StartsWith(input.Path + ":", StringComparison.Ordinal)) is { } damaged)
        {
            string what = text.Split('\n')[0][(damaged.Path.Length + 1)..].Replace("error: ", "", StringComparison.Ordinal).Trim();
            return new BuildException($"LLVM can't read it: {what}", damaged.Name, "it is damaged: compile it again");
        }

        return new BuildException($"LLVM's {tool} refuses the module (exit code {exitCode})\n{text}", LinkLauncher.Name);
    }

    private static string Names(IReadOnlyList<LlvmModule> inputs) => inputs.Count switch
    {
        0 => LinkLauncher.Name,
        1 => inputs[0].Name,
        _ => $"{inputs[0].Name} or another of {inputs.Count} modules",
    };

    /// <summary>LLVM says the same of each instruction that it concerns, and begins with its own path; a crash lists its functions.</summary>
    private static string Shortened(string said)
    {
        string[] lines =
        [
            .. said.Split('\n').TakeWhile(line => !line.StartsWith("PLEASE submit", StringComparison.Ordinal) && !line.StartsWith("Stack dump", StringComparison.Ordinal))
                .Select(line => Program().Replace(line, "").TrimEnd()).Where(line => line.Length > 0).Distinct(StringComparer.Ordinal),
        ];
        return string.Join('\n', lines.Take(MostLines)) + (lines.Length > MostLines ? $"\nand {lines.Length - MostLines} more" : "");
    }

    [GeneratedRegex(@"^\S*/(?:opt|llc|llvm-link)(?:-\d+)?: ")]
    private static partial Regex Program();

    [GeneratedRegex(@"Linking globals named '([^']+)': symbol multiply defined")]
    private static partial Regex Twice();
}
