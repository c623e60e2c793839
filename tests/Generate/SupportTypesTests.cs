using Corewright.Build;
using Corewright.Build.Ebpf.Generate;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Generate;

public class SupportTypesTests
{
    [Fact]
    public void A_type_of_the_support_crate_is_written_once_for_all_programs()
    {
        GeneratedModule one = Module("one", Header("pid")), two = Module("two", Header("pid"));
        SupportTypes.Of([one, two]).ShouldBe([one.Structs[0]]);
        CSharpSource.Write(one).ShouldNotContain("struct ProcessHeader");
        CSharpSource.Write(one).ShouldContain("sizeof(ProcessHeader) == 4", customMessage: "each program checks that its object has the same");
        CSharpSource.WriteSupport(one.Structs, SourceDocumentation.None).ShouldContain("public struct ProcessHeader");
    }

    [Fact]
    public void A_program_that_means_something_else_by_its_name_is_refused() =>
        Should.Throw<BuildException>(() => SupportTypes.Of([Module("one", Header("pid")), Module("two", Header("tid"))])).Message
            .ShouldBe("two.bpf.o: ProcessHeader of two is another one than that of one; the support crate has a type of this name, so give your own another one");

    private static GeneratedModule Module(string program, GeneratedStruct type) => new(program, [], [type], [], []);

    private static GeneratedStruct Header(string field) =>
        new("ProcessHeader", "ProcessHeader", "STRUCT", 4, 4, false, [new(CSharpName.Pascal(field), field, "u32", 0, "uint", 0)]);
}
