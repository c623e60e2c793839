using System.Text;
using Corewright.Bpf.Programs;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Loader;

public class ProgramSectionTests
{
    [Theory]
    [InlineData("tracepoint/sched/sched_process_exec", ProgramType.Tracepoint, AttachKind.Tracepoint, AttachType.None, "sched/sched_process_exec")]
    [InlineData("tp/syscalls/sys_enter_openat", ProgramType.Tracepoint, AttachKind.Tracepoint, AttachType.None, "syscalls/sys_enter_openat")]
    [InlineData("?tp/syscalls/sys_enter_openat", ProgramType.Tracepoint, AttachKind.Tracepoint, AttachType.None, "syscalls/sys_enter_openat")]
    [InlineData("kprobe", ProgramType.Kprobe, AttachKind.Kprobe, AttachType.None, "")]
    [InlineData("kprobe/do_unlinkat+0x10", ProgramType.Kprobe, AttachKind.Kprobe, AttachType.None, "do_unlinkat+0x10")]
    [InlineData("kprobe.multi/tcp_*", ProgramType.Kprobe, AttachKind.KprobeMulti, AttachType.TraceKprobeMulti, "tcp_*")]
    [InlineData("uretprobe//bin/bash:readline", ProgramType.Kprobe, AttachKind.Uretprobe, AttachType.None, "/bin/bash:readline")]
    [InlineData("raw_tracepoint/sched_switch", ProgramType.RawTracepoint, AttachKind.RawTracepoint, AttachType.None, "sched_switch")]
    [InlineData("tp_btf/sched_switch", ProgramType.Tracing, AttachKind.Tracing, AttachType.TraceRawTracepoint, "sched_switch")]
    [InlineData("lsm/file_open", ProgramType.Lsm, AttachKind.Lsm, AttachType.LsmMac, "file_open")]
    [InlineData("lsm_cgroup/socket_bind", ProgramType.Lsm, AttachKind.Cgroup, AttachType.LsmCgroup, "socket_bind")]
    [InlineData("xdp", ProgramType.Xdp, AttachKind.Xdp, AttachType.Xdp, "")]
    [InlineData("xdp/devmap", ProgramType.Xdp, AttachKind.None, AttachType.XdpDevMap, "")]
    [InlineData("tcx/egress", ProgramType.SchedClassifier, AttachKind.TrafficControl, AttachType.TcxEgress, "")]
    [InlineData("classifier/ingress", ProgramType.SchedClassifier, AttachKind.TrafficControl, AttachType.None, "ingress")]
    [InlineData("cgroup/connect4", ProgramType.CgroupSockAddr, AttachKind.Cgroup, AttachType.CgroupInet4Connect, "")]
    [InlineData("perf_event", ProgramType.PerfEvent, AttachKind.PerfEvent, AttachType.None, "")]
    [InlineData("netfilter", ProgramType.Netfilter, AttachKind.Netfilter, AttachType.Netfilter, "")]
    public void A_name_says_what_the_program_is_and_where_it_attaches(
        string name, ProgramType type, AttachKind kind, AttachType attach, string target)
    {
        ProgramSection.TryParse(Encoding.ASCII.GetBytes(name), out ProgramSection section).ShouldBeTrue();
        section.Type.ShouldBe(type);
        section.Attach.ShouldBe(kind);
        section.ExpectedAttach.ShouldBe(attach);
        Encoding.ASCII.GetString(section.Target).ShouldBe(target);
    }

    [Theory]
    [InlineData("fentry.s/bpf_testmod_f", 1u << 4)]
    [InlineData("xdp.frags", 1u << 5)]
    [InlineData("fentry/do_exit", 0u)]
    public void A_suffix_asks_for_a_flag(string name, uint flags)
    {
        ProgramSection.TryParse(Encoding.ASCII.GetBytes(name), out ProgramSection section).ShouldBeTrue();
        section.LoadFlags.ShouldBe(flags);
    }

    [Theory]
    [InlineData("")]
    [InlineData("?")]
    [InlineData("tracepoints")]
    [InlineData("tracepoint/sched")]
    [InlineData("tracepoint//name")]
    [InlineData("tracepoint/sched/")]
    [InlineData("tracepoint/sched/a/b")]
    [InlineData("tracepoint/../sched_process_exec")]
    [InlineData("tracepoint/sched/..")]
    [InlineData("kprobes/do_nanosleep")]
    [InlineData("kprob")]
    [InlineData("cgroup/connect4/x")]
    [InlineData("netkit/other")]
    public void Anything_else_is_refused(string name)
    {
        ProgramSection.TryParse(Encoding.ASCII.GetBytes(name), out _).ShouldBeFalse();
    }
}
