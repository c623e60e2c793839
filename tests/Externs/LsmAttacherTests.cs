using System.Text;
using Corewright.Bpf.Links;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Externs;

/// <summary>The kernel's list of active security modules.</summary>
public class LsmAttacherTests
{
    [Theory]
    [InlineData("lockdown,capability,landlock,yama,apparmor,bpf,ipe,ima,evm", true)]
    [InlineData("bpf", true)]
    [InlineData("capability,bpf\n", true)]
    [InlineData("lockdown,capability,yama,apparmor", false)]
    [InlineData("bpfx,xbpf", false)]
    [InlineData("", false)]
    [InlineData(",", false)]
    public void It_is_active_where_it_is_named(string list, bool expected) =>
        LsmAttacher.IsActive(Encoding.ASCII.GetBytes(list)).ShouldBe(expected);
}
