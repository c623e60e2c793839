using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text;
using Shouldly;

namespace Corewright.Tests.Features.Cases;

/// <summary>What objects leave to their loader to provide.</summary>
internal sealed class ExternCases : IFeatureArea
{
    private const string Configuration = """
        #
        # Automatically generated
        #
        CONFIG_CC_VERSION_TEXT="gcc 14.2.0 and more than fits"
        CONFIG_BPF=y
        CONFIG_BPF_SYSCALL=y
        # CONFIG_HZ_100 is not set
        CONFIG_HZ=250
        CONFIG_VETH=m

        """;

    public static IReadOnlyList<Feature> Features { get; } =
    [
        new("kconfig", ".kconfig externs", "kconfig", new Since("4.7"), report =>
        {
            int[] version = [.. report.Kernel.Version.Split('.').Select(int.Parse)];
            (report.Global("version") >> 8).ShouldBe((version[0] << 8) + version[1]);
            report.Global("has_cookie").ShouldBe(new Since("5.15").Includes(report.Kernel) ? 1 : 0);
            report.Global("bpf").ShouldBe(1);
            report.Global("bpf_syscall").ShouldBe(1);
            report.Global("veth").ShouldBe(2);
            report.Global("hz").ShouldBe(250);
            report.GlobalText("compiler").ShouldBe("gcc 14.2.0 ");
            report.Global("nobody").ShouldBe(0);
            report.Global("nobody_text").ShouldBe(0);
        })
        {
            Area = "Objects",
            Setup = [Install("")],
            Files = new Dictionary<string, byte[]> { ["/job/config"] = Encoding.ASCII.GetBytes(Configuration) },
        },
        new("kconfig-gzip", "packed kernel configurations", "kconfig", new Since("4.7"), report => report.Global("hz").ShouldBe(250))
        {
            Area = "Objects",
            Setup = [Install(".gz")],
            Files = new Dictionary<string, byte[]> { ["/job/config.gz"] = Packed(Configuration) },
        },
        new("ksyms", "kernel symbols without types", "ksyms", new Since("4.7"), report =>
        {
            report.Global("schedule_address").ShouldNotBe(0);
            report.Global("missing").ShouldBe(0);
            // Only kernels that keep the names of variables tell this one's address.
            if (report.Global("init_task_address") == 0)
                return;
            report.Global("init_pid").ShouldBe(0);
            report.GlobalText("init_comm").ShouldStartWith("swapper");
        })
        {
            Area = "Objects",
        },
        new("ksyms-typed", "kernel variables with types", "ksyms_typed", new Since("5.11", "5.11", null), report =>
        {
            report.Global("found").ShouldBe(1);
            report.Global("cpu").ShouldBe(0);
            report.Global("active").ShouldBeInRange(0, 1);
            report.Global("missing").ShouldBe(0);
        })
        {
            Area = "Objects",
            Missing = "for bpf_prog_active: the kernel has no such variable or function",
        },
        new("kfuncs", "kfuncs", "kfuncs", new Since("6.2", "6.2", null), report =>
        {
            report.Global("found").ShouldBe(1);
            report.Global("pid").ShouldBe(1);
            report.Global("fallback").ShouldBe(1);
        })
        {
            Area = "Objects",
            Command = ["sh", "-c", "true & wait"],
            Missing = "bpf_task_from_pid: the kernel has no such variable or function",
        },
        new("kfuncs-module", "kfuncs of modules", "module_kfuncs", new Since("5.18", "5.18", null), report =>
        {
            report.Returned.ShouldBe(2);
            report.Global("error").ShouldBe(-2, "there is no such connection");
        })
        {
            Area = "Objects",
            Verb = "test",
            Arguments = ["on_packet", "--data", "/job/packet"],
            Modules = ["nf_conntrack"],
            Files = new Dictionary<string, byte[]> { ["/job/packet"] = new byte[64] },
            Missing = "bpf_xdp_ct_lookup: the kernel has no such variable or function",
        },
        new("callbacks", "callbacks and global functions", "callbacks", new Since("5.13", "5.13", null), report =>
        {
            report.Global("sum").ShouldBe(10);
            report.Global("visited").ShouldBe(4);
            report.Global("doubled").ShouldBe(20);
        })
        {
            Area = "Objects",
            Missing = "which program on_exec needs",
        },
    ];

    private static IReadOnlyList<string> Install(string ending) =>
        ["sh", "-c", $"mkdir -p /boot && cp /job/config{ending} /boot/config-$(uname -r)"];

    private static byte[] Packed(string text)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
            gzip.Write(Encoding.ASCII.GetBytes(text));
        return packed.ToArray();
    }
}
