using System;
using System.Collections.Generic;
using System.Text;
using System.Threading.Tasks;
using Corewright.Bpf.Kernel;

namespace Corewright.Tests.Features;

// How to add a feature
//   1. Write the programs that use it: a crate in tests/Features/crates/<object>/src/main.rs (a Cargo.toml is written for it if it
//      has none), or tests/Features/c/<object>.bpf.c with headers from tests/Features/c/include. Several features may share an
//      object: --only selects programs. Give globals #[unsafe(no_mangle)], so that they keep their names.
//   2. Add a `new Feature(...)` to a class in tests/Features/Cases/ that implements IFeatureArea; it is found by itself.
//   3. Try it:
//        FEATURES=name KERNELS=x86_64-7.3,x86_64-5.10 dotnet tests/bin/Debug/net10.0/Corewright.Tests.dll -class '*FeatureTests*'
//      FEATURES takes names and prefixes with a *; without either variable, everything runs on every kernel.
// In a guest, as one step of the one boot for all features: modules are loaded, Setup commands are run, and then
//   bpfrun run /job/<object>.bpf.o --json [--btf /job/kernel.btf] <Arguments> [-- <Command>]
// From Since on, bpfrun must end with 0 and Proves must hold. Below it, bpfrun must end with exit code 5, one line on standard
// error, and that line must hold Missing. What was proved goes into artifacts/support.json and from there into docs/support.md.

/// <summary>One thing that the library can do, and how it is shown.</summary>
/// <param name="Name">Of <c>a-z 0-9 -</c>, unique.</param>
/// <param name="Title">How the table of support calls it.</param>
/// <param name="Object">A crate of <c>crates/</c> or a file of <c>c/</c>, without its ending.</param>
/// <param name="Since">From which kernel on it is there.</param>
/// <param name="Proves">Looks at what bpfrun reports; throws where the feature did not work.</param>
internal sealed record Feature(string Name, string Title, string Object, Since Since, Action<FeatureReport> Proves)
{
    /// <summary>A word of <see cref="Setup"/> and <see cref="Command"/> that stands for <c>--btf FILE</c> where bpfrun needs it.</summary>
    public const string TypesOption = "{btf}";

    /// <summary>The area of the table that it is in, such as <c>Programs</c>, <c>Maps</c> or <c>Objects</c>.</summary>
    public string Area { get; init; } = "Programs and links";

    /// <summary>bpfrun's verb: <c>run</c>, or <c>test</c>.</summary>
    public string Verb { get; init; } = "run";

    /// <summary>bpfrun's options; with <c>test</c>, the program's name first.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>What is run while the programs are attached; without one, bpfrun ends at once.</summary>
    public IReadOnlyList<string> Command { get; init; } = ["true"];

    /// <summary>What the error has to say on a kernel that is too old: the missing feature in the field's words.</summary>
    public string Missing { get; init; } = "";

    /// <summary>Instead of <see cref="Missing"/>: what is missing, as the library names it.</summary>
    public KernelFeature Lacks
    {
        init => Missing = Encoding.UTF8.GetString(KernelFeatureText.Of(value));
    }

    /// <summary>Kernel modules that are loaded before, with what they depend on, such as <c>veth</c>.</summary>
    public IReadOnlyList<string> Modules { get; init; } = [];

    /// <summary>Files that are put into the guest: absolute path and content.</summary>
    public IReadOnlyDictionary<string, byte[]> Files { get; init; } = new Dictionary<string, byte[]>();

    /// <summary>Executables that are put into the guest, made for an architecture; several features may have the same.</summary>
    public IReadOnlyDictionary<string, Func<string, Task<byte[]>>> Executables { get; init; } = new Dictionary<string, Func<string, Task<byte[]>>>();

    /// <summary>Commands that are run before, each a program and its arguments; all have to end with 0.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Setup { get; init; } = [];

    /// <summary>Kernels on which it can't be shown for a reason that is not the library's, with that reason; by kernel id.</summary>
    public IReadOnlyDictionary<string, string> Excused { get; init; } = new Dictionary<string, string>();

    /// <summary>How long bpfrun may take in the guest.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(30);
}

/// <summary>The features of one area.</summary>
internal interface IFeatureArea
{
    /// <summary>The features, in the order of the table.</summary>
    static abstract IReadOnlyList<Feature> Features { get; }
}
