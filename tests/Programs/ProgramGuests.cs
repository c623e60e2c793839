using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Corewright.Build;
using Corewright.Build.Guests;
using Corewright.Build.Kernels;
using Corewright.Tests.Guests;
using Xunit;

namespace Corewright.Tests.Programs;

/// <summary>
/// Boots each kernel once for all programs that were asked for, as many at a time as the host has cores; one that dies costs the
/// program that it died in, which runs again by itself. What a guest answers is
/// kept by the build's cache: without a change, nothing boots.
/// </summary>
public sealed class ProgramGuests : IAsyncLifetime
{
    private readonly Dictionary<string, Task<Answer>> _answers = [];
    private readonly CancellationTokenSource _stop = new();

    /// <summary>Starts everything; each test waits for its own kernel.</summary>
    public ValueTask InitializeAsync()
    {
        // Not that of the fixture's own context, which ends before the guests do.
        CancellationToken cancellation = _stop.Token;
        // One after the other: they share cargo's folder, and their loaders what was compiled before.
        var loaders = Task.Run(() => LoadersAsync(cancellation), cancellation);
        GuestRunner runner = TestGuests.Runner();
        foreach (string kernel in ProgramCatalog.Kernels)
            _answers[kernel] = Task.Run(() => RunAsync(runner, kernel, loaders, cancellation), cancellation);
        return ValueTask.CompletedTask;
    }

    /// <summary>Ends the guests that no test waits for any more.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        foreach (Task<Answer> answer in _answers.Values)
            await answer.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        _stop.Dispose();
    }

    /// <summary>What a kernel's guest answered.</summary>
    internal Task<Answer> OnAsync(string kernel) => _answers[kernel];

    // A program that does not compile costs only its own cases.
    private static async Task<Loaders> LoadersAsync(CancellationToken cancellation)
    {
        var loaders = new Loaders([], []);
        foreach (ProgramCase program in ProgramCatalog.Cases)
        {
            try
            {
                loaders.Built[program.Program] = await ProgramLoaders.BuildAsync(program.Program, ProgramCatalog.Kernels, cancellation);
            }
            catch (BuildException e)
            {
                loaders.Broken[program.Program] = e;
            }
        }
        return loaders;
    }

    private static async Task<Answer> RunAsync(GuestRunner runner, string id, Task<Loaders> loaders, CancellationToken cancellation)
    {
        PreparedKernel kernel = await TestGuests.PrepareAsync(id, cancellation);
        var architecture = TestGuests.Architecture(kernel);
        (var built, var broken) = await loaders;
        ProgramCase[] cases = [.. ProgramCatalog.Cases.Where(c => built.ContainsKey(c.Program) && !c.Excused.ContainsKey(id))];
        var loader = built.ToDictionary(b => b.Key, b => b.Value[architecture.Name]);
        var outcomes = await SharedGuest.RunAsync<ProgramCase>(cases, ProgramJob.IsStepOf, async part =>
        {
            string[] wanted = [.. part.Where(c => c.Since.Includes(kernel.Kernel)).SelectMany(c => c.Modules)];
            var modules = await new KernelModules(RepositoryStore.Store, RepositoryStore.Paths).ReadAsync(kernel.Kernel, wanted, cancellation);
            return await runner.RunAsync(kernel, architecture, await ProgramJob.CreateAsync(kernel, part, loader, modules), force: false, cancellation);
        });
        return new Answer(kernel, outcomes.ToDictionary(o => o.Key.Program, o => o.Value), broken);
    }

    /// <summary>One kernel's guest.</summary>
    internal sealed record Answer(
        PreparedKernel Kernel, IReadOnlyDictionary<string, GuestOutcome> Outcomes, IReadOnlyDictionary<string, Exception> Broken);

    private sealed record Loaders(Dictionary<string, IReadOnlyDictionary<string, byte[]>> Built, Dictionary<string, Exception> Broken);
}
