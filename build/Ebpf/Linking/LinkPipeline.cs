using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Corewright.Build.Ebpf.Finalise;

namespace Corewright.Build.Ebpf.Linking;

/// <summary>
/// From modules to a finished object: llvm-link makes them one, opt drops what nothing needs, our rewriting of the IR, opt again,
/// llc, the finaliser.
/// </summary>
/// <param name="llvm">LLVM's programs.</param>
/// <param name="arguments">What is asked for.</param>
/// <param name="log">Told what is done.</param>
internal sealed class LinkPipeline(LlvmTools llvm, LinkerArguments arguments, LinkLog log)
{
    private const string DefaultTriple = "bpf";

    // A folder of its own for what is in between. It stays when linking fails, for whoever wants to look.
    private readonly string _folder = arguments.Output + ".link";

    // Code that isn't optimised at all has results that don't fit BPF's one register, and more variables than its stack takes.
    private string Level => arguments.Optimisation == "0" ? "1" : arguments.Optimisation;

    /// <summary>Links.</summary>
    /// <exception cref="BuildException">LLVM or the finaliser refuses the module. No output is left then.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(_folder);
        File.Delete(arguments.Output);
        string finished = await LinkAsync(cancellationToken);
        File.Move(finished, arguments.Output, overwrite: true);
        log.Write(LinkLogLevel.Information, $"{arguments.Output}: {new FileInfo(arguments.Output).Length} bytes");
        if (!KeepsParts)
            Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Whether what is in between stays in <c>&lt;output&gt;.link</c> although all went well.</summary>
    public bool KeepsParts { get; init; }

    private async Task<string> LinkAsync(CancellationToken cancellationToken)
    {
        string[] exports = await ExportsAsync(cancellationToken);
        IReadOnlyList<LlvmModule> modules = await new BitcodeInputs(_folder, log).FindAsync(arguments.Inputs, cancellationToken);
        string whole = await JoinAsync(modules, cancellationToken);
        string ir = InFolder("module.ll"), rewritten = InFolder("rewritten.ll"), optimised = InFolder("optimised.bc");
        // LLVM may still make calls to these, of intrinsics and loops.
        IReadOnlyList<string> builtins = arguments.DropMemoryBuiltins ? [] : ModuleText.MemoryBuiltins;
        await llvm.RunAsync("opt", [
            "-S", "-passes=internalize,globaldce", await PublicAsync("kept", [.. exports, .. builtins], cancellationToken), whole, "-o", ir,
        ], cancellationToken, modules);
        string[] lines = await File.ReadAllLinesAsync(ir, cancellationToken);
        Dump("pre-opt.ll", ir);
        await File.WriteAllLinesAsync(rewritten, Rewrite(lines), cancellationToken);

        // Inlining first: a panic must end the program, not the function that panics. Idiom recognition would turn our loops
        // back into the memset and memcpy that llc can't compile.
        await llvm.RunAsync("opt", [
            "-disable-loop-idiom-all", .. Unrolling(), .. arguments.LlvmArguments,
            $"-passes=always-inline,default<O{Level}>,globaldce", rewritten, "-o", optimised,
        ], cancellationToken);
        if (builtins.Count > 0 && ModuleText.HasMemoryBuiltins(lines))
        {
            string used = InFolder("used.bc");
            await llvm.RunAsync("opt", [
                "-passes=internalize,globaldce", await PublicAsync("exported", exports, cancellationToken), optimised, "-o", used,
            ], cancellationToken);
            optimised = used;
        }

        if (arguments.Emit == LinkerOutput.Ir || arguments.DumpFolder is not null)
        {
            string text = InFolder("optimised.ll");
            await llvm.RunAsync("opt", ["-S", "-passes=verify", optimised, "-o", text], cancellationToken);
            Dump("post-opt.ll", text);
            if (arguments.Emit == LinkerOutput.Ir)
                return text;
        }

        return arguments.Emit == LinkerOutput.Bitcode
            ? optimised
            : await CompileAsync(await LowerAsync(optimised, cancellationToken), cancellationToken);
    }

    private async Task<string> JoinAsync(IReadOnlyList<LlvmModule> modules, CancellationToken cancellationToken)
    {
        if (modules.Count == 1)
            return modules[0].Path;
        string whole = InFolder("whole.bc");
        await llvm.RunAsync("llvm-link", [.. modules.Select(module => module.Path), "-o", whole], cancellationToken, modules);
        return whole;
    }

