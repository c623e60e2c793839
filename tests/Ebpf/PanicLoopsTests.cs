using System.Collections.Generic;
using Corewright.Build.Ebpf.Linking;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Ebpf;

public class PanicLoopsTests
{
    [Fact]
    public void A_loop_that_does_nothing_ends_the_program()
    {
        string[] module =
        [
            "define i32 @f(i1 %0) {", "  br i1 %0, label %panic, label %done", "",
            "panic:                                            ; preds = %panic, %1", "    #dbg_value(i32 0, !1, !DIExpression(), !2)",
            "  br label %panic, !dbg !3", "", "done:", "  ret i32 0", "}",
        ];
        PanicLoops.Rewrite(module, out IReadOnlyList<string> rewritten).ShouldBeTrue();
        rewritten.ShouldContain("  call void asm sideeffect \"r0 = 0\\0Aexit\", \"\"()");
        rewritten.ShouldContain("  unreachable");
        rewritten.ShouldNotContain("  br label %panic, !dbg !3");
    }

    [Fact]
    public void A_loop_that_does_something_stays()
    {
        string[] module = ["define void @f() {", "  br label %again", "again:", "  call void @g()", "  br label %again", "}"];
        PanicLoops.Rewrite(module, out IReadOnlyList<string> rewritten).ShouldBeFalse();
        rewritten.ShouldBeSameAs(module);
    }
}
