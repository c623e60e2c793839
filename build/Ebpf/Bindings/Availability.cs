using System;
using System.Collections.Generic;
using System.Linq;
using Corewright.Build.Plan;

namespace Corewright.Build.Ebpf.Bindings;

/// <summary>Says in which kernels something is.</summary>
internal sealed class Availability
{
    private readonly (string Architecture, Kernel[] Kernels)[] _all;

    /// <summary>Speaks of these kernels.</summary>
    internal Availability(IEnumerable<Kernel> kernels) =>
        _all = [.. kernels.GroupBy(k => k.Architecture).Select(g => (g.Key, g.OrderBy(k => Order(k)).ToArray()))];

    /// <summary>A kernel's version as a number to compare by.</summary>
    internal static Version Order(Kernel kernel) => Version.Parse(kernel.Version);

    /// <summary>In all kernels.</summary>
    internal const string Everywhere = "everywhere";

    /// <summary>As <see cref="Text"/>, or <see cref="Everywhere"/>.</summary>
    internal string Shortly(IReadOnlyCollection<Kernel> having) =>
        _all.All(a => a.Kernels.All(having.Contains)) ? Everywhere : Text(having);

    /// <summary>For example <c>x86_64 5.10 to 7.3, armv7 5.10 and 6.12</c>.</summary>
    internal string Text(IReadOnlyCollection<Kernel> having)
    {
        var texts = new List<string>();
        foreach ((string architecture, Kernel[] kernels) in _all)
        {
            var runs = new List<string>();
            for (int i = 0; i < kernels.Length; i++)
            {
                if (!having.Contains(kernels[i]))
                    continue;
                int first = i;
                while (i + 1 < kernels.Length && having.Contains(kernels[i + 1]))
                    i++;
                runs.Add(first == i ? kernels[i].Version : $"{kernels[first].Version} to {kernels[i].Version}");
            }

            if (runs.Count > 0)
                texts.Add($"{architecture} {string.Join(" and ", runs)}");
        }

        return string.Join(", ", texts);
    }

    /// <summary>For example <c>before 6.1</c>, where that says which of the kernels are meant; otherwise all of them.</summary>
    /// <param name="meant">These.</param>
    /// <param name="of">Of these.</param>
    internal string Briefly(IReadOnlyCollection<Kernel> meant, IReadOnlyCollection<Kernel> of)
    {
        Kernel[] others = [.. of.Where(k => !meant.Contains(k))];
        Version first = others.Min(Order)!, last = others.Max(Order)!;
        if (meant.All(k => Order(k) < first))
            return $"before {first}";
        return meant.All(k => Order(k) > last) ? $"after {last}" : $"on {Text(meant)}";
    }
}
