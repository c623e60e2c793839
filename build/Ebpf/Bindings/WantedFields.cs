using System.Collections.Generic;
using System.Linq;

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
            {
                throw new BuildException(
                    $"no kernel has a type '{type.Name}'", type.Where,
                    type.Architecture is null ? null : $"is there a kernel of {type.Architecture} in the matrix?");
            }

            foreach (string path in type.Fields ?? [])
                Check(kernels, type, path);
        }
    }

    private static void Check(IReadOnlyList<KernelShape> kernels, WantedType type, string path)
    {
        string? reason = null;
        foreach (KernelShape kernel in kernels)
        {
            if (Leads(kernel, type.RustName, path.Split('.'), ref reason))
                return;
        }

        throw reason is null
            ? new BuildException($"no kernel has a field '{path}' in '{type.Name}'", type.Where)
            : new BuildException($"'{type.Name}.{path}' is {reason}, which has no counterpart in Rust", type.Where, "leave it out");
    }

    private static bool Leads(KernelShape kernel, string? type, string[] path, ref string? reason)
    {
        foreach (string field in path)
        {
            if (type is null || !kernel.Types.TryGetValue(type, out TypeShape? shape))
                return false;
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
}
