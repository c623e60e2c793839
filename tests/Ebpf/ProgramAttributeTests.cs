using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using Corewright.Bpf.Programs;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Ebpf;

/// <summary>
/// The attributes of ebpf-crates/corewright-ebpf/src/macros.rs: each form puts a function in a section that the loader takes for a
/// program of the kind that the attribute's context is for.
/// </summary>
public partial class ProgramAttributeTests
{
    private static readonly Dictionary<string, ProgramType[]> s_types = new()
    {
        ["ProbeContext"] = [ProgramType.Kprobe],
        ["SyscallContext"] = [ProgramType.Kprobe],
        ["RetProbeContext"] = [ProgramType.Kprobe],
        ["TracePointContext"] = [ProgramType.Tracepoint],
        ["UsdtContext"] = [ProgramType.Kprobe],
        ["RawTracePointContext"] = [ProgramType.RawTracepoint, ProgramType.RawTracepointWritable],
        ["BtfTracePointContext"] = [ProgramType.Tracing],
        ["FEntryContext"] = [ProgramType.Tracing],
        ["FExitContext"] = [ProgramType.Tracing],
        ["FModRetContext"] = [ProgramType.Tracing],
        ["IterContext"] = [ProgramType.Tracing],
        ["LsmContext"] = [ProgramType.Lsm],
        ["PerfEventContext"] = [ProgramType.PerfEvent],
        ["XdpContext"] = [ProgramType.Xdp],
        ["TcContext"] = [ProgramType.SchedClassifier, ProgramType.SchedAction],
        ["SkBuffContext"] = [ProgramType.CgroupSkb, ProgramType.SocketFilter, ProgramType.SkSkb],
        ["LwtContext"] = [ProgramType.LwtIn, ProgramType.LwtOut, ProgramType.LwtXmit],
        ["SockAddrContext"] = [ProgramType.CgroupSockAddr],
        ["SockContext"] = [ProgramType.CgroupSock],
        ["SockoptContext"] = [ProgramType.CgroupSockOpt],
        ["SysctlContext"] = [ProgramType.CgroupSysctl],
        ["DeviceContext"] = [ProgramType.CgroupDevice],
        ["SockOpsContext"] = [ProgramType.SockOps],
        ["SkLookupContext"] = [ProgramType.SkLookup],
        ["SkMsgContext"] = [ProgramType.SkMsg],
        ["SkReuseportContext"] = [ProgramType.SkReuseport],
        ["NetfilterContext"] = [ProgramType.Netfilter],
        ["FlowDissectorContext"] = [ProgramType.FlowDissector],
    };

    /// <summary>All forms: the attribute, its context, the section with a target for each variable.</summary>
    public static TheoryData<string, string, string> Forms
    {
        get
        {
            var forms = new TheoryData<string, string, string>();
            string context = "", attribute = "";
            foreach (string line in File.ReadLines(Path.Combine(RepositoryStore.Paths.EbpfCrates, "corewright-ebpf", "src", "macros.rs")))
            {
                if (Attribute().Match(line) is { Success: true } begun)
                    (attribute, context) = (begun.Groups[1].Value, begun.Groups[2].Value);
                else if (context.Length > 0 && Form().Match(line) is { Success: true } form)
                    forms.Add($"{attribute}({form.Groups[1].Value})", context, Section(form.Groups[2].Value));
            }

            return forms;
        }
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void An_attribute_s_section_is_known_to_the_loader(string attribute, string context, string section)
    {
        ProgramSection.TryParse(Encoding.ASCII.GetBytes(section), out ProgramSection parsed).ShouldBeTrue($"#[{attribute}]: {section}");

        s_types[context].ShouldContain(parsed.Type, $"#[{attribute}] has a {context}");
    }

    [Fact]
    public void There_are_attributes_for_all_that_the_loader_attaches()
    {
        HashSet<ProgramType> covered = [.. Forms.Select(form => Type(form.Data.Item3))];

        // Their programs have signatures of their own, or none that is known beforehand.
        ProgramType[] without = [ProgramType.Extension, ProgramType.StructOps, ProgramType.Syscall];
        Enum.GetValues<ProgramType>().Except(covered).Where(type => !without.Contains(type)).ShouldBe(
            [ProgramType.Unspecified, ProgramType.LircMode2, ProgramType.LwtSeg6Local], ignoreOrder: true);
    }

    /// <summary>Whether it does what it should, the guests of <see cref="Features.FeatureTests"/> say.</summary>
    [Fact]
    public void Each_attribute_is_used_by_a_program_that_runs_in_guests()
    {
        string programs = string.Concat(Directory.EnumerateFiles(Path.Combine(RepositoryRoot.Path, "tests", "Features", "crates"), "*.rs", SearchOption.AllDirectories)
            .Select(File.ReadAllText));

        Forms.Select(form => form.Data.Item1.Split('(')[0]).Distinct()
            .Where(attribute => !Regex.IsMatch(programs, $@"(#\[|^    ){attribute}\b(\(|\]|: \w+Context =>)", RegexOptions.Multiline)).ShouldBeEmpty();
    }

    private static ProgramType Type(string section) =>
        ProgramSection.TryParse(Encoding.ASCII.GetBytes(section), out ProgramSection parsed) ? parsed.Type : default;

    // "x", or concat!("x/", $target).
    private static string Section(string expression) => string.Concat(Part().Matches(expression)
        .Select(part => part.Value[0] == '"' ? part.Value.Trim('"') : part.Value switch { "$path" => "/bin/x", "$offset" => "8", _ => "name" }));

    [GeneratedRegex(@"^    __corewright_\w+ as (\w+): (\w+) \{$")]
    private static partial Regex Attribute();

    [GeneratedRegex(@"^        \((.*)\) => (.+);$")]
    private static partial Regex Form();

    [GeneratedRegex("\"[^\"]*\"|\\$\\w+")]
    private static partial Regex Part();
}
