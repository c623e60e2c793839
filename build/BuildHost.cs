using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using Cake.Frosting;
using Microsoft.Extensions.DependencyInjection;

namespace Corewright.Build;

/// <summary>The xtask: Cake with our context, lifetimes and tasks.</summary>
public static class BuildHost
{
    /// <summary>What a run returns that a signal ended: 128 + SIGINT, as shells have it.</summary>
    public const int Interrupted = 130;

    /// <summary>Runs the tasks that the arguments ask for.</summary>
    /// <returns>0 only when everything asked for succeeded.</returns>
    public static int Run(IReadOnlyList<string> arguments)
    {
        if (arguments.Any(a => a is "--help" or "-h" or "-?"))
        {
            Help.Print(Console.Out);
            return 0;
        }

        if (TaskNames.FindUnknown(arguments) is { } unknown)
        {
            Console.Error.WriteLine("Error: " + unknown.Message);
            return 1;
        }

        using var run = new BuildRun();
        run.ListenForSignals();
        var host = new CakeHost();
        // Cake looks into the program's own assembly by itself; where a test is the program, ours is another one.
        if (Assembly.GetEntryAssembly() != typeof(BuildHost).Assembly)
            host.AddAssembly(typeof(BuildHost).Assembly);
        int code = host
            .ConfigureServices(services => services.AddSingleton(run))
            .UseContext<BuildContext>()
            .UseLifetime<BuildLifetime>()
            .UseTaskLifetime<BuildTaskLifetime>()
            .UseWorkingDirectory(FindRoot(AppContext.BaseDirectory))
            .Run(arguments);
        run.Close();
        return run.Cancellation.IsCancellationRequested ? Interrupted : code;
    }

    /// <summary>The repository that this program was built in: the nearest folder above it that holds the solution.</summary>
    public static string FindRoot(string start)
    {
        for (string? folder = Path.GetFullPath(start); folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "Corewright.slnx")))
                return folder;
        }

        return Directory.GetCurrentDirectory();
    }
}
