using Corewright.Bpf.Kernel;
using Corewright.Bpf.Programs;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Loader;

public class ProgramLoadingTests
{
    // A program is tried again without what is said about its source: which of both answers is the reason?
    [Theory]
    [InlineData(-Errno.Invalid, 5, true)] // only the words about the source were wrong
    [InlineData(-Errno.Invalid, -Errno.AccessDenied, true)] // these, and the program: the verifier says more about it
    [InlineData(-Errno.Invalid, -Errno.Invalid, false)] // with them it names functions and lines
    [InlineData(-Errno.AccessDenied, -Errno.AccessDenied, false)]
    [InlineData(-Errno.AccessDenied, -Errno.Invalid, false)] // callbacks are nothing without; what the verifier said before counts
    public void A_refusal_is_told_as_the_verifier_gave_it(int with, int without, bool isWithout) =>
        ProgramLoading.IsBetterWithout(with, without).ShouldBe(isWithout);
}
