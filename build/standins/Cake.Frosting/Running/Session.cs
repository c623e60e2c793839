using System;
using System.Collections.Generic;
using System.IO;
using System.Reflection;
using Cake.Core;
using Cake.Core.Configuration;
using Cake.Core.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace Cake.Frosting.Running;

/// <summary>One call of the host: from arguments to an exit code.</summary>
internal sealed class Session(IServiceCollection services)
{
    private const int Failure = -1;

    public int Run(IReadOnlyList<string> arguments)
    {
        var log = new ConsoleLog();
        CommandLine line;
        try
        {
            line = CommandLine.Parse(arguments);
        }
        catch (CakeException exception)
        {
            Console.Error.WriteLine("Error: " + exception.Message);
            return Failure;
        }

        if (line.Version)
        {
            string description = Assembly.GetEntryAssembly()?.GetCustomAttribute<AssemblyDescriptionAttribute>()?.Description;
            Console.WriteLine(string.IsNullOrWhiteSpace(description) ? "Unknown" : description);
            return 0;
        }

        log.Verbosity = line.Verbosity;
        using var provider = Register(line, log);
        try
        {
            SetWorkingDirectory(provider, line);
            Run(provider, line, log);
            return 0;
        }
        catch (Exception exception)
        {
            log.Error("Error: {0}", log.Verbosity == Verbosity.Diagnostic ? exception : exception.Message);
            if (exception is AggregateException aggregate && log.Verbosity != Verbosity.Diagnostic)
            {
                foreach (var inner in aggregate.Flatten().InnerExceptions)
                    log.Error("\t{0}", inner.Message);
            }

            return Failure;
        }
    }

    private ServiceProvider Register(CommandLine line, ConsoleLog log) => services
        .AddSingleton(line)
        .AddSingleton<ICakeLog>(log)
        .AddSingleton<ICakeArguments, CakeArguments>()
        .AddSingleton<ICakeEnvironment, ProcessEnvironment>()
        .AddSingleton<ICakeConfiguration, Configuration>()
        .AddSingleton<ICakeContext, BaseContext>()
        .BuildServiceProvider();

    private static void SetWorkingDirectory(ServiceProvider provider, CommandLine line)
    {
        string path = line.Working ?? provider.GetService<WorkingDirectory>()?.Path.FullPath;
        if (path is null)
            return;
        path = Path.GetFullPath(path);
        if (!Directory.Exists(path))
            throw new FrostingException($"The working directory '{path}' does not exist.");
        provider.GetRequiredService<ICakeEnvironment>().WorkingDirectory = path;
    }

    private static void Run(ServiceProvider provider, CommandLine line, ConsoleLog log)
    {
        var graph = new TaskGraph(provider.GetServices<IFrostingTask>());
        if (line.Tree && !line.DryRun)
        {
            Listings.PrintTree(graph);
            return;
        }

        if (line.Description && !line.DryRun)
        {
            Listings.PrintDescriptions(graph);
            return;
        }

        var context = provider.GetService<IFrostingContext>() ?? new FrostingContext(provider.GetRequiredService<ICakeContext>());
        var summary = new RunSummary();
        var runner = new TaskRunner(context, log, graph, summary,
            provider.GetService<IFrostingSetup>(), provider.GetService<IFrostingTeardown>(),
            provider.GetService<IFrostingTaskSetup>(), provider.GetService<IFrostingTaskTeardown>())
        {
            DryRun = line.DryRun,
            Exclusive = line.Exclusive,
        };
        if (line.DryRun)
        {
            log.Information("Performing dry run...");
            log.Information("Targets are: {0}", string.Join(", ", line.Targets));
            log.Information("");
            runner.RunAsync(line.Targets).GetAwaiter().GetResult();
            log.Information("");
            log.Information("This was a dry run.");
            log.Information("No tasks were actually executed.");
            return;
        }

        try
        {
            runner.RunAsync(line.Targets).GetAwaiter().GetResult();
        }
        finally
        {
            summary.Print(log.Verbosity);
        }
    }
}
