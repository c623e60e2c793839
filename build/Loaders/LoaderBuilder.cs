using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Threading;
using System.Threading.Tasks;
using Corewright.Build.Ebpf.Generate;
using Corewright.Build.Plan;
using Corewright.Build.Progress;
using Corewright.Build.Store;

namespace Corewright.Build.Loaders;

/// <summary>
/// Makes static loaders: C# is compiled once, then compiled ahead of time, assembled and linked for each architecture at the
/// same time. Every step is cached by what goes into it.
/// </summary>
/// <param name="paths">Where things are.</param>
/// <param name="store">Brings llvm-mc and ld.lld.</param>
/// <param name="log">Hears what came out.</param>
public sealed class LoaderBuilder(BuildPaths paths, IToolStore store, IProgressLog log)
{
    /// <summary>The most that a loader may have besides its payload, in bytes.</summary>
    public const long CodeLimitBytes = 160 * 1024;

    /// <summary>How the file is called that lies beside a loader and tells which file and line an address is.</summary>
    public const string SymbolsEnding = ".debug";

    /// <summary>Makes the loaders of one program.</summary>
    /// <param name="request">What goes into them.</param>
    /// <param name="cancellationToken">Kills the compilers.</param>
    /// <returns>The loaders, in the order of the request's architectures.</returns>
    /// <exception cref="BuildException">A source does not compile or link, or a loader is too large.</exception>
    public async Task<IReadOnlyList<LoaderBinary>> BuildAsync(LoaderRequest request, CancellationToken cancellationToken)
    {
        string program = request.Object.Program;
        var freestanding = await FreestandingBuild.OpenAsync(paths, store, cancellationToken);
        var debug = await FreestandingBuild.OpenAsync(paths, store, cancellationToken, debug: true);
        using var work = log.Begin(program, request.Architectures.Count + 1, ProgressUnit.Steps);
        work.Report("compiling C#");
        string features = await FeatureSource.WriteAsync(
            Path.Combine(paths.Intermediate, "loaders"), program, request.Object.Path, cancellationToken);
        string chosen = await ChosenProgramSource.WriteAsync(
            Path.Combine(paths.Intermediate, "loaders"), program, request.Sink, paths, cancellationToken);
        string[] sources = [.. FreestandingSources.Loader(paths, request.Sink), .. request.GeneratedSources, features, chosen];
        work.Advance(1);
        work.Report("compiling and linking for the architectures");
        return await Task.WhenAll(request.Architectures.Select(async architecture =>
        {
            var binary = architecture.Flavour == LoaderFlavour.Bcl
                ? await PublishAsync(request, chosen, architecture, cancellationToken)
                : await LinkAsync(
                    architecture.Flavour == LoaderFlavour.Debug ? debug : freestanding, request, sources, architecture, cancellationToken);
            work.Advance(1);
            return binary;
        }));
    }

    private async Task<LoaderBinary> LinkAsync(
        FreestandingBuild freestanding, LoaderRequest request, IReadOnlyList<string> sources, Architecture architecture, CancellationToken cancellationToken)
    {
        string program = request.Object.Program;
        string assembly = await freestanding.CompileAsync(program, sources, cancellationToken);
        await CheckTypesAsync(assembly, request, cancellationToken);
        var code = await freestanding.ObjectsAsync(assembly, architecture, cancellationToken);
        var pieces = await PiecesAsync(request, architecture, cancellationToken);
        string buildId = BuildId.Of(freestanding, code, pieces);
        byte[] payload = PayloadWriter.Write([.. pieces, PayloadPieces.Text(PayloadKind.BuildId, buildId)]);
        string carrier = await freestanding.PayloadAsync(payload, architecture, cancellationToken);
        string linked = await freestanding.LinkAsync(program, [.. code, carrier], architecture, buildId, cancellationToken);
        string symbols = await freestanding.SymbolsAsync(program, assembly, [.. code, carrier], architecture, buildId, cancellationToken);
        string path = Publish(linked, $"{program}-{architecture.Name}");
        Publish(symbols, $"{program}-{architecture.Name}{SymbolsEnding}");

        long size = new FileInfo(path).Length;
        var binary = new LoaderBinary(program, architecture.Name, path, size, payload.Length, freestanding.Digest(linked));
        ReportSize(binary, architecture.Flavour);
        return binary;
    }

    private async Task<LoaderBinary> PublishAsync(
        LoaderRequest request, string chosen, Architecture architecture, CancellationToken cancellationToken)
    {
        string program = request.Object.Program;
        var pieces = await PiecesAsync(request, architecture, cancellationToken);
        string buildId = StepCache.Key([.. pieces.Select(p => Convert.ToHexStringLower(SHA256.HashData(p.Data)))])[..BuildId.HexDigits];
        byte[] payload = PayloadWriter.Write([.. pieces, PayloadPieces.Text(PayloadKind.BuildId, buildId)]);
        BclLoader published = await new BclPublisher(paths).PublishAsync(program, payload, chosen, architecture, cancellationToken);
        await CheckTypesAsync(published.Assembly, request, cancellationToken);
        string path = Publish(published.Executable, $"{program}-{architecture.Name}");
        byte[] bytes = await File.ReadAllBytesAsync(path, cancellationToken);
        return new LoaderBinary(
            program, architecture.Name, path, bytes.Length, payload.Length, Convert.ToHexStringLower(SHA256.HashData(bytes)));
    }

    private static async Task CheckTypesAsync(string assembly, LoaderRequest request, CancellationToken cancellationToken)
    {
        if (!request.SharesTypes || request.Sink != request.Object.Program)
            return;
        byte[] bytes = await File.ReadAllBytesAsync(request.Object.Path, cancellationToken);
        CompiledTypes.Check(assembly, ModuleReader.Read(request.Object.Program, bytes, request.Object.Path));
    }

    private static async Task<List<PayloadEntry>> PiecesAsync(
        LoaderRequest request, Architecture architecture, CancellationToken cancellationToken)
    {
        var pieces = new List<PayloadEntry>
        {
            PayloadPieces.Text(PayloadKind.Version, request.Version),
            await PayloadPieces.FileAsync(PayloadKind.Object, request.Object.Program, request.Object.Path, cancellationToken),
        };
        foreach (var btf in request.Btf.GetValueOrDefault(architecture.Name, []))
            pieces.Add(await PayloadPieces.FileAsync(PayloadKind.Btf, btf.Release, btf.Path, cancellationToken));
        return pieces;
    }

    private string Publish(string linked, string name)
    {
        Directory.CreateDirectory(paths.LoaderArtifacts);
        string path = Path.Combine(paths.LoaderArtifacts, name);
        string fresh = $"{path}.{Environment.ProcessId}";
        File.Copy(linked, fresh, overwrite: true);
        File.Move(fresh, path, overwrite: true);
        return path;
    }

    private void ReportSize(LoaderBinary binary, LoaderFlavour flavour)
    {
        long code = binary.SizeBytes - binary.PayloadBytes;
        string sizes = string.Create(
            CultureInfo.InvariantCulture, $"{binary.SizeBytes} bytes: {code} of code, {binary.PayloadBytes} of payload");
        if (code > CodeLimitBytes && flavour == LoaderFlavour.Freestanding)
            throw new BuildException($"the loader has {sizes}; the code may have at most {CodeLimitBytes}", binary.Path);
        log.Verbose($"{Path.GetFileName(binary.Path)} has {sizes}");
    }
}
