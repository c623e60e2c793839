using System.Text;
using Corewright.Bpf.Programs;
using Corewright.Loader.Loading;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Externs;

/// <summary>Calls of weak functions that the kernel doesn't have, in a verifier's log.</summary>
public class MissingFunctionTests
{
    [Theory]
    [InlineData("15: (85) call unknown#2002000003\ninvalid func unknown#2002000003\n", 3)]
    [InlineData("0: (b7) r0 = 0\n1: (85) call unknown#2002000000\n", 0)]
    [InlineData("15: (85) call unknown#2002000004\n", -1)]
    [InlineData("15: (85) call unknown#2001999999\n", -1)]
    [InlineData("15: (85) call unknown#195896080\n", -1)]
    [InlineData("15: (85) call unknown#99999999999999999999\n", -1)]
    [InlineData("15: (85) call unknown#\n", -1)]
    [InlineData("15: (85) call bpf_ktime_get_ns#5\n", -1)]
    [InlineData("", -1)]
    public void The_last_instruction_tells_which(string log, int expected)
    {
        bool found = MissingFunction.TryFind(VerifierLog.Read(Encoding.ASCII.GetBytes(log)), 4, out int index);
        (found, index).ShouldBe((expected >= 0, expected));
    }

    [Theory]
    [InlineData("15: (85) call unknown#174\ninvalid func unknown#174\n", 174u)]
    [InlineData("15: (85) call unknown#195896080\n", 0u)]
    [InlineData("15: (85) call unknown#2002000003\n", 0u)]
    [InlineData("15: (85) call bpf_get_attach_cookie#174\n", 0u)]
    public void A_helper_that_has_no_name_is_not_known(string log, uint expected)
    {
        bool found = MissingFunction.TryFindHelper(VerifierLog.Read(Encoding.ASCII.GetBytes(log)), out uint helper);
        (found, helper).ShouldBe((expected != 0, expected));
    }
}
