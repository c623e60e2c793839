using System;
using System.Collections.Generic;
using System.IO;
using System.Threading.Tasks;
using CliWrap;
using CliWrap.Buffered;
using Xunit;

namespace Corewright.Tests.Frame;

/// <summary>Runs the xtask as a user does, in a process of its own and on a checkout that holds only what it is given.</summary>
internal sealed class FrontDoor : IDisposable
{
    public FrontDoor()
    {
        Root = Directory.CreateTempSubdirectory("corewright-front-door-").FullName;
        Write("Directory.Build.props", "<Project><PropertyGroup><Version>1.2.3</Version></PropertyGroup></Project>");
    }

    public string Root { get; }

    public Dictionary<string, string?> Environment { get; } = new()
    {
        ["NO_COLOR"] = "1",
        ["XDG_CACHE_HOME"] = null,
        ["CI_NODE_INDEX"] = null,
        ["JOB_COMPLETION_INDEX"] = null,
        ["GITHUB_ACTIONS"] = null,
        ["SOURCE_DATE_EPOCH"] = null,
    };

    public static string Program => Path.Combine(AppContext.BaseDirectory, "corewright.dll");

    public void Write(string name, string text)
    {
        string path = Path.Combine(Root, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    // Who runs the tests in the background (nohup, a shell's &) has them ignore SIGINT, which is inherited.
    public Command Command(params string[] arguments) => Cli.Wrap("env")
        .WithArguments(["--default-signal=INT", "dotnet", Program, "--working=" + Root, .. arguments])
        .WithEnvironmentVariables(Environment)
        .WithValidation(CommandResultValidation.None);

    public async Task<BufferedCommandResult> RunAsync(params string[] arguments) =>
        await Command(arguments).ExecuteBufferedAsync(TestContext.Current.CancellationToken);

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
