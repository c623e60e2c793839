using System.Text;
using Corewright.Bpf.Programs;
using Corewright.Loader.Loading;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Loader;

public class PoisonedInstructionTests
{
    [Theory]
    [InlineData("14: (bf) r1 = r6\n15: (85) call unknown#195896080\ninvalid func unknown#195896080\n", 15)]
    [InlineData("1234: (85) call unknown#195896080\n", 1234)]
    [InlineData("; x: y\n0: (b7) r0 = 0\n; return a ? b : c;\n7: (85) call unknown#195896080", 7)]
    public void The_verifiers_log_says_which_one_it_reached(string log, int expected)
    {
        PoisonedInstruction.TryFind(VerifierLog.Read(Encoding.ASCII.GetBytes(log)), out int instruction).ShouldBeTrue();
        instruction.ShouldBe(expected);
    }

    [Theory]
    [InlineData("")]
    [InlineData("15: (85) call unknown#77\ninvalid func unknown#77\n")]
    [InlineData("15: (85) call unknown#19589608")]
    public void A_log_about_something_else_is_not_mistaken_for_it(string log)
    {
        PoisonedInstruction.TryFind(VerifierLog.Read(Encoding.ASCII.GetBytes(log)), out _).ShouldBeFalse();
    }
}
