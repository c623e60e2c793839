using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Threading;
using System.Threading.Tasks;
using Corewright.Build.Plan;
using Corewright.Build.Store;

namespace Corewright.Build.Loaders;

/// <summary>
/// The steps from C# sources to a static executable that needs nothing on the target. The tests compile small programs
/// with it, <see cref="LoaderBuilder"/> the loaders.
/// </summary>
internal sealed class FreestandingBuild
{
    private readonly BuildPaths _paths;
    private readonly StepCache _cache;
    private readonly CSharpCompiler _csc;
    private readonly AheadOfTimeCompiler _ilc;
    private readonly ObjectTrimmer _trimmer;
    private readonly Assembler _assembler;
    private readonly StaticLinker _linker;

    private readonly bool _debug;

    private FreestandingBuild(BuildPaths paths, ToolRoot toolchain, CompilerPaths compilers, bool debug)
    {
        _paths = paths;
        _debug = debug;
        _cache = new StepCache(Path.Combine(paths.Intermediate, "loaders"));
        _csc = new CSharpCompiler(paths, compilers, _cache);
        _ilc = new AheadOfTimeCompiler(compilers, _cache);
        _trimmer = new ObjectTrimmer(toolchain, _cache);
        _assembler = new Assembler(toolchain, _cache);
        _linker = new StaticLinker(toolchain, _cache);
    }

    /// <summary>Finds the tools.</summary>
    /// <param name="paths">Where things are.</param>
    /// <param name="store">Brings llvm-mc and ld.lld.</param>
    /// <param name="cancellationToken">Ends a download.</param>
    /// <param name="debug">
    /// For debug builds: nothing is optimised, and a fault names the file and the line. Other builds print addresses, for which
    /// <see cref="SymbolsAsync"/> keeps what is needed.
    /// </param>
    public static async Task<FreestandingBuild> OpenAsync(
        BuildPaths paths, IToolStore store, CancellationToken cancellationToken, bool debug = false)
    {
        var toolchain = await store.OpenAsync("toolchain", cancellationToken);
        return new FreestandingBuild(paths, toolchain, CompilerPaths.Find(), debug);
    }

    /// <summary>SHA-256 of a file in lower-case hex.</summary>
    public string Digest(string path) => _cache.Digest(path);

    /// <summary>C# to an assembly that serves every architecture.</summary>
    /// <param name="name">The assembly's name.</param>
    /// <param name="sources">Files relative to the root, or absolute; the core library's among them.</param>
    /// <param name="cancellationToken">Kills the compiler.</param>
    public Task<string> CompileAsync(string name, IReadOnlyList<string> sources, CancellationToken cancellationToken) =>
        _csc.CompileAsync(name, sources, _debug, cancellationToken);

    /// <summary>An assembly and the architecture's own assembly files to object files.</summary>
    /// <param name="assembly">What <see cref="CompileAsync"/> made.</param>
    /// <param name="architecture">What for.</param>
    /// <param name="cancellationToken">Kills the compilers.</param>
    public async Task<IReadOnlyList<string>> ObjectsAsync(
        string assembly, Architecture architecture, CancellationToken cancellationToken)
    {
        var compiled = _ilc.CompileAsync(assembly, architecture, _debug, cancellationToken);
        var assembled = AssembliesAsync(architecture, cancellationToken);
        string code = await _trimmer.TrimAsync(await compiled, architecture, keepDebug: false, cancellationToken);
        string[] lines = _debug ? [await LinesAsync(await compiled, architecture, cancellationToken)] : [];
        return [.. await assembled, code, .. lines];
    }

