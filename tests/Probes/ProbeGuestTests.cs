using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Corewright.Build.Guests;
using Corewright.Build.Kernels;
using Corewright.Build.Loaders;
using Corewright.Loader;
using Corewright.Tests.Features;
using Corewright.Tests.Guests;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Probes;

/// <summary>Probes on real kernels, where a feature's plain proof is not enough: one process, many processors, and what goes wrong.</summary>
public class ProbeGuestTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    // attach PROGRAM TARGET, and run nothing
    private static string[] Attach(string program, string target, params string[] more) =>
        ["/bin/bpfrun", "run", $"/job/{(program == "on_beat" ? "usdt_c" : "probes")}.bpf.o", "--only", program, "--attach", $"{program}={target}", .. more, "--json", "--", "true"];

    [Fact]
    public async Task What_is_not_there_is_named_with_what_to_do()
    {
        IReadOnlyDictionary<string, GuestStepResult> steps = await RunAsync("x86_64-7.3", 1, new()
        {
            ["function"] = Attach("on_old_kprobe", "vfs_unlnk"),
            ["place"] = Attach("on_old_kprobe", "vfs_unlink+1"),
            ["place-of-return"] = Attach("on_old_kretprobe", "vfs_unlink+4"),
            ["pattern"] = Attach("on_kprobe_multi", "no_such_function_*"),
            ["symbol"] = Attach("on_library", "/job/probed:answr"),
            ["file"] = Attach("on_library", "/job/nothing:answer"),
            ["library"] = Attach("on_library", "libnothing.so.1:answer"),
            ["script"] = Attach("on_library", "/init:answer"),
            ["malformed"] = Attach("on_library", "/job/probed"),
            ["nothing-said"] = ["/bin/bpfrun", "run", "/job/probes.bpf.o", "--only", "on_library", "--", "true"],
            ["usdt"] = Attach("on_beat", "/job/probed:corewright:bat"),
            ["usdt-none"] = Attach("on_beat", "libc.so.6:libc:setjmp"),
            ["event"] = Attach("on_perf_event", "cpu-cycle"),
            ["tracepoint"] = Attach("on_raw_tracepoint", "sched_process_exek"),
        });

        Fails("function", ExitCode.KernelTooOld, "the kernel has no such function", "did you mean vfs_unlink");
        Fails("place", ExitCode.System, "the kernel lets no probe be put there");
        Fails("place-of-return", ExitCode.Usage, "the target is malformed", "FUNCTION+OFFSET");
        Fails("pattern", ExitCode.System, "no function fits the pattern", "no_such_function_*");
        Fails("symbol", ExitCode.System, "the file has no such function", "answr is in no symbol table of /job/probed; did you mean answer");
        Fails("file", ExitCode.System, "the file can't be opened", "ENOENT", "/job/nothing");
        Fails("library", ExitCode.System, "the file can't be opened", "libnothing.so.1");
        Fails("script", ExitCode.System, "not an ELF file", "/init");
        Fails("malformed", ExitCode.Usage, "the target is malformed", "give PATH:FUNCTION");
        Fails("nothing-said", ExitCode.Usage, "it is not said where to attach it");
        Fails("usdt", ExitCode.System, "the file has no such USDT probe", "/job/probed has others");
        Fails("usdt-none", ExitCode.System, "the file has no such USDT probe", "has no section .note.stapsdt");
        Fails("event", ExitCode.Usage, "no such perf event is known", "cpu-clock");
        Fails("tracepoint", ExitCode.KernelTooOld, "has no tracepoint sched_process_exek");

        void Fails(string step, ExitCode code, params string[] said)
        {
            steps[step].ExitCode.ShouldBe((int)code, steps[step].Error);
            foreach (string text in said)
                steps[step].Error.ShouldContain(text, Case.Sensitive, step);
        }
    }

    [Fact]
    public async Task Thumb_code_is_named_on_armv7()
    {
        IReadOnlyDictionary<string, GuestStepResult> steps = await RunAsync("armv7-7.2", 1, new()
        {
            ["thumb"] = Attach("on_library", "/job/probed:short_answer"),
        });
        steps["thumb"].ExitCode.ShouldBe((int)ExitCode.KernelTooOld);
        steps["thumb"].Error.ShouldContain("it is Thumb code, in which the kernel can't put probes");
    }

    [Theory]
    [InlineData("x86_64-5.10")]
    [InlineData("x86_64-7.3")]
    public async Task One_process_is_watched_and_no_other(string kernel)
    {
        // The program waits two seconds when it is given an argument, so that its process is there before the probes.
        static string[] Watch(string program, string target, string file) =>
        [
            "sh", "-c", $"{file} wait & sleep 1; /bin/bpfrun run /job/{(program == "on_beat" ? "usdt_c" : "probes")}.bpf.o --only {program} "
            + $"--attach {program}={target} --pid $! --json -- sh -c '{file}; sleep 2'",
        ];
        IReadOnlyDictionary<string, GuestStepResult> steps = await RunAsync(kernel, 1, new()
        {
            ["uprobe"] = Watch("on_library", "/job/probed:answer", "/job/probed"),
            ["usdt"] = Watch("on_beat", "/job/movable:corewright:beat", "/job/movable"),
            ["usdt-all"] = Attach("on_beat", "/job/movable:corewright:beat"),
        });

        Global(steps["uprobe"], "LIBRARY_UPROBES").ShouldBe(5);
        Global(steps["usdt"], "hits").ShouldBe(5);
        Global(steps["usdt"], "counter_sum").ShouldBe(15);
        // Without cookies, programs tell probes apart by address, which is another one in each process.
        bool hasCookies = kernel != "x86_64-5.10";
        steps["usdt-all"].ExitCode.ShouldBe(hasCookies ? 0 : (int)ExitCode.KernelTooOld, steps["usdt-all"].Error);
    }

    [Theory]
    [InlineData("x86_64-5.10")]
    [InlineData("x86_64-7.3")]
    public async Task Perf_events_run_on_every_processor_that_is_online(string kernel)
    {
        IReadOnlyDictionary<string, GuestStepResult> steps = await RunAsync(kernel, 3, new()
        {
            ["offline"] = ["sh", "-c", "echo 0 >/sys/devices/system/cpu/cpu1/online; cat /sys/devices/system/cpu/online"],
            ["perf"] = Attach("on_perf_event", "context-switches"),
        });
        steps["offline"].Output.ShouldBe("0,2\n");
        Report(steps["perf"]).GetProperty("programs")[0].GetProperty("links").GetInt32().ShouldBe(2);
        Global(steps["perf"], "PERF_EVENTS").ShouldBeGreaterThan(0);
    }

    [Theory]
    [InlineData("x86_64-5.10", false)]
    [InlineData("x86_64-7.3", true)]
    public async Task A_raw_tracepoint_takes_a_cookie_on_new_kernels(string kernel, bool takes)
    {
        IReadOnlyDictionary<string, GuestStepResult> steps = await RunAsync(kernel, 1, new()
        {
            ["raw"] = Attach("on_raw_tracepoint", "sched_process_exec", "--cookie", "on_raw_tracepoint=5"),
            ["kprobe"] = Attach("on_old_kprobe", "vfs_unlink", "--cookie", "on_old_kprobe=5"),
        });
        steps["raw"].ExitCode.ShouldBe(takes ? 0 : (int)ExitCode.KernelTooOld, steps["raw"].Error);
        steps["kprobe"].ExitCode.ShouldBe(takes ? 0 : (int)ExitCode.KernelTooOld, steps["kprobe"].Error);
        if (!takes)
        {
            steps["raw"].Error.ShouldContain(" has no cookies for raw tracepoints, which program on_raw_tracepoint needs; Linux 6.10 or newer");
            steps["kprobe"].Error.ShouldContain(" has no links to perf events, which program on_old_kprobe needs; Linux 5.15 or newer");
        }
    }

    private static JsonElement Report(GuestStepResult step)
    {
        step.ExitCode.ShouldBe(0, step.Error);
        return JsonDocument.Parse(step.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1]).RootElement;
    }

    private static long Global(GuestStepResult step, string name) => Report(step).GetProperty("globals").EnumerateObject()
        .Select(section => section.Value.TryGetProperty(name, out JsonElement value) ? value.GetInt64() : (long?)null).First(v => v != null)!.Value;

    private static async Task<IReadOnlyDictionary<string, GuestStepResult>> RunAsync(
        string id, int processors, Dictionary<string, string[]> steps)
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        PreparedKernel kernel = await TestGuests.KernelAsync(id);
        var architecture = TestGuests.Architecture(kernel);
        LoaderBinary bpfrun = await new BpfRunBuilder(RepositoryStore.Paths, RepositoryStore.Store).BuildAsync("0.0.0", architecture, cancellation);
        GuestFile[] files =
        [
            new("/bin/bpfrun", await File.ReadAllBytesAsync(bpfrun.Path, cancellation), Executable: true),
            new("/job/probes.bpf.o", await RustObjects.BuildAsync("probes", cancellation)),
            new("/job/usdt_c.bpf.o", await CObjects.BuildAsync("usdt_c", cancellation)),
            new("/job/probed", await ProbedProgram.BuildAsync(architecture.Name), Executable: true),
            .. architecture.Name == "x86_64"
                ? [new GuestFile("/job/movable", await ProbedProgram.BuildMovableAsync("x86_64"), Executable: true)] : Array.Empty<GuestFile>(),
            .. kernel.HasOwnBtf ? Array.Empty<GuestFile>() : [new GuestFile("/job/kernel.btf", await File.ReadAllBytesAsync(kernel.Btf, cancellation))],
        ];
        var job = new GuestJob($"probes on {id}", files, [.. steps.Select(s => new GuestStep(
            s.Key, kernel.HasOwnBtf || s.Value[0] != "/bin/bpfrun" ? s.Value : [.. s.Value[..3], "--btf", "/job/kernel.btf", .. s.Value[3..]], s_patience))]);
        GuestRunner runner = new(RepositoryStore.Store, RepositoryStore.Paths, RepositoryStore.Log) { Processors = processors };
        GuestOutcome outcome = await runner.RunAsync(kernel, architecture, job, force: false, cancellation);
        return outcome.ShouldBeOfType<GuestOutcome.Complete>().Steps;
    }
}