    private IEnumerable<string> Rewrite(IReadOnlyList<string> lines)
    {
        // Compiled for the host by a compiler that can't compile for BPF: layouts are the same where they matter.
        string? own = ModuleText.Triple(lines);
        string? triple = arguments.Target ?? (own?.StartsWith("bpf", StringComparison.Ordinal) == true ? null : DefaultTriple);
        if (arguments.Emit == LinkerOutput.Object && (triple ?? own) is { } target && IsBigEndian(target))
        {
            throw new BuildException(
                "an object for big-endian machines", target, "objects are finished for little-endian ones only: bpfel-unknown-none, or --emit=asm");
        }

        if (triple is not null)
            lines = [.. ModuleText.Retarget(lines, triple)];
        if (arguments.IgnoreInlineNever)
            lines = [.. ModuleText.WithoutInlineNever(lines)];
        return MemoryIntrinsics.Rewrite(NoReturnFunctions.Rewrite([.. LibraryLines.Rewrite(UnusedSupportMaps.Rewrite(lines))]));
    }

    // LLVM's names of it (llvm/lib/TargetParser/Triple.cpp).
    private static bool IsBigEndian(string triple) => triple.Split('-')[0] is "bpfeb" or "bpf_be";

    // What the BPF machine can't do is refused here, with its line, or expressed by what it can.
    private async Task<string> LowerAsync(string optimised, CancellationToken cancellationToken)
    {
        string text = InFolder("lower.ll"), lowered = InFolder("lowered.ll"), inlined = InFolder("lowered.bc");
        await llvm.RunAsync("opt", ["-S", "-passes=verify", optimised, "-o", text], cancellationToken);
        string[] lines = await File.ReadAllLinesAsync(text, cancellationToken);
        bool ends = PanicLoops.Rewrite(lines, out IReadOnlyList<string> ended);
        KernelRules.Require(ended);
        if (!WideArithmetic.Rewrite(ended, out IReadOnlyList<string> rewritten) && !ends)
            return optimised;
        await File.WriteAllLinesAsync(lowered, rewritten, cancellationToken);
        await llvm.RunAsync("opt", [
            "-passes=always-inline,function(sroa,instsimplify,simplifycfg),globaldce", lowered, "-o", inlined,
        ], cancellationToken);
        return inlined;
    }

    private async Task<string> CompileAsync(string module, CancellationToken cancellationToken)
    {
        bool isAssembly = arguments.Emit == LinkerOutput.Assembly;
        string compiled = InFolder(isAssembly ? "compiled.s" : "compiled.o");
        string level = Level is "s" or "z" ? "2" : Level;

        // A section prefix such as ".text.unlikely." would make a program of its own out of a cold function; a trap after
        // code that can't go on would be a call to a function that nobody has.
        await llvm.RunAsync("llc", [
            "-O" + level, "-mcpu=" + arguments.Cpu, "-mattr=" + arguments.CpuFeatures, "-profile-guided-section-prefix=false",
            .. arguments.AllowTrap ? (string[])[] : ["-bpf-disable-trap-unreachable"],
            .. arguments.LlvmArguments, isAssembly ? "-filetype=asm" : "-filetype=obj", module, "-o", compiled,
        ], cancellationToken);
        if (isAssembly)
            return compiled;

        string finished = InFolder("finished.o");
        byte[] bytes = await File.ReadAllBytesAsync(compiled, cancellationToken);
        bytes = Finaliser.Finalise(bytes, arguments.Output, arguments.RequiresBtf);
        if (ElfImage.Read(bytes, finished).Find(".BTF") is null)
            log.Write(LinkLogLevel.Warning, $"{arguments.Output}: no BTF; it comes from debug information: debug = 2 in the profile");
        await File.WriteAllBytesAsync(finished, bytes, cancellationToken);
        return finished;
    }

    private string[] Unrolling() => arguments.UnrollLoops
        ? ["-unroll-runtime", "-unroll-runtime-multi-exit", $"-unroll-max-upperbound={uint.MaxValue}", $"-unroll-threshold={uint.MaxValue}"]
        : [];

    private async Task<string[]> ExportsAsync(CancellationToken cancellationToken)
    {
        var names = new List<string>(arguments.Exports);
        foreach (string file in arguments.ExportFiles)
        {
            if (!File.Exists(file))
                throw new BuildException("the list of symbols is not there", file, "--export-symbols names it");
            names.AddRange(await File.ReadAllLinesAsync(file, cancellationToken));
        }

        return [.. names.Select(name => name.Trim()).Where(name => name.Length > 0).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>The argument that names the symbols which stay visible.</summary>
    private async Task<string> PublicAsync(string name, IEnumerable<string> symbols, CancellationToken cancellationToken)
    {
        string file = InFolder(name);
        await File.WriteAllLinesAsync(file, symbols, cancellationToken);
        return "-internalize-public-api-file=" + file;
    }

    private void Dump(string name, string file)
    {
        if (arguments.DumpFolder is not { } folder)
            return;
        Directory.CreateDirectory(folder);
        File.Copy(file, Path.Combine(folder, name), overwrite: true);
    }

    private string InFolder(string name) => Path.Combine(_folder, name);
}
