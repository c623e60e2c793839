using System;
using System.Collections.Generic;
using System.Linq;
using Corewright.Build.Plan;

namespace Corewright.Build.Ebpf.Bindings;

/// <summary>Checks that everything that is wanted is in some kernel.</summary>
internal static class WantedFields
{
    /// <summary>Checks.</summary>
    /// <exception cref="BuildException">No kernel has a type or field, or none that can be expressed.</exception>
    internal static void Check(IReadOnlyList<KernelShape> kernels, IReadOnlyList<WantedType> wanted)
    {
        foreach (WantedType type in wanted)
        {
            if (!kernels.Any(kernel => kernel.Types.ContainsKey(type.RustName)))
                throw Missing(kernels, type);
            foreach (WantedField field in type.Fields ?? [])
                Check(kernels, type, field);
        }
    }

    private static BuildException Missing(IReadOnlyList<KernelShape> kernels, WantedType type)
    {
        if (type.Architecture is { } architecture && kernels.All(kernel => kernel.Kernel.Architecture != architecture))
            return new BuildException($"no kernel of {architecture} is looked at", type.Where, "choose a matrix with one");
        return new BuildException(
            $"no kernel has a type '{type.Name}'", type.Where,
            Meant(type.Name, kernels.SelectMany(kernel => kernel.Names)) ?? "name a struct or enum as the kernel does, or a typedef of one");
    }

    private static void Check(IReadOnlyList<KernelShape> kernels, WantedType type, WantedField field)
    {
        string? reason = null;
        var names = new SortedSet<string>(StringComparer.Ordinal);
        string stop = "";
        foreach (KernelShape kernel in kernels)
        {
            if (Leads(kernel, type.RustName, field.Path.Split('.'), names, ref stop, ref reason))
                return;
        }

        throw reason is null
            ? new BuildException(
                $"no kernel has a field '{field.Path}' in '{type.Name}'", field.Where,
                Meant(stop, names) ?? "name a field as the kernel does, or leave it out")
            : new BuildException($"'{type.Name}.{field.Path}' is {reason}, which has no counterpart in Rust", field.Where, "leave it out");
    }

    // Follows a path in one kernel. Where that ends too early: at which name, and what there is instead.
    private static bool Leads(
        KernelShape kernel, string? type, string[] path, SortedSet<string> names, ref string stop, ref string? reason)
    {
        foreach (string field in path)
        {
            stop = field;
            if (type is null || !kernel.Types.TryGetValue(type, out TypeShape? shape))
                return false;
            names.UnionWith(shape.Names);
            if (shape.Values is { } values)
                return path.Length == 1 && values.Any(value => value.Name == field);
            if (shape.Fields.FirstOrDefault(f => f.Name == field) is not { } found)
            {
                reason ??= shape.LeftOut.GetValueOrDefault(field);
                return false;
            }

            FieldType at = found.Type;
            while (at.Kind == FieldKind.Array)
                at = at.Inner!;
            type = at.Kind == FieldKind.Composite ? at.Name : null;
        }

        return true;
    }

    private static string? Meant(string name, IEnumerable<string> known) =>
        Spelling.Nearest(name, known) is { } nearest ? $"did you mean '{nearest}'?" : null;
}
