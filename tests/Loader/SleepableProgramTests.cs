using System.Text;
using Corewright.Bpf.Kernel;
using Corewright.Bpf.Programs;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Loader;

public class SleepableProgramTests
{
    private const string Older = "Only fentry/fexit/fmod_ret and lsm programs can be sleepable\n";
    private const string Newer = "Only fentry/fexit/fmod_ret, lsm, iter, uprobe, and struct_ops programs can be sleepable\nprocessed 0 insns\n";

    [Theory]
    [InlineData("uprobe.s//bin/sh:main", Older, KernelFeature.SleepableProbe)]
    [InlineData("usdt.s//bin/sh:a:b", Older, KernelFeature.SleepableProbe)]
    [InlineData("uprobe.multi.s//bin/sh:main", Older, KernelFeature.SleepableProbe)]
    [InlineData("iter.s/task", Older, KernelFeature.SleepableIterator)]
    [InlineData("tp.s/syscalls/sys_enter_execve", Newer, KernelFeature.SleepableTracepoint)]
    [InlineData("raw_tp.s/sys_enter", Newer, KernelFeature.SleepableTracepoint)]
    [InlineData("raw_tp.s/sys_enter", "unknown func bpf_copy_from_user#148\n", KernelFeature.None)]
    [InlineData("raw_tp.s/sys_enter", "", KernelFeature.None)]
    [InlineData("raw_tp/sys_enter", Newer, KernelFeature.None)]
    [InlineData("lsm.s/file_open", Older, KernelFeature.None)]
    public void What_a_kernel_lacks_is_told_by_the_kind_and_the_log(string section, string log, KernelFeature expected)
    {
        ProgramSection.TryParse(Encoding.UTF8.GetBytes(section), out ProgramSection parsed).ShouldBeTrue();
        var program = new ProgramSpec { Type = parsed.Type, Attach = parsed.Attach, LoadFlags = parsed.LoadFlags };

        SleepableProgram.Missing(program, Encoding.UTF8.GetBytes(log)).ShouldBe(expected);
    }
}
