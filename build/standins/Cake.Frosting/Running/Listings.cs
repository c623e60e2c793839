using System;
using System.Linq;

namespace Cake.Frosting.Running;

/// <summary>What <c>--description</c> and <c>--tree</c> print.</summary>
internal static class Listings
{
    public static void PrintDescriptions(TaskGraph graph)
    {
        int width = Math.Max(29, graph.Nodes.Select(n => n.Name.Length).DefaultIfEmpty().Max()) + 1;
        Console.WriteLine();
        Console.WriteLine("Task".PadRight(width) + "Description");
        Console.WriteLine(new string('=', width + 50));
        foreach (var node in graph.Nodes)
            Console.WriteLine(node.Name.PadRight(width) + node.Description);
    }

    public static void PrintTree(TaskGraph graph)
    {
        Console.WriteLine();
        foreach (var root in graph.Roots)
        {
            Print(graph, root, "", "", "");
            Console.WriteLine();
        }
    }

    private static void Print(TaskGraph graph, TaskNode node, string indent, string branch, string below)
    {
        Console.WriteLine(indent + branch + node.Name);
        for (int i = 0; i < node.Dependencies.Count; i++)
        {
            bool isLast = i == node.Dependencies.Count - 1;
            Print(graph, graph.Find(node.Dependencies[i].Name), indent + below, isLast ? "└─" : "├─", isLast ? "   " : "│ ");
        }
    }
}
