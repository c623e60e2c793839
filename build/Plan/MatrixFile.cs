using System;
using System.Collections.Generic;
using Corewright.Build.Plan.Yaml;

namespace Corewright.Build.Plan;

/// <summary><c>targets/matrices/&lt;name&gt;.yml</c>.</summary>
internal static class MatrixFile
{
    public static KernelMatrix Read(string name, YamlMapping file, IReadOnlyDictionary<string, Kernel> kernels)
    {
        var keys = new KeyReader(file, "kernels");
        var chosen = new List<Kernel>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (YamlScalar id in keys.Scalars("kernels"))
        {
            if (!seen.Add(KeyReader.CheckKnown(id, "kernel", kernels.Keys)))
                throw new BuildException($"kernel '{id.Text}' is listed twice", id.Where, "keep one");
            chosen.Add(kernels[id.Text]);
        }

        return chosen.Count > 0
            ? new KernelMatrix(name, chosen)
            : throw new BuildException("the matrix has no kernels", file.Where, "list at least one");
    }
}
