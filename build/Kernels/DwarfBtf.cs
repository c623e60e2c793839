using System.IO;
using System.Threading;
using System.Threading.Tasks;
using CliWrap;
using CliWrap.Buffered;
using Corewright.Build.Store;

namespace Corewright.Build.Kernels;

/// <summary>BTF made from DWARF by pahole, for kernels that were built without it.</summary>
internal static class DwarfBtf
{
    // "reproducible_build" keeps the order of types the same however many threads work. Functions and variables are what
    // BTF-typed programs need from the kernel itself, which such a kernel can't serve; only types matter here.
    private const string Features = "encode_force,float,enum64,reproducible_build";

    /// <summary>Encodes the raw BTF of a vmlinux.</summary>
    /// <param name="dwarves">The set <c>dwarves</c>.</param>
    /// <param name="vmlinux">With DWARF.</param>
    /// <param name="output">The BTF, raw; overwritten.</param>
    /// <param name="cancellationToken">Ends pahole.</param>
    /// <exception cref="BuildException">pahole failed; its messages are in the exception.</exception>
    public static async Task EncodeAsync(ToolRoot dwarves, string vmlinux, string output, CancellationToken cancellationToken)
    {
        string[] arguments = ["--jobs=2", $"--btf_features={Features}", $"--btf_encode_detached={output}", vmlinux];
        BufferedCommandResult result = await dwarves.Command("usr/bin/pahole", arguments)
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync(cancellationToken);
        if (result.ExitCode != 0 || !File.Exists(output))
            throw new BuildException(
                $"pahole ended with {result.ExitCode}: {result.StandardError.Trim()}", Path.GetFileName(vmlinux));
    }
}
