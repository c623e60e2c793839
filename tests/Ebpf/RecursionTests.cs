using System.Collections.Generic;
using System.Linq;
using Corewright.Build.Ebpf.Linking;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Ebpf;

public class RecursionTests
{
    [Fact]
    public void The_call_that_closes_a_circle_is_found()
    {
        string[] module =
        [
            "define i32 @into() {", "  %1 = call i32 @\"even f\"()", "}", "define i32 @\"even f\"() {", "  %1 = call i32 @leaf()",
            "  %2 = call i32 @odd()", "}", "define i32 @odd() {", "  %1 = tail call i32 @\"even f\"() ; here", "}", "define i32 @leaf() {", "}",
        ];
        (string line, IrFunction function) = Recursion.Find(IrFunction.All(module)).ShouldNotBeNull();

        function.Name.ShouldBe("@odd");
        line.ShouldEndWith("; here");
        module[8] = "  %1 = tail call i32 @leaf()";
        Recursion.Find(IrFunction.All(module)).ShouldBeNull();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_chain_may_be_as_long_as_it_likes(bool closes)
    {
        const int Length = 50_000;
        IEnumerable<string> chain = Enumerable.Range(0, Length)
            .SelectMany(i => (string[])[$"define void @f{i}() {{", $"  call void @f{i + 1}()", "}"]);
        string[] module = [.. chain, $"define void @f{Length}() {{", closes ? "  call void @f0()" : "  ret void", "}"];

        (Recursion.Find(IrFunction.All(module))?.Function.Name).ShouldBe(closes ? $"@f{Length}" : null);
    }
}
