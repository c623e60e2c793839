using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Corewright.Build;
using Corewright.Build.Guests;
using Corewright.Build.Kernels;
using Corewright.Build.Loaders;
using Corewright.Build.Support;
using Corewright.Tests.Guests;
using Xunit;

namespace Corewright.Tests.Features;

/// <summary>
/// Boots each kernel once for all features that were asked for, as many at a time as the host has cores; one that dies costs the
/// feature that it died in, which runs again by itself. What a guest answers is
/// kept by the build's cache: without a change, nothing boots.
/// </summary>
public sealed class FeatureGuests : IAsyncLifetime
{
    private readonly Dictionary<string, Task<Answer>> _answers = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<(string Feature, string Kernel), SupportVerdict> _proved = new();

    /// <summary>Starts everything; each test waits for its own kernel.</summary>
    public ValueTask InitializeAsync()
    {
        // Not that of the fixture's own context, which ends before the guests do.
        CancellationToken cancellation = _stop.Token;
        // One object for all kernels, and one guest for each kernel: both are begun once.
        var objects = FeatureCatalog.Features.Select(f => f.Object).Distinct()
            .ToDictionary(name => name, name => Task.Run(() => BuildAsync(name, cancellation), cancellation));
        // One more than there are cores: what the features wait for takes no time of theirs.
        var runner = new GuestRunner(RepositoryStore.Store, RepositoryStore.Paths, RepositoryStore.Log, Environment.ProcessorCount + 1);
        foreach (string kernel in FeatureCatalog.Kernels)
            _answers[kernel] = Task.Run(() => RunAsync(runner, kernel, objects, cancellation), cancellation);
        return ValueTask.CompletedTask;
    }

    /// <summary>Ends the guests that no test waits for any more.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        foreach (Task<Answer> answer in _answers.Values)
            await answer.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        _stop.Dispose();
        // A part of the features, or of the kernels, says nothing about the rest.
        if (!FeatureCatalog.IsWhole || _proved.IsEmpty)
            return;
        Directory.CreateDirectory(RepositoryStore.Paths.Artifacts);
        string proof = FeatureCatalog.Proof((feature, kernel) => _proved.TryGetValue((feature.Name, kernel), out var verdict) ? verdict : null).Format();
        await File.WriteAllTextAsync(RepositoryStore.Paths.SupportProof, proof, CancellationToken.None);
    }

    /// <summary>Notes that a feature was judged and holds on a kernel.</summary>
    internal void Proved(Feature feature, string kernel, SupportVerdict verdict) => _proved[(feature.Name, kernel)] = verdict;

    /// <summary>What a kernel's guest answered.</summary>
    internal Task<Answer> OnAsync(string kernel) => _answers[kernel];

    private static async Task<Answer> RunAsync(
        GuestRunner runner, string id, Dictionary<string, Task<byte[]>> objects, CancellationToken cancellation)
    {
        PreparedKernel kernel = await TestGuests.PrepareAsync(id, cancellation);
        var architecture = TestGuests.Architecture(kernel);
        LoaderBinary bpfrun = await new BpfRunBuilder(RepositoryStore.Paths, RepositoryStore.Store).BuildAsync("0.0.0", architecture, cancellation);
        // An object that does not compile costs only the features that need it.
        var built = new Dictionary<string, byte[]>();
        var broken = new Dictionary<string, Exception>();
        foreach ((string name, Task<byte[]> task) in objects)
        {
            try
            {
                built[name] = await task;
            }
            catch (BuildException e)
            {
                broken[name] = e;
            }
        }
        Feature[] features = [.. FeatureCatalog.Features.Where(f => built.ContainsKey(f.Object) && !f.Excused.ContainsKey(id))];
        byte[] executable = await File.ReadAllBytesAsync(bpfrun.Path, cancellation);
        var outcomes = await SharedGuest.RunAsync<Feature>(features, FeatureJob.IsStepOf, async part =>
        {
            string[] wanted = [.. part.Where(f => f.Since.Includes(kernel.Kernel)).SelectMany(f => f.Modules)];
            var modules = await new KernelModules(RepositoryStore.Store, RepositoryStore.Paths).ReadAsync(kernel.Kernel, wanted, cancellation);
            GuestJob job = await FeatureJob.CreateAsync(kernel, part, executable, built, modules, cancellation);
            return await runner.RunAsync(kernel, architecture, job, force: false, cancellation);
        });
        return new Answer(kernel, outcomes.ToDictionary(o => o.Key.Name, o => o.Value), broken);
    }

    private static Task<byte[]> BuildAsync(string name, CancellationToken cancellation) => (RustObjects.Has(name), CObjects.Has(name)) switch
    {
        (true, false) => RustObjects.BuildAsync(name, cancellation),
        (false, true) => CObjects.BuildAsync(name, cancellation),
        (true, true) => throw new BuildException($"there are two objects of the name '{name}'", "tests/Features"),
        _ => throw new BuildException($"there is no crate and no C source of the name '{name}'", "tests/Features"),
    };

    /// <summary>One kernel's guest.</summary>
    internal sealed record Answer(
        PreparedKernel Kernel, IReadOnlyDictionary<string, GuestOutcome> Outcomes, IReadOnlyDictionary<string, Exception> Broken);
}
