using System;
using System.Collections.Generic;
using System.Text;
using System.Threading.Tasks;
using Corewright.Bpf.Kernel;
using Corewright.Tests.Features;

namespace Corewright.Tests.Programs;

// How to add a program
//   1. Write the program: its crate, its types and its sink; execwatch is the pattern.
//   2. Add a class to tests/Programs/Cases/ that implements IProgramCase; it is found by itself. Cases/Execwatch.cs is the pattern.
//   3. Try it:
//        PROGRAMS=netwatch KERNELS=x86_64-7.3 dotnet tests/bin/Debug/net10.0/Corewright.Tests.dll -class '*ProgramTests*'
//      PROGRAMS takes names and prefixes with a *; without either variable, everything runs on every kernel of the features.
// Each kernel is booted once for all programs. There, modules are loaded, Setup is run, and then, run by run,
//   /job/<program> --json <Arguments>
// is started; once it says that it is attached, the run's Workload is run; then the loader gets SIGTERM. From Since on, the workload
// and the loader must end with 0, every line of --json must be an object with an "event", no event may be lost, and the run's
// Proves must hold. Below it, the loader must end with exit code 5, one line on standard error, and that line must hold Missing.
//
// A workload is a script for busybox' shell. /bin has the applets of BaseInitramfs.cs; any other one is `busybox nc`, `busybox ip`.
// It has $LOADER, the process; $OUT and $ERR, the files with what the loader wrote so far; $RESULTS, a folder whose files come back
// as RunAnswer.File(name); and until_true SECONDS COMMAND..., to wait: `until_true 5 grep -q '"port":80,' "$OUT"`. What it leaves
// running is killed. What it must not do is to wait without a limit.

/// <summary>One program, and how it is shown to work.</summary>
/// <param name="Program">A folder of <c>ebpf-crates/programs</c>.</param>
/// <param name="Since">From which kernel on its hooks are there.</param>
/// <param name="Runs">What is run with it, one after the other.</param>
internal sealed record ProgramCase(string Program, Since Since, IReadOnlyList<ProgramRun> Runs)
{
    /// <summary>What the error has to say on a kernel that is too old: the missing feature in the field's words.</summary>
    public string Missing { get; init; } = "";

    /// <summary>Instead of <see cref="Missing"/>: what is missing, as the library names it.</summary>
    public KernelFeature Lacks
    {
        init => Missing = Encoding.UTF8.GetString(KernelFeatureText.Of(value));
    }

    /// <summary>Kernel modules that are loaded before, with what they depend on, such as <c>veth</c>.</summary>
    public IReadOnlyList<string> Modules { get; init; } = [];

    /// <summary>A script that is run once before all runs; has to end with 0. Empty for none.</summary>
    public string Setup { get; init; } = "";

    /// <summary>Files that are put into the guest, as executables: absolute path and content.</summary>
    public IReadOnlyDictionary<string, byte[]> Files { get; init; } = new Dictionary<string, byte[]>();

    /// <summary>Executables that are put into the guest, made for an architecture.</summary>
    public IReadOnlyDictionary<string, Func<string, Task<byte[]>>> Executables { get; init; } = new Dictionary<string, Func<string, Task<byte[]>>>();

    /// <summary>Kernels on which it can't be shown for a reason that is not the program's, with that reason; by kernel id.</summary>
    public IReadOnlyDictionary<string, string> Excused { get; init; } = new Dictionary<string, string>();
}

/// <summary>One run of a program's loader.</summary>
/// <param name="Name">Of <c>a-z 0-9 -</c>, unique in its case, such as <c>json</c>, <c>table</c>, <c>by-pid</c>.</param>
/// <param name="Proves">Looks at what came out; throws where that is wrong.</param>
internal sealed record ProgramRun(string Name, Action<RunAnswer> Proves)
{
    /// <summary>Whether the loader gets <c>--json</c> in front of <see cref="Arguments"/>.</summary>
    public bool Json { get; init; } = true;

    /// <summary>The loader's options.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>What is run while it is attached.</summary>
    public string Workload { get; init; } = "";

    /// <summary>How the loader has to end; the workload of a run that does not attach is not run.</summary>
    public int Exit { get; init; }

    /// <summary>From which kernel on this run can be, where that is later than for its program; below it, it is judged as a program's.</summary>
    public Since? Since { get; init; }

    /// <summary>What the error has to say there.</summary>
    public string Missing { get; init; } = "";

    /// <summary>How long the workload may take in the guest, which may be an emulated one.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(30);
}

/// <summary>A class of <c>Cases/</c>.</summary>
internal interface IProgramCase
{
    /// <summary>Its program.</summary>
    static abstract ProgramCase Case { get; }
}
