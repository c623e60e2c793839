using System.Collections.Generic;
using System.Linq;
using Cake.Core;

namespace Cake.Frosting.Running;

internal sealed class CakeArguments(CommandLine line) : ICakeArguments
{
    public bool HasArgument(string name) => line.Remaining.ContainsKey(name);

    public ICollection<string> GetArguments(string name) => line.Remaining.TryGetValue(name, out var values) ? values : [];

    public IDictionary<string, ICollection<string>> GetArguments() =>
        line.Remaining.ToDictionary(pair => pair.Key, ICollection<string> (pair) => [.. pair.Value]);
}
