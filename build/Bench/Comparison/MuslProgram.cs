using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using CliWrap;
using CliWrap.Buffered;
using Corewright.Build.Ebpf;
using Corewright.Build.Store;

namespace Corewright.Build.Bench.Comparison;

/// <summary>Makes static x86_64 programs of C with the store's clang, ld.lld and musl (set <c>bench-libbpf</c>), as small as they get.</summary>
/// <param name="store">Brings the sets.</param>
/// <param name="work">Where intermediate files go.</param>
internal sealed class MuslProgram(IToolStore store, string work)
{
    private const string LibraryFolder = "usr/lib/x86_64-linux-musl/", LlvmBin = "usr/lib/llvm-22/bin/";

    /// <summary>Compiles and links.</summary>
    /// <param name="name">What it is called.</param>
    /// <param name="folder">Every <c>.c</c> and <c>.s</c> file in it goes in.</param>
    /// <param name="archives">Static libraries of the set, in the linker's order.</param>
    /// <param name="cancellationToken">Ends the tools.</param>
    /// <returns>The program's path.</returns>
    /// <exception cref="BuildException">It does not compile or link.</exception>
    internal async Task<string> BuildAsync(
        string name, string folder, IReadOnlyList<string> archives, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(work);
        ToolRoot libraries = await store.OpenAsync("bench-libbpf", cancellationToken);
        ToolRoot toolchain = await store.OpenAsync("toolchain", cancellationToken);
        var compiler = new CCompiler(store);
        var objects = new List<string>();
        foreach (string source in Directory.EnumerateFiles(folder).Where(f => Path.GetExtension(f) is ".c" or ".s").Order())
        {
            string output = Path.Combine(work, $"{name}-{Path.GetFileNameWithoutExtension(source)}.o");
            string[] include = ["usr/include/x86_64-linux-musl", "usr/include", "usr/include/x86_64-linux-gnu"];
            // .incbin finds its file where the linker's other inputs are.
            string[] options = Path.GetExtension(source) == ".c"
                ? ["-Os", "-Wall", "-Werror", "-fno-pie", "-fno-stack-protector", "-ffunction-sections", "-fdata-sections",
                    "-fno-asynchronous-unwind-tables", .. include.SelectMany(i => new[] { "-isystem", libraries.File(i) })]
                : ["-Wno-unused-command-line-argument", "-I", work];
            await compiler.RunAsync(["-target", "x86_64-linux-musl", .. options, "-c", source, "-o", output], source, cancellationToken);
            objects.Add(output);
        }

        // Unwind tables, which nobody reads, are left out of our own loader too.
        var slim = new List<string>();
        foreach (string archive in archives.Append(LibraryFolder + "libc.a"))
        {
            string copy = Path.Combine(work, Path.GetFileName(archive));
            await RunAsync(toolchain, "llvm-objcopy", ["--remove-section=.eh_frame", libraries.File(archive), copy], cancellationToken);
            slim.Add(copy);
        }

        string program = Path.Combine(work, name);
        await RunAsync(toolchain, "ld.lld", [
            "-static", "--gc-sections", "--icf=all", "--strip-all", "-z", "noexecstack", "-o", program,
            libraries.File(LibraryFolder + "crt1.o"), libraries.File(LibraryFolder + "crti.o"), .. objects,
            "--start-group", .. slim, "--end-group", libraries.File(LibraryFolder + "crtn.o"),
        ], cancellationToken);
        return program;
    }

    private static async Task RunAsync(
        ToolRoot toolchain, string tool, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        BufferedCommandResult result = await toolchain.Command(LlvmBin + tool, arguments)
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync(cancellationToken);
        if (result.ExitCode != 0)
            throw new BuildException($"{tool} ended with exit code {result.ExitCode}:\n{result.StandardError.Trim()}", arguments[^1]);
    }
}
