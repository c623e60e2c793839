using System.Collections.Generic;
using System.Linq;
using Corewright.Build;
using Corewright.Build.Ebpf.Bindings;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Bindings;

public class WantedTypesTests
{
    [Fact]
    public void Types_fields_architectures_and_contexts_are_read()
    {
        IReadOnlyList<WantedType> wanted = Read("task_struct{pid,tgid, thread_info.flags},sock # all of it\npt_regs@x86_64{\n di\n si }\ncontext:xdp_md");

        wanted.Select(type => (type.RustName, type.IsContext, type.Fields is null ? "all" : string.Join(' ', type.Fields.Select(field => field.Path)))).ShouldBe(
        [
            ("task_struct", false, "pid tgid thread_info.flags"), ("sock", false, "all"), ("pt_regs___x86_64", false, "di si"),
            ("xdp_md", true, "all"),
        ]);
        wanted[3].Where.ShouldBe("types.txt:5");
        wanted[2].Fields!.Select(field => field.Where).ShouldBe(["types.txt:3", "types.txt:4"]);
    }

    [Theory]
    [InlineData("", "types.txt: no types are named; write name, ")]
    [InlineData("# nothing", "types.txt: no types are named")]
    [InlineData("sock{", "types.txt:1: the end was not expected here")]
    [InlineData("sock}", "types.txt:1: '}' was not expected here")]
    [InlineData("sock\n{a.}", "types.txt:2: '}' was not expected here")]
    [InlineData("sock{}", "types.txt:1: no fields are named; leave out the braces for all")]
    [InlineData("sock{a,a}", "types.txt:1: the field 'a' is wanted twice; leave out one of them")]
    [InlineData("sock{a},\nsock", "types.txt:2: 'sock' is wanted twice; put all its fields into one entry")]
    [InlineData("sock;x", "types.txt:1: ';' was not expected here")]
    [InlineData("4ever", "types.txt:1: '4' was not expected here")]
    [InlineData("ctx:sock", "types.txt:1: 'ctx:' means nothing")]
    [InlineData("pt_regs@x86", "types.txt:1: unknown architecture 'x86' (known: x86_64, armv7)")]
    public void A_mistake_is_named_with_its_line(string text, string message) =>
        Should.Throw<BuildException>(() => Read(text)).Message.ShouldStartWith(message);

    private static IReadOnlyList<WantedType> Read(string text) => WantedTypes.Read(text, "types.txt", ["x86_64", "armv7"]);
}
