using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using System.Threading;
using System.Threading.Tasks;
using CliWrap;
using CliWrap.Buffered;
using Corewright.Build.Store;

namespace Corewright.Build.Ebpf;

/// <summary>
/// Finds a toolchain of the user's own rustup, nightly or stable. Its <c>core</c> is compiled anew for BPF (<c>-Z build-std=core</c>)
/// from the component rust-src, or where that is not installed, from the store's source of the same version.
/// </summary>
/// <param name="store">Has sources of the core library, as sets <c>rust-src-1.97</c>.</param>
/// <param name="sets">The names of all that it has.</param>
/// <param name="path">Where programs are looked for.</param>
/// <param name="paths">Where to keep what is put together.</param>
public sealed partial class RustupToolchain(IToolStore store, IEnumerable<string> sets, string path, BuildPaths paths)
{
    private const int StoreLlvm = 22;
    private const string Target = "bpfel-unknown-none";

    /// <summary>Finds a toolchain.</summary>
    /// <param name="choice"><c>rustup</c> for the one that rustup would use here, or <c>rustup:NAME</c>.</param>
    /// <param name="cancellationToken">Stops looking.</param>
    /// <exception cref="BuildException">It is not there, or there is no source for its core library.</exception>
    public async Task<RustCompiler> FindAsync(string choice, CancellationToken cancellationToken)
    {
        string option = $"--toolchain={choice}";
        string rustup = EbpfTools.Find("rustup", path) ?? throw new BuildException(
            "rustup is not on PATH", option, "install it, or leave the option out: the store's compiler needs none");
        string[] which = choice.Split(':', 2) is [_, { Length: > 0 } name] ? ["which", "--toolchain", name] : ["which"];
        string rustc = await AskAsync(rustup, [.. which, "rustc"], option, rustup, cancellationToken);
        string cargo = await AskAsync(rustup, [.. which, "cargo"], option, rustup, cancellationToken);
        string version = await AskAsync(rustc, ["-vV"], option, rustup, cancellationToken);
        string sysroot = await AskAsync(rustc, ["--print", "sysroot"], option, rustup, cancellationToken);
        bool usesStoreLlvm = Number(Llvm(), version) is not { } llvm || llvm <= StoreLlvm;
        if (Directory.Exists(Path.Combine(sysroot, "lib", "rustlib", Target)))
            return new RustCompiler(Digest(version), [cargo], [rustc], [], null, true, usesStoreLlvm);

        string library = Path.Combine(sysroot, "lib", "rustlib", "src", "rust", "library"), digest = version;
        string[] words = [rustc];
        if (!Directory.Exists(library))
        {
            ToolRoot source = await SourceAsync(version, option, cancellationToken);
            library = Directory.EnumerateDirectories(source.File("usr/src"), "rustc*").Select(folder => Path.Combine(folder, "library")).First(Directory.Exists);
            digest += source.Digest;
            words = [rustc, "--sysroot", WithSource(sysroot, library, Digest(digest + sysroot + library))];
        }

        string vendor = Path.Combine(library, "vendor");
        return new RustCompiler(
            Digest(digest), [cargo], words, ["-Z", "build-std=core"], Directory.Exists(vendor) ? vendor : null, true, usesStoreLlvm);
    }

    private async Task<ToolRoot> SourceAsync(string version, string option, CancellationToken cancellationToken)
    {
        string set = "rust-src-" + (Release().Match(version) is { Success: true } match ? match.Groups[1].Value : "?");
        return sets.Contains(set) ? await store.OpenAsync(set, cancellationToken) : throw new BuildException(
            $"the toolchain ({version.Split('\n')[0]}) lacks the component rust-src, and targets/packages.yml has no set {set}", option,
            "run: rustup component add rust-src");
    }

    /// <summary>The toolchain as it is, with a source: cargo looks for that in the folder that rustc calls its own.</summary>
    private string WithSource(string sysroot, string library, string digest)
    {
        string folder = Path.Combine(paths.Intermediate, "rustup", digest[..16]);
        string libraries = Path.Combine("lib", "rustlib"), source = Path.Combine(folder, libraries, "src", "rust");
        Directory.CreateDirectory(source);
        Link(sysroot, folder, "lib");
        Link(Path.Combine(sysroot, "lib"), Path.Combine(folder, "lib"), "rustlib");
        Link(Path.Combine(sysroot, libraries), Path.Combine(folder, libraries), "src");
        Link(Path.GetDirectoryName(library)!, source, "");
        return folder;
    }

    private static void Link(string from, string to, string except)
    {
        foreach (string entry in Directory.EnumerateFileSystemEntries(from).Where(entry => Path.GetFileName(entry) != except))
        {
            string link = Path.Combine(to, Path.GetFileName(entry));
            if (!Path.Exists(link))
                File.CreateSymbolicLink(link, entry);
        }
    }

    private static async Task<string> AskAsync(
        string program, IReadOnlyList<string> arguments, string option, string rustup, CancellationToken cancellationToken)
    {
        BufferedCommandResult result = await Cli.Wrap(program).WithArguments(arguments).WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync(cancellationToken);
        if (result.ExitCode == 0)
            return result.StandardOutput.Trim();
        BufferedCommandResult list = await Cli.Wrap(rustup).WithArguments(["toolchain", "list"]).WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync(cancellationToken);
        string there = string.Join(", ", list.StandardOutput.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        throw new BuildException(
            $"{Path.GetFileName(program)} {string.Join(' ', arguments)} fails: {result.StandardError.Trim()}", option,
            there.Length == 0 ? "rustup has no toolchain; run: rustup toolchain install nightly" : $"rustup has: {there}; choose with --toolchain=rustup:NAME");
    }

    private static string Digest(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static int? Number(Regex pattern, string text) => pattern.Match(text) is { Success: true } match
        ? int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) : null;

    [GeneratedRegex(@"^release: (\d+\.\d+)\.", RegexOptions.Multiline)]
    private static partial Regex Release();

    [GeneratedRegex(@"^LLVM version: (\d{1,4})\.", RegexOptions.Multiline)]
    private static partial Regex Llvm();
}
