using System;
using System.IO;
using System.Threading.Tasks;
using CliWrap;
using CliWrap.Buffered;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Frame;

public sealed class BuildScriptTests : IDisposable
{
    private static readonly string[] Needed =
        ["bash", "dirname", "cat", "cut", "find", "grep", "mkdir", "mv", "sed", "sha256sum", "flock", "touch"];

    private readonly FrontDoor door = new();

    public BuildScriptTests()
    {
        Directory.CreateDirectory(Path.Combine(door.Root, "path"));
        foreach (string program in Needed)
        {
            string[] places = ["/usr/bin/" + program, "/bin/" + program];
            File.CreateSymbolicLink(Path.Combine(door.Root, "path", program), Array.Find(places, File.Exists)!);
        }

        foreach (string file in (string[])["Directory.Packages.props", "global.json", "packaging/bpf/A.cs", "build/standins/B/B.cs"])
            door.Write(file, "");
        File.Copy(Path.Combine(RepositoryRoot.Path, "build.sh"), Path.Combine(door.Root, "build.sh"));
    }

    public void Dispose() => door.Dispose();

    [Fact]
    public async Task Without_an_sdk_it_says_what_to_install()
    {
        var result = await RunAsync();
        result.ExitCode.ShouldBe(1);
        result.StandardError.ShouldContain("the .NET 10 SDK is missing");
        result.StandardError.ShouldContain("install it");
    }

    [Fact]
    public async Task With_an_older_sdk_it_says_which_one_it_found()
    {
        FakeDotnet("case $1 in --list-sdks) echo '8.0.100 [/opt/sdk]';; *) exit 9;; esac");
        var result = await RunAsync();
        result.ExitCode.ShouldBe(1);
        result.StandardError.ShouldContain("8.0.100");
    }

    [Fact]
    public async Task It_hands_the_arguments_over_and_builds_only_when_something_changed()
    {
        string log = Path.Combine(door.Root, "log"), program = door.Root + "/build/bin/Release/net10.0/corewright.dll";
        FakeDotnet($$"""
            echo "$@" >> {{log}}
            case $1 in
                --list-sdks) echo '10.0.100 [/opt/sdk]';;
                restore) case $2 in *CliWrap*) echo 'error NU1101: no package'; exit 1;; esac;;
                build) mkdir -p {{Path.GetDirectoryName(program)}}; touch {{program}};;
                *) exit 42;;
            esac
            """);
        (await RunAsync("--a b")).ExitCode.ShouldBe(42);
        File.ReadAllText(log).ShouldContain("-p:StandIns=CliWrap");
        File.ReadAllText(log).ShouldEndWith($"{program} --a b\n");

        File.Delete(log);
        (await RunAsync("again")).ExitCode.ShouldBe(42);
        File.ReadAllLines(log).ShouldHaveSingleItem().ShouldBe($"{program} again");

        File.Delete(log);
        door.Write("build/New.cs", "");
        await RunAsync();
        File.ReadAllText(log).ShouldContain("build ");
        File.ReadAllText(log).ShouldNotContain("restore ");
    }

    private void FakeDotnet(string script)
    {
        door.Write("path/dotnet", "#!/bin/bash\n" + script + "\n");
        File.SetUnixFileMode(Path.Combine(door.Root, "path", "dotnet"),
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private async Task<BufferedCommandResult> RunAsync(params string[] arguments) => await Cli.Wrap("/bin/bash")
        .WithArguments([Path.Combine(door.Root, "build.sh"), .. arguments])
        .WithEnvironmentVariables(e => e
            .Set("PATH", Path.Combine(door.Root, "path")).Set("HOME", door.Root).Set("DOTNET_ROOT", null).Set("StandIns", null))
        .WithValidation(CommandResultValidation.None)
        .ExecuteBufferedAsync(TestContext.Current.CancellationToken);
}
