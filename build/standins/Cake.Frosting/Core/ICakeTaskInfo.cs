using System.Collections.Generic;

namespace Cake.Core;

public interface ICakeTaskInfo
{
    string Name { get; }

    string Description { get; }

    IReadOnlyList<CakeTaskDependency> Dependencies { get; }
}

public sealed class CakeTaskDependency(string name, bool required)
{
    public string Name { get; } = name;

    public bool Required { get; } = required;
}
