using System;
using System.Threading.Tasks;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Frame;

/// <summary>Strongest first: an argument, cake.config, the environment.</summary>
public sealed class ConfigurationTests : IDisposable
{
    private readonly FrontDoor door = new();

    public void Dispose() => door.Dispose();

    [Fact]
    public async Task Nothing_set_is_the_default() => (await MatrixAsync()).ShouldBe("quick");

    [Fact]
    public async Task The_environment_sets_an_option()
    {
        door.Environment["CAKE_COREWRIGHT_MATRIX"] = "environment";
        (await MatrixAsync()).ShouldBe("environment");
    }

    [Fact]
    public async Task The_file_is_stronger_than_the_environment()
    {
        door.Environment["CAKE_COREWRIGHT_MATRIX"] = "environment";
        door.Write("cake.config", "; a comment\n\n[Corewright]\nMatrix=file\n");
        (await MatrixAsync()).ShouldBe("file");
    }

    [Fact]
    public async Task An_argument_is_stronger_than_the_file_and_the_last_one_counts()
    {
        door.Write("cake.config", "[Corewright]\nMatrix=file\n");
        (await MatrixAsync("--matrix=first", "--matrix=last")).ShouldBe("last");
    }

    [Fact]
    public async Task Variables_in_the_file_are_expanded()
    {
        door.Environment["COLOUR"] = "green";
        door.Write("cake.config", "[Corewright]\nMatrix=%COLOUR%-%NOSUCH%\n");
        (await MatrixAsync()).ShouldBe("green-%NOSUCH%");
    }

    [Fact]
    public async Task A_switch_may_stand_alone_or_have_a_value()
    {
        (await door.RunAsync("--target=Clean", "--offline")).StandardOutput.ShouldContain("Offline:");
        (await door.RunAsync("--target=Clean", "--offline=true")).StandardOutput.ShouldContain("Offline:");
        (await door.RunAsync("--target=Clean", "--offline=false")).StandardOutput.ShouldNotContain("Offline:");
        (await door.RunAsync("--target=Clean")).StandardOutput.ShouldNotContain("Offline:");
    }

    private async Task<string> MatrixAsync(params string[] arguments)
    {
        var result = await door.RunAsync(["--target=Clean", "--verbosity=verbose", .. arguments]);
        result.ExitCode.ShouldBe(0, result.StandardError);
        string line = Array.Find(result.StandardOutput.Split('\n'), l => l.StartsWith("Matrix ", StringComparison.Ordinal))!;
        return line["Matrix ".Length..line.IndexOf(',', StringComparison.Ordinal)];
    }
}
