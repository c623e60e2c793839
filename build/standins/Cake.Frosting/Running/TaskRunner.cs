using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Threading.Tasks;
using Cake.Core;
using Cake.Core.Diagnostics;

namespace Cake.Frosting.Running;

/// <summary>Runs targets: setup, each task between its own setup and teardown, teardown.</summary>
internal sealed class TaskRunner(
    IFrostingContext context, ICakeLog log, TaskGraph graph, RunSummary summary,
    IFrostingSetup setup, IFrostingTeardown teardown, IFrostingTaskSetup taskSetup, IFrostingTaskTeardown taskTeardown)
{
    public bool DryRun { get; init; }

    public bool Exclusive { get; init; }

    public async Task RunAsync(IReadOnlyList<string> names)
    {
        string[] missing = [.. names.Where(n => graph.Find(n) is null)];
        if (missing.Length == 1)
            throw new CakeException($"The target '{missing[0]}' was not found.");
        if (missing.Length > 1)
            throw new CakeException($"The targets {string.Join(", ", missing.Select(m => $"'{m}'"))} were not found.");

        TaskNode[] targets = [.. names.Select(graph.Find)];
        Exception thrown = null;
        try
        {
            Setup(targets[0]);
            int number = 0;
            foreach (var target in targets)
            {
                foreach (var task in Exclusive ? [target] : graph.Order(target))
                {
                    if (DryRun)
                        log.Information("{0}. {1}", ++number, task.Name);
                    else
                        await RunAsync(task, task == target);
                }
            }
        }
        catch (Exception exception)
        {
            thrown = exception;
            throw;
        }
        finally
        {
            Teardown(thrown);
        }
    }

    private void Setup(TaskNode target)
    {
        if (setup is null)
            return;
        Heading("Setup", '-');
        var watch = Stopwatch.StartNew();
        setup.Setup(context, new SetupContext(context, target, graph.Order(target)));
        summary.Add("Setup", watch.Elapsed);
    }

    private void Teardown(Exception thrown)
    {
        if (teardown is null)
            return;
        Heading("TearDown", '-');
        var watch = Stopwatch.StartNew();
        try
        {
            teardown.Teardown(context, new TeardownContext(context, thrown));
        }
        catch (Exception exception) when (thrown is not null)
        {
            log.Error("An error occurred in a custom teardown action.");
            log.Error("Teardown error: {0}", exception);
        }
        finally
        {
            summary.Add("Teardown", watch.Elapsed);
        }
    }

    private async Task RunAsync(TaskNode node, bool isTarget)
    {
        if (!node.Task.ShouldRun(context))
        {
            if (isTarget)
                throw new CakeException($"Could not reach target '{node.Name}' since it was skipped due to a criteria.");
            taskSetup?.Setup(context, new TaskSetupContext(context, node));
            taskTeardown?.Teardown(context, new TaskTeardownContext(context, node, TimeSpan.Zero, true, null));
            summary.AddSkipped(node.Name);
            return;
        }

        Heading(node.Name, '=');
        var watch = Stopwatch.StartNew();
        Exception thrown = null;
        try
        {
            taskSetup?.Setup(context, new TaskSetupContext(context, node));
            await node.Task.RunAsync(context);
        }
        catch (Exception exception)
        {
            thrown = exception;
            log.Error("An error occurred when executing task '{0}'.", node.Name);
            if (node.HandlesErrors)
                node.Task.OnError(exception, context);
            else if (node.ContinuesOnError)
                log.Error("Error: {0}", exception.Message);
            else
                throw;
        }
        finally
        {
            node.Task.Finally(context);
            taskTeardown?.Teardown(context, new TaskTeardownContext(context, node, watch.Elapsed, false, thrown));
            summary.Add(node.Name, watch.Elapsed, failed: thrown is not null, isQuiet: !node.HasBody);
        }
    }

    private void Heading(string name, char rule)
    {
        if (DryRun || log.Verbosity < Verbosity.Normal)
            return;
        Console.WriteLine();
        Console.WriteLine(new string(rule, 40));
        Console.WriteLine(name);
        Console.WriteLine(new string(rule, 40));
    }
}
