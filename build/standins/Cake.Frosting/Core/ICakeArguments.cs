using System.Collections.Generic;

namespace Cake.Core;

public interface ICakeArguments
{
    bool HasArgument(string name);

    ICollection<string> GetArguments(string name);

    IDictionary<string, ICollection<string>> GetArguments();
}
