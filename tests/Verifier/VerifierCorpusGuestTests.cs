using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Corewright.Build.Ebpf;
using Corewright.Build.Guests;
using Corewright.Build.Kernels;
using Corewright.Build.Loaders;
using Corewright.Tests.Guests;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Verifier;

/// <summary>Ordinary Rust loads on the oldest kernels: each snippet of <c>loads/</c>, as the linker leaves it.</summary>
public sealed class VerifierCorpusGuestTests(VerifierCorpusGuestTests.LoadingSnippets snippets)
    : IClassFixture<VerifierCorpusGuestTests.LoadingSnippets>
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(90);

    // Each pair of factors, in the order of the guest's steps: signs, sizes, and products that overflow or just don't.
    private static readonly (ulong A, ulong B)[] s_inputs =
    [
        (7, 3), (unchecked((ulong)-7), 3), (7, unchecked((ulong)-3)), (unchecked((ulong)-7), unchecked((ulong)-3)),
        (0x8000_0000_0000_0000, 1), (ulong.MaxValue, ulong.MaxValue), (0xDEAD_BEEF_1234_5678, 0x0FED_CBA9_8765_4321),
        (0xFFFF_FFFF, 0x1_0000_0001), (0x7FFF_FFFF_FFFF_FFFF, 1), (0x1_0000_0000, 0x8000_0000),
    ];

    [Theory]
    [InlineData("x86_64-5.10")]
    [InlineData("x86_64-7.3")]
    [InlineData("aarch64-5.10")]
    [InlineData("armv7-5.10")]
    public async Task Ordinary_rust_loads(string id)
    {
        GuestOutcome.Complete answer = await RunAsync(id);

        JsonElement check = JsonDocument.Parse(answer.Steps["check"].Output).RootElement;
        var programs = check.GetProperty("programs").EnumerateArray().ToDictionary(
            program => program.GetProperty("name").GetString()!, program => program);
        foreach (string name in SnippetCrate.Of("loads"))
            programs[name].GetProperty("result").GetString().ShouldBe("ok", $"{name} on {id}: {programs[name].GetProperty("log")}");
        check.GetProperty("exit").GetInt32().ShouldBe(0);

        for (int i = 0; i < s_inputs.Length; i++)
        {
            string report = answer.Steps[$"arithmetic-{i}"].Output;
            ulong[] results = [.. JsonDocument.Parse(report).RootElement.GetProperty("globals").GetProperty(".bss").GetProperty("RESULTS")
                .EnumerateArray().Select(element => element.TryGetUInt64(out ulong value) ? value : unchecked((ulong)element.GetInt64()))];
            results.ShouldBe(Expected(s_inputs[i].A, s_inputs[i].B), $"{s_inputs[i]} on {id}");
        }
    }

    private static ulong[] Expected(ulong a, ulong b)
    {
        unchecked
        {
            UInt128 product = (UInt128)a * b, wide = new UInt128(a, b) * new UInt128(b, a);
            Int128 signed = (Int128)(long)a * (long)b;
            bool fits = signed >= long.MinValue && signed <= long.MaxValue;
            long saturated = fits ? (long)signed : signed < 0 ? long.MinValue : long.MaxValue;
            return
            [
                (ulong)Quotient((long)a, (long)b), (ulong)((long)a - (Quotient((long)a, (long)b) * (long)b)),
                (ulong)(long)(int)Quotient((int)a, (int)b), (ulong)(long)(int)((int)a - (Quotient((int)a, (int)b) * (int)b)),
                (ulong)product, (ulong)(product >> 64), (ulong)wide, (ulong)(wide >> 64),
                product > ulong.MaxValue ? ulong.MaxValue : (ulong)product, fits ? (ulong)(long)signed : (ulong)long.MinValue, (ulong)saturated,
            ];
        }
    }

    // C# throws where the smallest number is divided by -1, and Rust wraps. What Rust would divide by zero isn't among the inputs.
    private static long Quotient(long a, long b) => b == -1 ? unchecked(-a) : a / b;

    private async Task<GuestOutcome.Complete> RunAsync(string id)
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        PreparedKernel kernel = await TestGuests.KernelAsync(id);
        var architecture = TestGuests.Architecture(kernel);
        LoaderBinary bpfrun = await new BpfRunBuilder(RepositoryStore.Paths, RepositoryStore.Store).BuildAsync("0.0.0", architecture, cancellation);
        GuestFile[] files =
        [
            new("/job/bpfrun", await File.ReadAllBytesAsync(bpfrun.Path, cancellation), Executable: true),
            new("/job/loads.bpf.o", snippets.Object),
            new("/job/kernel.btf", await File.ReadAllBytesAsync(kernel.Btf, cancellation)),
        ];
        string[] types = kernel.HasOwnBtf ? [] : ["--btf", "/job/kernel.btf"];
        var check = new GuestStep("check", ["/job/bpfrun", "check", "/job/loads.bpf.o", "--json", .. types], s_patience);
        var job = new GuestJob($"verifier corpus on {id}", files, [check, .. s_inputs.Select((input, i) => new GuestStep(
            $"arithmetic-{i}",
            [
                "/job/bpfrun", "run", "/job/loads.bpf.o", "--json", "--only", "arithmetic_results",
                "--set", string.Create(CultureInfo.InvariantCulture, $"INPUTS[0]={input.A}"),
                "--set", string.Create(CultureInfo.InvariantCulture, $"INPUTS[1]={input.B}"), .. types, "--", "true",
            ], s_patience))]);
        GuestOutcome outcome = await TestGuests.Runner().RunAsync(kernel, architecture, job, force: false, cancellation);
        return outcome.ShouldBeOfType<GuestOutcome.Complete>();
    }

    /// <summary>All that loads, in one object.</summary>
    public sealed class LoadingSnippets : IAsyncLifetime
    {
        internal byte[] Object { get; private set; } = [];

        public async ValueTask InitializeAsync()
        {
            using var crate = new SnippetCrate();
            EbpfObject built = await crate.BuildAsync("loads", [.. SnippetCrate.Of("loads")]);
            Object = await File.ReadAllBytesAsync(built.Path);
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
