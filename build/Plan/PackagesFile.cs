using System;
using System.Collections.Generic;
using System.Linq;
using Corewright.Build.Plan.Yaml;

namespace Corewright.Build.Plan;

/// <summary><c>targets/packages.yml</c>: suites and package sets.</summary>
internal static class PackagesFile
{
    private static readonly string[] Architectures = ["amd64", "arm64", "armhf"];

    public static PackageCatalogue Read(YamlMapping file)
    {
        var keys = new KeyReader(file, "suites", "sets", "leave-out");

        var suites = new Dictionary<string, Suite>(StringComparer.Ordinal);
        foreach ((YamlScalar name, YamlNode value) in keys.Mapping("suites").Entries)
            suites.Add(name.Text, ReadSuite(name, value));

        var sets = new Dictionary<string, PackageSet>(StringComparer.Ordinal);
        foreach ((YamlScalar name, YamlNode value) in keys.Mapping("sets").Entries)
            sets.Add(name.Text, ReadSet(name, value, suites.Keys));

        string[] leaveOut = [.. keys.Scalars("leave-out", optional: true).Select(Folder)];
        return new PackageCatalogue(suites, sets, leaveOut);
    }

    private static Suite ReadSuite(YamlScalar name, YamlNode value)
    {
        var keys = new KeyReader(Mapping(name, value), "archive", "areas");
        Archive archive = keys.OneOf("archive", "archive", ["main", "security"]) == "main" ? Archive.Main : Archive.Security;
        return new Suite(name.Text, archive, [.. keys.Scalars("areas").Select(area => area.Text)]);
    }

    private static PackageSet ReadSet(YamlScalar name, YamlNode value, IReadOnlyCollection<string> suites)
    {
        var keys = new KeyReader(Mapping(name, value), "architecture", "suites", "roots", "exclude");
        return new PackageSet(
            name.Text,
            keys.OneOf("architecture", "Debian architecture", Architectures),
            [.. keys.Scalars("suites").Select(suite => KeyReader.CheckKnown(suite, "suite", suites))],
            [.. keys.Scalars("roots").Select(Root)],
            [.. keys.Scalars("exclude", optional: true).Select(PackageName)],
            Dependencies: true,
            name.Where);
    }

    /// <summary>A package name, and perhaps how its version begins: <c>name=1.2</c>.</summary>
    private static string Root(YamlScalar root)
    {
        string[] parts = root.Text.Split('=', 2);
        PackageName(root with { Text = parts[0] });
        return parts.Length == 1 || (parts[1].Length > 0 && parts[1].All(c => char.IsAsciiDigit(c) || c == '.') && !parts[0].Contains('*', StringComparison.Ordinal))
            ? root.Text
            : throw new BuildException($"'{parts[1]}' is not the beginning of a version", root.Where, "write it like name=1.2");
    }

    /// <summary>A package name by Debian policy 5.6.1, in which <c>*</c> may stand for text without a hyphen.</summary>
    public static string PackageName(YamlScalar name)
    {
        bool valid = name.Text.Length >= 2 && char.IsAsciiLetterOrDigit(name.Text[0])
            && name.Text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '+' or '-' or '.' or '_' or '*');
        return valid ? name.Text : throw new BuildException($"'{name.Text}' is not a package name", name.Where);
    }

    private static string Folder(YamlScalar folder) =>
        folder.Text.EndsWith('/') && !folder.Text.StartsWith('/')
            ? folder.Text
            : throw new BuildException(
                $"'{folder.Text}' is not a folder of a package", folder.Where, "write it like usr/share/man/");

    private static YamlMapping Mapping(YamlScalar name, YamlNode value) => value as YamlMapping
        ?? throw new BuildException($"'{name.Text}' has {value.Kind}, a mapping of keys to values was expected", value.Where);
}
