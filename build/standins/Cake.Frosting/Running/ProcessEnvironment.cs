using System;
using System.Collections;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Cake.Core;
using Cake.Core.IO;

namespace Cake.Frosting.Running;

internal sealed class ProcessEnvironment : ICakeEnvironment
{
    public DirectoryPath WorkingDirectory
    {
        get => new(Directory.GetCurrentDirectory());
        set => Directory.SetCurrentDirectory(value.FullPath);
    }

    public string GetEnvironmentVariable(string variable) => Environment.GetEnvironmentVariable(variable);

    public IDictionary<string, string> GetEnvironmentVariables() =>
        Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .ToDictionary(e => (string)e.Key, e => (string)e.Value, StringComparer.OrdinalIgnoreCase);
}
