using System.Linq;
using Corewright.Build.Ebpf.Linking;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Ebpf;

public class IrRewritingTests
{
    [Fact]
    public void What_is_inlined_from_a_library_is_where_it_is_called()
    {
        string[] lines =
        [
            "    #dbg_value(i32 %3, !9, !DIExpression(), !40)",
            "!1 = !DIFile(filename: \"programs/x/src/main.rs\", directory: \".\")",
            "!2 = !DIFile(filename: \"corewright-ebpf/src/co_re.rs\", directory: \".\")",
            "!10 = distinct !DISubprogram(name: \"on_exec\", scope: !5, file: !1, line: 4)",
            "!11 = distinct !DISubprogram(name: \"read<T>\", scope: !5, file: !2, line: 90)",
            "!12 = distinct !DILexicalBlock(scope: !11, file: !2, line: 91)",
            "!20 = distinct !DILocation(line: 7, column: 9, scope: !10)",
            "!21 = distinct !DILocation(line: 95, column: 3, scope: !12, inlinedAt: !20)",
            "!40 = !DILocation(line: 99, column: 5, scope: !11, inlinedAt: !21)",
            "!41 = !DILocation(line: 92, column: 5, scope: !11)",
        ];

        string[] expected =
        [
            .. lines[1..7],
            "!21 = distinct !DILocation(line: 7, column: 9, scope: !10)",
            "!40 = !DILocation(line: 7, column: 9, scope: !10)",
            lines[9],
        ];
        LibraryLines.Rewrite(lines).ShouldBe(expected);
    }

    [Fact]
    public void Functions_that_do_not_return_are_inlined()
    {
        string[] lines =
        [
            "define internal void @panic(ptr %0) unnamed_addr #3 !dbg !7 {",
            "attributes #3 = { cold noinline noreturn nounwind optnone \"target-cpu\"=\"v3\" }",
        ];

        NoReturnFunctions.Rewrite(lines).ShouldBe(
            [lines[0], "attributes #3 = { alwaysinline noreturn nounwind \"target-cpu\"=\"v3\" }"]);
    }

    [Fact]
    public void A_declaration_that_does_not_return_can_not_be_inlined()
    {
        string[] lines = ["declare void @abort() #2", "attributes #2 = { cold noreturn nounwind }"];

        NoReturnFunctions.Rewrite(lines).ShouldBe([lines[0], "attributes #2 = { noreturn nounwind }"]);
    }

    [Fact]
    public void A_name_in_quotes_is_no_attribute_group()
    {
        string[] lines =
        [
            "define internal void @\"closure#4\"(ptr %0) #5 {",
            "attributes #4 = { noinline noreturn }",
            "attributes #5 = { noinline nounwind }",
        ];

        NoReturnFunctions.Rewrite(lines).ShouldBe([lines[0], "attributes #4 = { noreturn }", lines[2]]);
    }

    [Theory]
    [InlineData("  call void @llvm.memset.p0.i64(ptr align 8 %p, i8 0, i64 1024, i1 false), !dbg !9")]
    [InlineData("  tail call void @llvm.memcpy.p0.p0.i64(ptr noundef nonnull align 8 %a, ptr %b, i64 56, i1 false)")]
    [InlineData("declare void @llvm.memset.p0.i64(ptr writeonly captures(none), i8, i64, i1 immarg) #2")]
    [InlineData("  %x = call i64 @llvm.fshl.i64(i64 %a, i64 %b, i64 32)")]
    [InlineData("  store i8 0, ptr %p")]
    public void What_LLVM_can_do_itself_stays(string line) => MemoryIntrinsics.Rewrite([line]).ShouldBe([line]);

    [Theory]
    [InlineData(
        "  call void @llvm.memset.p0.i64(ptr align 8 %p, i8 0, i64 1025, i1 false), !dbg !9",
        "  call void @corewright.memset(ptr align 8 %p, i8 0, i64 1025, i1 false), !dbg !9")]
    [InlineData(
        "  call void @llvm.memcpy.p0.p0.i64(ptr %a, ptr align 1 dereferenceable(8) %b, i64 range(i64 0, 65) %n, i1 false)",
        "  call void @corewright.memcpy(ptr %a, ptr align 1 dereferenceable(8) %b, i64 range(i64 0, 65) %n, i1 false)")]
    [InlineData(
        "  call void @llvm.memmove.p0.p0.i64(ptr %a, ptr getelementptr inbounds (i8, ptr @G, i64 8), i64 2999, i1 false)",
        "  call void @corewright.memmove(ptr %a, ptr getelementptr inbounds (i8, ptr @G, i64 8), i64 2999, i1 false)")]
    public void Long_and_variable_lengths_become_loops(string line, string expected)
    {
        string[] rewritten = [.. MemoryIntrinsics.Rewrite([line])];

        rewritten[0].ShouldBe(expected);
        rewritten.Skip(1).Count(text => text.StartsWith("define internal void @corewright.")).ShouldBe(1);
        rewritten[^1].ShouldStartWith("attributes #999999 = {");
    }

    [Fact]
    public void A_loop_is_defined_once()
    {
        string line = "  call void @llvm.memset.p0.i64(ptr %p, i8 0, i64 %n, i1 false)";

        MemoryIntrinsics.Rewrite([line, line]).Count(text => text.StartsWith("define")).ShouldBe(1);
    }

    [Fact]
    public void A_map_of_the_support_crate_stays_only_where_it_is_used()
    {
        const string Events = "@EVENTS = constant [16 x i8] zeroinitializer, section \".maps\"";
        const string Lost = "@COREWRIGHT_LOST = constant [40 x i8] zeroinitializer, section \".maps\"";
        const string Log = "@COREWRIGHT_LOG = constant [16 x i8] zeroinitializer, section \".maps\"";
        const string Use = "  %1 = call ptr inttoptr (i64 1 to ptr)(ptr @COREWRIGHT_LOST, ptr %0)";

        UnusedSupportMaps.Rewrite([Events, Lost, Log, Use]).ShouldBe([Events, Lost, Use]);
        UnusedSupportMaps.Rewrite([Events, Lost, Log]).ShouldBe([Events]);
    }
}