    /// <summary>
    /// The file for debuggers that belongs to an executable: it tells which file and line an address is. The executable itself stays
    /// as it is.
    /// </summary>
    /// <param name="name">What the executable is called.</param>
    /// <param name="assembly">What <see cref="CompileAsync"/> made.</param>
    /// <param name="objects">What <see cref="LinkAsync"/> was given.</param>
    /// <param name="architecture">What for.</param>
    /// <param name="buildId">What the executable's build id note says.</param>
    /// <param name="cancellationToken">Kills the tools.</param>
    public async Task<string> SymbolsAsync(
        string name, string assembly, IReadOnlyList<string> objects, Architecture architecture, string buildId, CancellationToken cancellationToken)
    {
        string compiled = await _ilc.CompileAsync(assembly, architecture, _debug, cancellationToken);
        string bare = await _trimmer.TrimAsync(compiled, architecture, keepDebug: false, cancellationToken);
        string full = await _trimmer.TrimAsync(compiled, architecture, keepDebug: true, cancellationToken);
        string linked = await _linker.LinkAsync(
            name, [.. objects.Select(o => o == bare ? full : o)], architecture, buildId, symbols: true, cancellationToken);
        return await _trimmer.SymbolsAsync(linked, cancellationToken);
    }

    /// <summary>One assembly file to an object file.</summary>
    /// <param name="source">The file.</param>
    /// <param name="architecture">What for.</param>
    /// <param name="cancellationToken">Kills the assembler.</param>
    public Task<string> AssembleAsync(string source, Architecture architecture, CancellationToken cancellationToken) =>
        _assembler.AssembleAsync(source, architecture, "", cancellationToken);

    private async Task<IReadOnlyList<string>> AssembliesAsync(Architecture architecture, CancellationToken cancellationToken)
    {
        string folder = Path.Combine(_paths.Packaging, "corlib", architecture.Name);
        if (!Directory.Exists(folder))
            throw new BuildException("the core library has no assembly for this architecture", folder);
        var sources = Directory.EnumerateFiles(folder, "*.s").Order(StringComparer.Ordinal);
        return await Task.WhenAll(sources.Select(s => AssembleAsync(s, architecture, cancellationToken)));
    }

    private async Task<string> LinesAsync(string compiled, Architecture architecture, CancellationToken cancellationToken)
    {
        byte[] section = await File.ReadAllBytesAsync(
            await _trimmer.ExtractAsync(compiled, ".debug_line", cancellationToken), cancellationToken);
        byte[] table = LineTableWriter.Write(LineProgram.Read(section), CSharpCompiler.MappedRoot + "/");
        return await CarryAsync("lines", table, architecture, cancellationToken);
    }

    /// <summary>A payload to an object file that holds it, read-only, between two symbols.</summary>
    /// <param name="payload">The bytes.</param>
    /// <param name="architecture">What for.</param>
    /// <param name="cancellationToken">Kills the assembler.</param>
    public Task<string> PayloadAsync(byte[] payload, Architecture architecture, CancellationToken cancellationToken) =>
        CarryAsync("payload", payload, architecture, cancellationToken);

    /// <summary>Object files to an executable.</summary>
    /// <param name="name">What it is called.</param>
    /// <param name="objects">The object files, in order.</param>
    /// <param name="architecture">What for.</param>
    /// <param name="buildId">What its build id note says: hex digits.</param>
    /// <param name="cancellationToken">Kills the linker.</param>
    public Task<string> LinkAsync(
        string name, IReadOnlyList<string> objects, Architecture architecture, string buildId, CancellationToken cancellationToken) =>
        _linker.LinkAsync(name, objects, architecture, buildId, symbols: false, cancellationToken);

    // Bytes to an object file that holds them, read-only, between two symbols.
    private async Task<string> CarryAsync(string what, byte[] bytes, Architecture architecture, CancellationToken cancellationToken)
    {
        string digest = Convert.ToHexStringLower(SHA256.HashData(bytes));
        string data = await _cache.GetAsync(
            what, digest, what + ".bin", path => File.WriteAllBytesAsync(path, bytes, cancellationToken), cancellationToken);
        string source = await _cache.GetAsync(
            what, digest, what + ".s", path => File.WriteAllTextAsync(path, CarrierAssembly(what), cancellationToken), cancellationToken);
        return await _assembler.AssembleAsync(source, architecture, _cache.Digest(data), cancellationToken);
    }

    // No comment character is the same for the three architectures, so there is none.
    private static string CarrierAssembly(string what) =>
        $"""
            .section .rodata.{what}, "a"
            .balign 8
            .globl cw_{what}_start
            .globl cw_{what}_end
        cw_{what}_start:
            .incbin "{what}.bin"
        cw_{what}_end:

        """;
}
