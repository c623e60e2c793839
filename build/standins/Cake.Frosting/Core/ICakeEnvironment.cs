using System.Collections.Generic;
using Cake.Core.IO;

namespace Cake.Core;

public interface ICakeEnvironment
{
    DirectoryPath WorkingDirectory { get; set; }

    string GetEnvironmentVariable(string variable);

    IDictionary<string, string> GetEnvironmentVariables();
}
