using System;
using Corewright.Bpf.Maps;

namespace Corewright.Bpf.Kernel;

/// <summary>What <see cref="KernelFeature"/>s are called, and since when they exist, in UTF-8, made for printing only.</summary>
/// <remarks>What an object does not use, its loader has no text for.</remarks>
public static class KernelFeatureText
{
    /// <summary>The feature in the field's words, as in "kernel 5.10 has no …".</summary>
    public static ReadOnlySpan<byte> Of(KernelFeature feature) => feature switch
    {
        KernelFeature.PerfLink => "links to perf events"u8,
        >= KernelFeature.FirstMapType => MapTypeText.Of((MapType)(feature - KernelFeature.FirstMapType)),
        >= KernelFeature.XdpLink and <= KernelFeature.CgroupUnix => HasNetwork ? NetworkFeatureText.Of(feature) : default,
        KernelFeature.KernelTypes => "BTF of its own (CONFIG_DEBUG_INFO_BTF)"u8,
        KernelFeature.Trampolines => "BPF trampolines (x86_64: Linux 5.5, aarch64: 6.0, not on armv7)"u8,
        KernelFeature.TracingCookie when Features.Tracing => "cookies for fentry, fexit and tp_btf programs"u8,
        KernelFeature.Lsm when Features.Lsm => "BPF programs as security hooks (CONFIG_BPF_LSM)"u8,
        KernelFeature.Iterator when Features.Iterator => "BPF iterators"u8,
        KernelFeature.SyscallProgram when Features.Syscall => "syscall programs"u8,
        KernelFeature.LsmCgroup when Features.Lsm => "security hooks of cgroups (lsm_cgroup)"u8,
        KernelFeature.StructOps when Features.StructOps => "struct_ops maps"u8,
        KernelFeature.StructOpsLink when Features.StructOps => "links of struct_ops maps"u8,
        KernelFeature.Extension when Features.Freplace => "programs that replace functions of others (freplace)"u8,
        KernelFeature.Kprobe when Features.Kprobe => "kprobes"u8,
        KernelFeature.Uprobe when Features.Uprobe => "uprobes"u8,
        KernelFeature.KprobeMulti when Features.KprobeMulti => "multi-kprobe links"u8,
        KernelFeature.KprobeSession when Features.KprobeMulti => "kprobe sessions"u8,
        KernelFeature.UprobeMulti when Features.UprobeMulti => "multi-uprobe links"u8,
        KernelFeature.UprobeSession when Features.UprobeMulti => "uprobe sessions"u8,
        KernelFeature.RawTracepointCookie when Features.RawTracepoint => "cookies for raw tracepoints"u8,
        KernelFeature.Callbacks => "functions that helpers call back"u8,
        KernelFeature.Compiler => "JIT compiler in use that takes such programs (net.core.bpf_jit_enable)"u8,
        KernelFeature.SleepableProbe when Features.Sleepable => "uprobes that may sleep"u8,
        KernelFeature.SleepableIterator when Features.Sleepable => "iterators that may sleep"u8,
        KernelFeature.SleepableTracepoint when Features.Sleepable => "tracepoints' programs that may sleep"u8,
        _ => "such programs or maps"u8,
    };

    /// <summary>Since which version of Linux it exists, as in "Linux … or newer is needed".</summary>
    public static ReadOnlySpan<byte> Since(KernelFeature feature) => feature switch
    {
        KernelFeature.PerfLink => "5.15"u8,
        >= KernelFeature.FirstMapType => MapTypeText.Since((MapType)(feature - KernelFeature.FirstMapType)),
        >= KernelFeature.XdpLink and <= KernelFeature.CgroupUnix => HasNetwork ? NetworkFeatureText.Since(feature) : default,
        KernelFeature.TracingCookie when Features.Tracing => "6.0"u8,
        KernelFeature.Lsm when Features.Lsm => "5.7"u8,
        KernelFeature.Iterator when Features.Iterator => "5.8"u8,
        KernelFeature.SyscallProgram when Features.Syscall => "5.14"u8,
        KernelFeature.LsmCgroup when Features.Lsm => "6.0"u8,
        KernelFeature.StructOps when Features.StructOps => "5.6"u8,
        KernelFeature.StructOpsLink when Features.StructOps => "6.4"u8,
        KernelFeature.Extension when Features.Freplace => "5.6"u8,
        KernelFeature.Kprobe when Features.Kprobe => "4.1 with CONFIG_KPROBE_EVENTS"u8,
        KernelFeature.Uprobe when Features.Uprobe => "4.1 with CONFIG_UPROBE_EVENTS"u8,
        KernelFeature.KprobeMulti when Features.KprobeMulti => "5.18 with CONFIG_FPROBE (aarch64: 6.14, not on armv7)"u8,
        KernelFeature.KprobeSession when Features.KprobeMulti => "6.10 with CONFIG_FPROBE (aarch64: 6.14, not on armv7)"u8,
        KernelFeature.UprobeMulti when Features.UprobeMulti => "6.6 (not on armv7)"u8,
        KernelFeature.UprobeSession when Features.UprobeMulti => "6.13 (not on armv7)"u8,
        KernelFeature.RawTracepointCookie when Features.RawTracepoint => "6.10"u8,
        KernelFeature.Callbacks => "5.13"u8,
        KernelFeature.SleepableProbe when Features.Sleepable => "6.0"u8,
        KernelFeature.SleepableIterator when Features.Sleepable => "5.18"u8,
        KernelFeature.SleepableTracepoint when Features.Sleepable => "7.2"u8,
        _ => default,
    };

    private const bool HasNetwork =
        Features.Xdp || Features.TrafficControl || Features.Netkit || Features.Cgroup || Features.Sockets || Features.Netfilter;
}
