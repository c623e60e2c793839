namespace Corewright.Build.Plan;

/// <summary>One architecture of the target side: <c>targets/architectures/&lt;name&gt;.yml</c>.</summary>
/// <param name="Name">Our name: <c>x86_64</c>, <c>aarch64</c>, <c>armv7</c>.</param>
/// <param name="Debian">Debian's name: <c>amd64</c>, <c>arm64</c>, <c>armhf</c>.</param>
/// <param name="Rid">.NET's runtime identifier, such as <c>linux-arm64</c>.</param>
/// <param name="PointerSize">Bytes of a kernel pointer: 4 or 8.</param>
/// <param name="Ebpf">How its BPF objects are compiled.</param>
/// <param name="Ilc">How C# is compiled for it.</param>
/// <param name="Linker">How its static executables are linked.</param>
/// <param name="Qemu">How its guests are started.</param>
public sealed record Architecture(
    string Name, string Debian, string Rid, int PointerSize,
    EbpfSettings Ebpf, IlcSettings Ilc, LinkerSettings Linker, QemuSettings Qemu)
{
    /// <summary>How its loaders are made.</summary>
    public LoaderFlavour Flavour { get; init; }
}

/// <summary>How loaders are made of the same sources.</summary>
public enum LoaderFlavour
{
    /// <summary>On our own core library: small, nothing needed on the board.</summary>
    Freestanding,

    /// <summary>The same without optimisation: a bug names its file and line.</summary>
    Debug,

    /// <summary>With stock NativeAOT on the .NET libraries, where the package feed has its runtime packs.</summary>
    Bcl,
}

/// <summary>The BPF side.</summary>
/// <param name="Target">rustc's target, such as <c>bpfel-unknown-none</c>.</param>
/// <param name="Cpu">LLVM's BPF instruction set version: <c>v3</c> (5.10 does not know v4).</param>
public sealed record EbpfSettings(string Target, string Cpu);

/// <summary>ILC's options.</summary>
/// <param name="TargetArchitecture"><c>x64</c>, <c>arm64</c> or <c>arm</c>.</param>
public sealed record IlcSettings(string TargetArchitecture);

/// <summary>The assembler's and linker's options.</summary>
/// <param name="Triple">LLVM's triple for llvm-mc, such as <c>armv7-linux-musleabihf</c>.</param>
/// <param name="Emulation">ld.lld's <c>-m</c>, such as <c>aarch64linux</c>.</param>
/// <param name="AssemblerFeatures">llvm-mc's <c>-mattr</c>, empty for none.</param>
public sealed record LinkerSettings(string Triple, string Emulation, string AssemblerFeatures);

/// <summary>QEMU's options.</summary>
/// <param name="Program">Such as <c>qemu-system-aarch64</c>.</param>
/// <param name="Machine"><c>-M</c>.</param>
/// <param name="Cpu"><c>-cpu</c> under emulation.</param>
/// <param name="Console">The kernel's console device, such as <c>ttyAMA0</c>.</param>
/// <param name="ResultDevice">QEMU's second serial device without its chardev: <c>isa-serial</c> or <c>pci-serial</c>.</param>
/// <param name="ResultTty">What the guest calls it, such as <c>ttyS1</c>.</param>
/// <param name="KernelArguments">What is added to every guest's command line.</param>
public sealed record QemuSettings(
    string Program, string Machine, string Cpu, string Console, string ResultDevice, string ResultTty, string KernelArguments);
