using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using CliWrap.Buffered;
using Corewright.Build.Guests;
using Corewright.Build.Loaders;
using Corewright.Build.Store;

namespace Corewright.Build.Doctor;

/// <summary>Looks at everything that a build relies on, without changing anything.</summary>
public static class Examination
{
    /// <summary>All findings, host first, cache last.</summary>
    public static async Task<IReadOnlyList<Finding>> RunAsync(BuildContext context)
    {
        var findings = new List<Finding>
        {
            Host(),
            await ProgramAsync(context, DotnetHost.Path, "--version", ".NET SDK", Health.Missing, "install the .NET 10 SDK"),
            StandIns(),
            Compilers(),
            await ProgramAsync(context, "git", "--version", "git", Health.Note, "without it, artifacts carry no commit"),
            await ProgramAsync(context, "gpgv", "--version", "gpgv", Health.Note, "needed to resolve packages anew: install the package gpgv"),
            Mirror(context),
            Kvm(),
        };
        findings.AddRange(await CacheExamination.RunAsync(context));
        return findings;
    }

    private static Finding Host() => KvmProbe.HostArchitecture == "x86_64" && OperatingSystem.IsLinux()
        ? new(Health.Good, "host", "Linux on x86_64")
        : new(Health.Missing, "host", $"{KvmProbe.HostArchitecture}: the pinned compilers and emulators run on Linux on x86_64");

    private static Finding StandIns()
    {
        string list = Environment.GetEnvironmentVariable("StandIns") ?? "none";
        return new(Health.Good, "named packages", list == "none"
            ? "all from the feed"
            : $"the feed lacks {list.Replace("+", ", ", StringComparison.Ordinal)}: build/standins/ serves");
    }

    private static Finding Compilers()
    {
        try
        {
            return new(Health.Good, "C# compilers", CompilerPaths.Find().Identity);
        }
        catch (BuildException exception)
        {
            return new(Health.Missing, "C# compilers", exception.Message);
        }
    }

    private static Finding Mirror(BuildContext context)
    {
        try
        {
            var mirror = MirrorSettings.Find(new StoreOptions(
                Mirror: context.Settings.Mirror, SecurityMirror: context.Settings.MirrorSecurity, Keyring: context.Settings.Keyring));
            return new(Health.Good, "mirror", $"{mirror.Main} ({mirror.Origin}), keyring {mirror.Keyring}");
        }
        catch (BuildException exception)
        {
            return new(context.Settings.Offline ? Health.Note : Health.Missing, "mirror", exception.Message);
        }
    }

    private static Finding Kvm() => KvmProbe.MakesMachines
        ? new(Health.Good, "KVM", $"{KvmProbe.HostArchitecture} guests use it once it has booted one")
        : new(Health.Note, "KVM", "not usable: all guests are emulated");

    private static async Task<Finding> ProgramAsync(
        BuildContext context, string program, string argument, string subject, Health otherwise, string advice)
    {
        try
        {
            var result = await CliWrap.Cli.Wrap(program).WithArguments([argument]).ExecuteBufferedAsync(context.Cancellation);
            return new(Health.Good, subject, result.StandardOutput.Split('\n')[0].Trim());
        }
        catch (Exception exception) when (exception is System.ComponentModel.Win32Exception or CliWrap.Exceptions.CommandExecutionException)
        {
            return new(otherwise, subject, advice);
        }
    }
}
