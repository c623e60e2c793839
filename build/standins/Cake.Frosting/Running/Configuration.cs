using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Cake.Core;
using Cake.Core.Configuration;

namespace Cake.Frosting.Running;

/// <summary>Settings, weakest first: the host's, <c>CAKE_*</c> of the environment, <c>cake.config</c>, arguments.</summary>
internal sealed class Configuration : ICakeConfiguration
{
    private readonly Dictionary<string, string> values = new(StringComparer.OrdinalIgnoreCase);

    public Configuration(IEnumerable<BaseSetting> settings, ICakeEnvironment environment, CommandLine line)
    {
        foreach (var setting in settings)
            values[setting.Key.Trim()] = setting.Value;
        var variables = environment.GetEnvironmentVariables();
        foreach (var (name, value) in variables)
        {
            if (name.StartsWith("CAKE_", StringComparison.OrdinalIgnoreCase))
                values[name[5..].Trim()] = value;
        }

        string file = Path.Combine(environment.WorkingDirectory.FullPath, "cake.config");
        if (File.Exists(file))
            Read(File.ReadAllLines(file), variables);
        foreach (var (name, given) in line.Remaining)
            values[name.Trim()] = given.FirstOrDefault() ?? string.Empty;
    }

    public string GetValue(string key) => values.GetValueOrDefault(key.Trim());

    private void Read(string[] lines, IDictionary<string, string> variables)
    {
        string section = "";
        foreach (string raw in lines)
        {
            string text = raw.Trim();
            if (text.Length == 0 || text[0] == ';')
                continue;
            if (text[0] == '[')
            {
                section = text[^1] == ']' ? text[1..^1] : throw new InvalidOperationException("Encountered malformed section.");
                if (section.Any(char.IsWhiteSpace))
                    throw new InvalidOperationException("Sections cannot contain whitespace.");
                continue;
            }

            int separator = text.IndexOf('=');
            if (separator < 0)
                throw new InvalidOperationException("Expected to find '=' token.");
            string key = text[..separator];
            if (key.Any(char.IsWhiteSpace))
                throw new InvalidOperationException($"The key '{key}' contains whitespace.");
            string value = text[(separator + 1)..].TrimStart();
            if (value.Length == 0)
                throw new InvalidOperationException("Expected to find value.");
            values[section.Length == 0 ? key : section + "_" + key] =
                Regex.Replace(value, "%(.*?)%", m => variables.TryGetValue(m.Groups[1].Value, out string found) ? found : m.Value);
        }
    }
}
