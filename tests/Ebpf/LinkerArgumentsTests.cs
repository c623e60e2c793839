using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Corewright.Build.Ebpf.Linking;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Ebpf;

public class LinkerArgumentsTests
{
    [Fact]
    public void The_command_line_of_rustc_is_understood() =>
        LinkerArguments.Parse(
                ["--export-symbols", "/t/symbols", "/t/p.rcgu.o", "-L", "/t/raw-dylibs", "--cpu", "v2", "-o", "/t/p", "-O3", "--debug"])
            .ShouldBe(new LinkerArguments("/t/p.rcgu.o", "/t/p", "v2"));

    [Theory]
    [InlineData("a.o", "corewright link: no output; -o FILE is missing")]
    [InlineData("-o", "corewright link: '-o' needs a value")]
    [InlineData("a.o -o b --lto", "corewright link: unknown option '--lto'")]
    [InlineData("a.o b.rlib -o c", "corewright link: 2 input files, expected one module; the profile needs lto = \"fat\" and codegen-units = 1")]
    public async Task Anything_else_is_a_usage_error(string line, string message)
    {
        using var errors = new StringWriter();

        int code = await LinkCommand.RunAsync(line.Split(' '), "/nowhere", errors, CancellationToken.None);

        code.ShouldBe(2);
        errors.ToString().Trim().ShouldBe(message);
    }

    [Fact]
    public async Task Without_a_toolchain_it_says_who_provides_it()
    {
        using var errors = new StringWriter();

        (await LinkCommand.RunAsync(["a.o", "-o", "b"], null, errors, CancellationToken.None)).ShouldBe(1);

        errors.ToString().Trim().ShouldBe("corewright link: COREWRIGHT_TOOLCHAIN is not set; let ./build.sh run cargo");
    }
}
