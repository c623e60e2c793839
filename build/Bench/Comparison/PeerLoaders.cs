using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using CliWrap;
using CliWrap.Buffered;
using Corewright.Build.Guests;
using Corewright.Build.Store;

namespace Corewright.Build.Bench.Comparison;

/// <summary>Builds what users would pick instead, from the sources in <c>build/Bench/peers</c> and the store's packages.</summary>
/// <param name="paths">Where things are.</param>
/// <param name="store">Brings the sets.</param>
/// <param name="objects">What they carry.</param>
internal sealed class PeerLoaders(BuildPaths paths, IToolStore store, BenchObjects objects)
{
    // Where Debian's source packages for Go lie.
    private const string GoRoot = "usr/lib/go-1.26", GoPath = "usr/share/gocode";
    private readonly string _work = Path.Combine(paths.Intermediate, "bench", "peers");

    /// <summary>The program that measures all of them in the guest.</summary>
    internal async Task<GuestFile> MeasureAsync(CancellationToken cancellationToken)
    {
        string path = await new MuslProgram(store, Path.Combine(_work, "measure"))
            .BuildAsync("measure", Sources("measure"), [], cancellationToken);
        return new("/job/measure", await File.ReadAllBytesAsync(path, cancellationToken), Executable: true);
    }

    /// <summary>C and libbpf, static with musl.</summary>
    /// <exception cref="BuildException">It does not build.</exception>
    internal async Task<Contender> LibbpfAsync(CancellationToken cancellationToken)
    {
        string work = Path.Combine(_work, "libbpf");
        CopyObjects(work);
        // zlib before libelf: both have a crc32, and the linker takes the first.
        string[] archives = [.. new[] { "libbpf.a", "libz.a", "libelf.a" }.Select(a => "usr/lib/x86_64-linux-gnu/" + a)];
        string path = await new MuslProgram(store, work).BuildAsync("loader", Sources("libbpf"), archives, cancellationToken);
        return await ContenderAsync("libbpf 1.7, static musl", "/job/libbpf", path, cancellationToken);
    }

    /// <summary>Go and cilium/ebpf.</summary>
    /// <exception cref="BuildException">It does not build.</exception>
    internal async Task<Contender> CiliumAsync(CancellationToken cancellationToken)
    {
        ToolRoot go = await store.OpenAsync("bench-go", cancellationToken);
        string work = Path.Combine(_work, "cilium"), output = Path.Combine(work, "loader");
        CopyObjects(work);
        foreach (string source in Directory.EnumerateFiles(Sources("cilium"), "*.go"))
            File.Copy(source, Path.Combine(work, Path.GetFileName(source)), overwrite: true);
        // Debian's packages are laid out for builds without modules; nothing of the user's own set-up counts.
        var variables = new Dictionary<string, string?>
        {
            ["GOROOT"] = go.File(GoRoot),
            ["GOPATH"] = go.File(GoPath),
            ["GO111MODULE"] = "off",
            ["GOENV"] = "off",
            ["GOFLAGS"] = "",
            ["GOTOOLCHAIN"] = "local",
            ["GOTELEMETRY"] = "off",
            ["CGO_ENABLED"] = "0",
            ["GOCACHE"] = Path.Combine(_work, "go-cache"),
            ["GOOS"] = "linux",
            ["GOARCH"] = "amd64",
        };
        BufferedCommandResult result = await Cli.Wrap(go.File(GoRoot + "/bin/go"))
            .WithArguments(["build", "-trimpath", "-buildvcs=false", "-ldflags=-s -w", "-o", output, "."])
            .WithWorkingDirectory(work)
            .WithEnvironmentVariables(variables)
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync(cancellationToken);
        if (result.ExitCode != 0)
            throw new BuildException($"go ended with exit code {result.ExitCode}:\n{result.StandardError.Trim()}", Sources("cilium"));
        return await ContenderAsync("Go, cilium/ebpf 0.22", "/job/cilium", output, cancellationToken);
    }

    private async Task<Contender> ContenderAsync(string name, string guestPath, string path, CancellationToken cancellationToken)
    {
        byte[] content = await File.ReadAllBytesAsync(path, cancellationToken);
        return new Contender(name, [new(guestPath, content, Executable: true)], [guestPath, "0"], [guestPath, "1"],
            content.Length - objects.Start.SizeBytes - objects.Drain.SizeBytes);
    }

    private void CopyObjects(string work)
    {
        Directory.CreateDirectory(work);
        File.Copy(objects.Start.Path, Path.Combine(work, "start.bpf.o"), overwrite: true);
        File.Copy(objects.Drain.Path, Path.Combine(work, "drain.bpf.o"), overwrite: true);
    }

    private string Sources(string peer) => Path.Combine(paths.Root, "build", "Bench", "peers", peer);
}
