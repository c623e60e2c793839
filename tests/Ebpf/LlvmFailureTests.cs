using Corewright.Build.Ebpf.Linking;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Ebpf;

public class LlvmFailureTests
{
    private static readonly LlvmModule s_first = new("o.link/input-0.bc", "a.rlib(/0)"), s_second = new("b.bc", "b.bc");

    [Theory]
    [InlineData(1, "/l/bin/opt: o.link/input-0.bc: error: Invalid encoding", "a.rlib(/0): LLVM can't read it: Invalid encoding; it is damaged: compile it again")]
    [InlineData(1, "/l/bin/opt-22: b.bc:4:1: error: expected ')'\n^", "b.bc: LLVM can't read it: 4:1: expected ')'; it is damaged: compile it again")]
    [InlineData(139, "PLEASE submit a bug report\nStack dump:\n0. opt b.bc", "a.rlib(/0) or another of 2 modules: LLVM's opt broke down (signal 11); "
        + "a module is damaged, or LLVM has met a bug of its own: cargo clean, build again, and try -O1")]
    [InlineData(134, "LLVM ERROR: it can't be\nStack dump:\n0. opt", "a.rlib(/0) or another of 2 modules: LLVM's opt broke down (signal 6)\nLLVM ERROR: it can't be; "
        + "a module is damaged, or LLVM has met a bug of its own: cargo clean, build again, and try -O1")]
    [InlineData(1, "error: Linking globals named 'LICENSE': symbol multiply defined!",
        "corewright-link: two of the inputs define LICENSE; link one of them, or give one of its #[no_mangle] symbols another name")]
    [InlineData(1, "opt: same\nopt: same\nelse", "corewright-link: LLVM's opt refuses the module (exit code 1)\nopt: same\nelse")]
    public void It_says_which_input_and_what_to_do(int exitCode, string said, string message) =>
        LlvmFailure.Explain("opt", exitCode, said, "/l/bin", [s_first, s_second]).Message.ShouldBe(message);
}
