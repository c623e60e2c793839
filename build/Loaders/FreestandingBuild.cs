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

    private FreestandingBuild(BuildPaths paths, ToolRoot toolchain, CompilerPaths compilers)
    {
        _paths = paths;
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
    public static async Task<FreestandingBuild> OpenAsync(BuildPaths paths, IToolStore store, CancellationToken cancellationToken)
    {
        var toolchain = await store.OpenAsync("toolchain", cancellationToken);
        return new FreestandingBuild(paths, toolchain, CompilerPaths.Find());
    }

    /// <summary>SHA-256 of a file in lower-case hex.</summary>
    public string Digest(string path) => _cache.Digest(path);

    /// <summary>C# to an assembly that serves every architecture.</summary>
    /// <param name="name">The assembly's name.</param>
    /// <param name="sources">Files relative to the root, or absolute; the core library's among them.</param>
    /// <param name="cancellationToken">Kills the compiler.</param>
    public Task<string> CompileAsync(string name, IReadOnlyList<string> sources, CancellationToken cancellationToken) =>
        _csc.CompileAsync(name, sources, cancellationToken);

    /// <summary>An assembly and the architecture's own assembly files to object files.</summary>
    /// <param name="assembly">What <see cref="CompileAsync"/> made.</param>
    /// <param name="architecture">What for.</param>
    /// <param name="cancellationToken">Kills the compilers.</param>
    public async Task<IReadOnlyList<string>> ObjectsAsync(
        string assembly, Architecture architecture, CancellationToken cancellationToken)
    {
        string folder = Path.Combine(_paths.Packaging, "corlib", architecture.Name);
        if (!Directory.Exists(folder))
            throw new BuildException("the core library has no assembly for this architecture", folder);
        var sources = Directory.EnumerateFiles(folder, "*.s").Order(StringComparer.Ordinal);
        return await Task.WhenAll(
        [
            .. sources.Select(s => _assembler.AssembleAsync(s, architecture, "", cancellationToken)),
            CodeAsync(assembly, architecture, cancellationToken),
        ]);
    }

    private async Task<string> CodeAsync(string assembly, Architecture architecture, CancellationToken cancellationToken)
    {
        string compiled = await _ilc.CompileAsync(assembly, architecture, cancellationToken);
        return await _trimmer.TrimAsync(compiled, architecture, cancellationToken);
    }

    /// <summary>A payload to an object file that holds it, read-only, between two symbols.</summary>
    /// <param name="payload">The bytes.</param>
    /// <param name="architecture">What for.</param>
    /// <param name="cancellationToken">Kills the assembler.</param>
    public async Task<string> PayloadAsync(byte[] payload, Architecture architecture, CancellationToken cancellationToken)
    {
        string digest = Convert.ToHexStringLower(SHA256.HashData(payload));
        string data = await _cache.GetAsync(
            "payload", digest, "payload.bin", path => File.WriteAllBytesAsync(path, payload, cancellationToken), cancellationToken);
        string source = await _cache.GetAsync(
            "payload", digest, "payload.s", path => File.WriteAllTextAsync(path, PayloadAssembly, cancellationToken), cancellationToken);
        return await _assembler.AssembleAsync(source, architecture, _cache.Digest(data), cancellationToken);
    }

    /// <summary>Object files to an executable.</summary>
    /// <param name="name">What it is called.</param>
    /// <param name="objects">The object files, in order.</param>
    /// <param name="architecture">What for.</param>
    /// <param name="buildId">What its build id note says: hex digits.</param>
    /// <param name="cancellationToken">Kills the linker.</param>
    public Task<string> LinkAsync(
        string name, IReadOnlyList<string> objects, Architecture architecture, string buildId, CancellationToken cancellationToken) =>
        _linker.LinkAsync(name, objects, architecture, buildId, cancellationToken);

    // No comment character is the same for the three architectures, so there is none.
    private const string PayloadAssembly =
        """
            .section .rodata.payload, "a"
            .balign 8
            .globl cw_payload_start
            .globl cw_payload_end
        cw_payload_start:
            .incbin "payload.bin"
        cw_payload_end:

        """;
}
