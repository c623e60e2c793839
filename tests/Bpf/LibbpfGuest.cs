using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using Corewright.Build;
using Corewright.Build.Guests;
using Corewright.Build.Kernels;
using Corewright.Build.Matrix;
using Corewright.Build.Store;
using Corewright.Tests.Guests;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Bpf;

/// <summary>
/// Lets libbpf itself resolve relocations for the BTF of any kernel: in one guest, each kernel's BTF takes the place of the running
/// one's. Loading fails for most, which doesn't matter: by then everything is relocated, and libbpf has told how.
/// </summary>
internal static partial class LibbpfGuest
{
    private const string Running = "x86_64-7.3";
    private static readonly string[] s_libraries =
        ["libc.so.6", "libcap.so.2", "libcrypto.so.3", "libelf.so.1", "libz.so.1", "libzstd.so.1", "ld-linux-x86-64.so.2"];

    // The candidates that libbpf tries take most of the log, and nothing here asks for them.
    private const string Script = """
        kernel=$1
        shift
        zcat "/golden/$kernel.gz" >/tmp/btf
        mount -o bind /tmp/btf /sys/kernel/btf/vmlinux
        for name in "$@"; do
            echo "object $name"
            /golden/ld-linux-x86-64.so.2 --library-path /golden /golden/bpftool -d prog loadall "/golden/$name.o" /sys/fs/bpf/golden 2>&1 \
                | grep "^libbpf: prog '[^']*': relo #" | grep -v ' candidate #'
            rm -rf /sys/fs/bpf/golden
        done
        umount /sys/kernel/btf/vmlinux
        """;

    /// <summary>Resolves every relocation of every object for every kernel.</summary>
    public static async Task<GoldenTable> ResolveAsync(IReadOnlyList<PreparedKernel> kernels)
    {
        IReadOnlyDictionary<string, byte[]> objects = await GoldenObjects.Get();
        ToolRoot tools = await RepositoryStore.Store.OpenAsync("libbpf", TestContext.Current.CancellationToken);
        var files = new List<GuestFile> { new("/golden/bpftool", File.ReadAllBytes(tools.File("usr/sbin/bpftool")), Executable: true) };
        foreach (string library in s_libraries)
            files.Add(new GuestFile($"/golden/{library}", File.ReadAllBytes(tools.File("usr/lib/x86_64-linux-gnu/" + library)), Executable: true));
        foreach ((string name, byte[] content) in objects)
            files.Add(new GuestFile($"/golden/{name}.o", content));
        files.Add(new GuestFile("/golden/run", System.Text.Encoding.UTF8.GetBytes(Script.ReplaceLineEndings("\n"))));
        var table = new GoldenTable();
        var steps = new List<GuestStep>
        {
            new("version", ["sh", "-c", "/golden/ld-linux-x86-64.so.2 --library-path /golden /golden/bpftool version"], TimeSpan.FromSeconds(60)),
        };
        foreach (PreparedKernel kernel in kernels)
        {
            byte[] btf = await File.ReadAllBytesAsync(kernel.Btf, TestContext.Current.CancellationToken);
            table.Kernels.Add(kernel.Kernel.Id, ContentDigest.Of(btf)[..16]);
            files.Add(new GuestFile($"/golden/{kernel.Kernel.Id}.gz", Compress(btf)));
            steps.Add(new GuestStep(Step(kernel), ["sh", "/golden/run", kernel.Kernel.Id, .. objects.Keys], TimeSpan.FromSeconds(180)));
        }
        PreparedKernel running = await TestGuests.KernelAsync(Running);
        GuestOutcome.Complete answer = (await TestGuests.Runner().RunAsync(
            running, TestGuests.Architecture(running), new GuestJob("libbpf's relocations", files, steps), force: false,
            TestContext.Current.CancellationToken)).ShouldBeOfType<GuestOutcome.Complete>();
        table.Libbpf = Version().Match(answer.Steps["version"].Output).Groups["version"].Value;
        foreach (PreparedKernel kernel in kernels)
            table.Columns.Add(kernel.Kernel.Id, GoldenCells.Sort(Read(answer.Steps[Step(kernel)].Output)));
        return table;
    }

    private static string Step(PreparedKernel kernel) => kernel.Kernel.Id.Replace('.', '-').Replace('_', '-');

    private static byte[] Compress(byte[] content)
    {
        using var result = new MemoryStream();
        using (var stream = new GZipStream(result, CompressionLevel.Fastest))
            stream.Write(content);
        return result.ToArray();
    }

    private static IEnumerable<(string Key, string Cell)> Read(string output)
    {
        foreach (string part in output.Split("object ")[1..])
        {
            string name = part[..part.IndexOf('\n')], log = part[(name.Length + 1)..];
            if (Refused().Match(log) is { Success: true } refused)
            {
                ulong divisor = refused.Groups["bits"].Success ? 8u : 1;
                yield return (name + " 0", $"{Number(refused, "other") / divisor}!={Number(refused, "first") / divisor}");
                continue;
            }
            // The second line of a load that was given another width comes right after the one that belongs to it.
            Dictionary<(string, string), string> widths = Width().Matches(log)
                .ToDictionary(m => (m.Groups["program"].Value, m.Groups["instruction"].Value), m => ":" + m.Groups["width"].Value);
            foreach (RelocationOutcome outcome in LibbpfLog.Parse(log))
            {
                string instruction = outcome.Instruction.ToString(CultureInfo.InvariantCulture);
                string width = widths.GetValueOrDefault((outcome.Program, instruction), "");
                yield return GoldenCells.Of(name, outcome, width);
            }
        }
    }

    private static ulong Number(Match match, string group) => ulong.Parse(match.Groups[group].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"prog '(?<program>\w+)': relo #\d+: patched insn #(?<instruction>\d+) \(LDX/ST/STX\) mem_sz \d+ -> (?<width>\d+)")]
    private static partial Regex Width();

    [GeneratedRegex(@"(?<bits>field offset ambiguity: )?(?:relocation decision ambiguity: )?(?:success )?(?<other>\d+) != (?:success )?(?<first>\d+)")]
    private static partial Regex Refused();

    [GeneratedRegex(@"using libbpf (?<version>\S+)")]
    private static partial Regex Version();
}
