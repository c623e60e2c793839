using System;
using System.Collections.Generic;
using System.Linq;
using Cake.Core;

namespace Cake.Frosting.Running;

/// <summary>Which task comes before which.</summary>
internal sealed class TaskGraph
{
    private readonly List<(TaskNode Before, TaskNode After)> edges = [];

    public TaskGraph(IEnumerable<IFrostingTask> tasks)
    {
        foreach (var node in tasks.Select(t => new TaskNode(t)))
        {
            if (Find(node.Name) is not null)
                throw new CakeException($"Another task with the name '{node.Name}' has already been added.");
            Nodes.Add(node);
        }

        foreach (var node in Nodes)
        {
            foreach (var dependency in node.Dependencies)
            {
                Connect(Find(dependency.Name)
                    ?? throw new CakeException($"Task '{node.Name}' is dependent on task '{dependency.Name}' which does not exist."), node);
            }

            foreach (string dependee in node.Dependees)
            {
                Connect(node, Find(dependee) ?? throw new CakeException(
                    $"Task '{node.Name}' has specified that it's a dependency for task '{dependee}' which does not exist."));
            }
        }
    }

    public List<TaskNode> Nodes { get; } = [];

    public IEnumerable<TaskNode> Roots => Nodes
        .Where(n => !edges.Any(e => e.Before == n))
        .OrderByDescending(n => n.Name.Equals("Default", StringComparison.OrdinalIgnoreCase))
        .ThenBy(n => n.Name, StringComparer.OrdinalIgnoreCase);

    public TaskNode Find(string name) => Nodes.Find(n => n.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The target with everything that comes before it, in order.</summary>
    public List<TaskNode> Order(TaskNode target)
    {
        var order = new List<TaskNode>();
        Visit(target, order, []);
        return order;
    }

    private void Connect(TaskNode before, TaskNode after)
    {
        if (before == after)
            throw new CakeException("Reflexive edges in graph are not allowed.");
        if (!edges.Contains((before, after)))
            edges.Add((before, after));
    }

    private void Visit(TaskNode node, List<TaskNode> order, HashSet<TaskNode> visited)
    {
        if (!visited.Add(node))
        {
            if (!order.Contains(node))
                throw new CakeException("Graph contains circular references.");
            return;
        }

        foreach (var (before, _) in edges.Where(e => e.After == node).ToArray())
            Visit(before, order, visited);
        order.Add(node);
    }
}
