using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.Loader;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using CliWrap;
using CliWrap.Buffered;
using Corewright.Bpf;
using Corewright.Build;
using Corewright.Build.Loaders;

namespace Corewright.Tests.Generate;

/// <summary>The loader's sources, compiled for .NET with another generated file, and asked to print an event.</summary>
internal sealed class HostedLoader : IDisposable
{
    private readonly AssemblyLoadContext context = new("loader under test", isCollectible: true);
    private readonly Assembly assembly;

    private HostedLoader(string path)
    {
        context.Resolving += (_, name) => name.Name == typeof(Fault).Assembly.GetName().Name ? typeof(Fault).Assembly : null;
        using FileStream stream = File.OpenRead(path);
        assembly = context.LoadFromStream(stream);
    }

    private delegate void TakeBytes(ReadOnlySpan<byte> bytes);

    private delegate ReadOnlySpan<byte> GiveBytes();

    /// <summary>Compiles.</summary>
    /// <param name="generated">What takes the place of <c>generated/Execwatch.cs</c>.</param>
    /// <param name="extra">One more source, or an empty string.</param>
    /// <param name="folder">For intermediate files.</param>
    /// <param name="cancellationToken">Kills the compiler.</param>
    /// <param name="strict">Whether what the repository's .editorconfig says holds for the two files.</param>
    /// <returns>The loader, or the compiler's complaints.</returns>
    internal static async Task<(HostedLoader? Loader, string Errors)> CompileAsync(
        string generated, string extra, string folder, CancellationToken cancellationToken, bool strict = false)
    {
        string name = Path.Combine(folder, Guid.NewGuid().ToString("N"));
        await File.WriteAllTextAsync(name + ".g.cs", generated, cancellationToken);
        await File.WriteAllTextAsync(name + ".x.cs", extra, cancellationToken);
        string rules = Path.Combine(folder, ".editorconfig");
        File.Copy(Path.Combine(RepositoryRoot.Path, ".editorconfig"), rules, overwrite: true);
        string loader = Path.Combine(RepositoryRoot.Path, "packaging", "loader");
        IEnumerable<string> sources = Directory.GetFiles(loader, "*.cs", SearchOption.AllDirectories).Where(f =>
            !f.EndsWith(".Freestanding.cs", StringComparison.Ordinal)
            && Path.GetRelativePath(loader, f).Split('/')[0] is not ("bin" or "obj")
            && Path.GetRelativePath(loader, f) != "generated/Execwatch.cs");
        string runtime = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        IEnumerable<string> references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(':')
            .Where(f => Path.GetDirectoryName(f) == runtime).Append(typeof(Fault).Assembly.Location);
        await File.WriteAllLinesAsync(name + ".rsp",
        [
            "-nologo", "-noconfig", "-target:exe", "-unsafe", "-langversion:14", "-nullable:enable", "-nowarn:CS1591", $"-out:\"{name}.dll\"",
            .. strict ? [$"-analyzerconfig:\"{rules}\""] : (string[])[],
            .. references.Select(r => $"-r:\"{r}\""), .. sources.Select(s => $"\"{s}\""), $"\"{name}.g.cs\"", $"\"{name}.x.cs\"",
        ], cancellationToken);
        BufferedCommandResult result = await Cli.Wrap(DotnetHost.Path)
            .WithArguments(["exec", CompilerPaths.Find().Csc, "-noconfig", $"@{name}.rsp"])
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync(cancellationToken);
        return result.ExitCode == 0 ? (new HostedLoader(name + ".dll"), "") : (null, result.StandardOutput);
    }

    /// <summary>The file of the loader that was compiled last in a folder.</summary>
    internal static string LastAssembly(string folder) => new DirectoryInfo(folder).GetFiles("*.dll").MaxBy(file => file.LastWriteTimeUtc)!.FullName;

    /// <summary>What the generated check of a program says.</summary>
    internal bool LayoutOf(string program) =>
        (bool)assembly.GetType($"Corewright.Loader.{program}.Layout", throwOnError: true)!.GetProperty("Holds")!.GetValue(null)!;

    /// <summary>What <c>--json</c> prints for one sample of the ring buffer; empty if the loader does not know it.</summary>
    internal unsafe string Print(byte[] sample)
    {
        byte* buffer = stackalloc byte[4096];
        object writer = Make("Corewright.Loader.Output.Utf8Writer", Pointer.Box(buffer, typeof(byte*)), 4096, -1);
        object sink = Make("Corewright.Loader.Execwatch.ExecwatchSink");
        sink.GetType().GetMethod("Open")!.Invoke(sink, [writer, writer, true, false]);
        sink.GetType().GetMethod("Take", [typeof(ReadOnlySpan<byte>)])!.CreateDelegate<TakeBytes>(sink)(sample);
        return Encoding.UTF8.GetString(writer.GetType().GetProperty("Written")!.GetMethod!.CreateDelegate<GiveBytes>(writer)());
    }

    /// <summary>What the generated check says.</summary>
    internal bool LayoutHolds => LayoutOf("Execwatch");

    public void Dispose() => context.Unload();

    private object Make(string type, params object[] arguments) =>
        assembly.GetType(type, throwOnError: true)!.GetConstructors().Single().Invoke(arguments);
}
