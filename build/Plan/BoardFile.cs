using System.Collections.Generic;
using Corewright.Build.Plan.Yaml;

namespace Corewright.Build.Plan;

/// <summary><c>targets/boards/&lt;name&gt;.yml</c>.</summary>
internal static class BoardFile
{
    public static Board Read(string name, YamlMapping file, IReadOnlyDictionary<string, Architecture> architectures)
    {
        var keys = new KeyReader(file, "description", "architecture");
        return new Board(
            name, keys.Text("description"), architectures[keys.OneOf("architecture", "architecture", architectures.Keys)]);
    }
}
