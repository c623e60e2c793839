using Corewright.Build.Plan.Yaml;

namespace Corewright.Build.Plan;

/// <summary><c>targets/architectures/&lt;name&gt;.yml</c>; its keys are described in the files.</summary>
internal static class ArchitectureFile
{
    public static Architecture Read(string name, YamlMapping file)
    {
        var keys = new KeyReader(file, "debian", "rid", "pointer-size", "ebpf", "ilc", "linker", "qemu", "flavour");
        return new Architecture(
            name,
            keys.OneOf("debian", "Debian architecture", ["amd64", "arm64", "armhf"]),
            keys.Text("rid"),
            keys.Number("pointer-size", 4, 8),
            Ebpf(keys.Mapping("ebpf")),
            Ilc(keys.Mapping("ilc")),
            Linker(keys.Mapping("linker")),
            Qemu(keys.Mapping("qemu")))
        {
            Flavour = keys.OptionalScalar("flavour") is null ? LoaderFlavour.Freestanding : Flavour(keys),
        };
    }

    private static LoaderFlavour Flavour(KeyReader keys) => keys.OneOf("flavour", "flavour", ["freestanding", "debug", "bcl"]) switch
    {
        "debug" => LoaderFlavour.Debug,
        "bcl" => LoaderFlavour.Bcl,
        _ => LoaderFlavour.Freestanding,
    };

    private static EbpfSettings Ebpf(YamlMapping mapping)
    {
        var keys = new KeyReader(mapping, "target", "cpu");
        return new EbpfSettings(
            keys.OneOf("target", "BPF target", ["bpfel-unknown-none", "bpfeb-unknown-none"]),
            keys.OneOf("cpu", "BPF instruction set", ["v1", "v2", "v3", "v4"]));
    }

    private static IlcSettings Ilc(YamlMapping mapping)
    {
        var keys = new KeyReader(mapping, "target-architecture");
        return new IlcSettings(keys.OneOf("target-architecture", "ILC architecture", ["x64", "arm64", "arm"]));
    }

    private static LinkerSettings Linker(YamlMapping mapping)
    {
        var keys = new KeyReader(mapping, "triple", "emulation", "assembler-features");
        return new LinkerSettings(keys.Text("triple"), keys.Text("emulation"), keys.TextOrEmpty("assembler-features"));
    }

    private static QemuSettings Qemu(YamlMapping mapping)
    {
        var keys = new KeyReader(
            mapping, "program", "machine", "cpu", "console", "result-device", "result-tty", "kernel-arguments");
        return new QemuSettings(
            keys.Text("program"),
            keys.Text("machine"),
            keys.Text("cpu"),
            keys.Text("console"),
            keys.OneOf("result-device", "serial device", ["isa-serial", "pci-serial"]),
            keys.Text("result-tty"),
            keys.TextOrEmpty("kernel-arguments"));
    }
}
