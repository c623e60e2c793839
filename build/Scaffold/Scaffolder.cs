using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading;
using System.Threading.Tasks;
using Corewright.Build.Ebpf.Generate;

namespace Corewright.Build.Scaffold;

/// <summary>Begins a program: its crate, the types that it shares, the sink that prints them, and tests that pass.</summary>
/// <param name="paths">Where things are.</param>
/// <param name="templates">The folder of templates.</param>
internal sealed partial class Scaffolder(BuildPaths paths, string templates)
{
    private const string Ending = ".template";

    /// <summary>The files that a program begins with, and what is in them.</summary>
    /// <param name="name">The program's name: a crate's, in lower case.</param>
    /// <param name="kind">The kind of program.</param>
    /// <returns>Paths from the root, in order.</returns>
    /// <exception cref="BuildException">The name can't be one.</exception>
    public IReadOnlyDictionary<string, string> Files(string name, ProgramKind kind)
    {
        if (!Name().IsMatch(name))
        {
            throw new BuildException(
                $"'{name}' can't be a program's name", Options.Name.Usage, "take lower-case letters, digits and single dashes, a letter first, at most 24");
        }
        string pascal = CSharpName.Pascal(name);
        return new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            [$"ebpf-crates/programs/{name}/Cargo.toml"] = Filled("crate.Cargo.toml", name, kind),
            [$"ebpf-crates/programs/{name}/src/main.rs"] = Filled(kind.Family + "/main.rs", name, kind),
            [$"ebpf-crates/{name}-types/Cargo.toml"] = Filled("types.Cargo.toml", name, kind),
            [$"ebpf-crates/{name}-types/src/lib.rs"] = Filled(kind.Family + "/types.rs", name, kind),
            [$"packaging/loader/Programs/{pascal}/{pascal}Sink.cs"] = Filled(kind.Family + "/Sink.cs", name, kind),
            [$"tests/Loader/{pascal}SinkTests.cs"] = Filled("SinkTests.cs", name, kind),
            [$"tests/Programs/Cases/{pascal}.cs"] = Filled("Case.cs", name, kind),
        };
    }

    /// <summary>Writes the files, and the program's page. Either all of them are new, or nothing is written.</summary>
    /// <param name="name">As for <see cref="Files"/>.</param>
    /// <param name="kind">The kind of program.</param>
    /// <param name="cancellationToken">Ends it; what was written is removed.</param>
    /// <returns>The files, from the root.</returns>
    /// <exception cref="BuildException">There is a program of that name.</exception>
    public async Task<IReadOnlyList<string>> WriteAsync(string name, ProgramKind kind, CancellationToken cancellationToken)
    {
        IReadOnlyDictionary<string, string> files = Files(name, kind);
        if (files.Keys.FirstOrDefault(file => File.Exists(Path.Combine(paths.Root, file))) is { } there)
            throw new BuildException("the file is there already", there, "take another name");
        var written = new List<string>();
        try
        {
            foreach ((string file, string text) in files)
            {
                string path = Path.Combine(paths.Root, file);
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                written.Add(path);
                await File.WriteAllTextAsync(path, text, cancellationToken);
            }
        }
        catch
        {
            written.ForEach(File.Delete);
            throw;
        }
        string pages = Path.Combine(paths.EbpfCrates, "README.md");
        await File.AppendAllTextAsync(pages, Filled("page.md", name, kind), cancellationToken);
        return [.. files.Keys, Path.GetRelativePath(paths.Root, pages)];
    }

    private string Filled(string template, string name, ProgramKind kind)
    {
        string text = File.ReadAllText(Path.Combine(templates, template + Ending));
        var values = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["name"] = name,
            ["Name"] = CSharpName.Pascal(name),
            ["crate"] = name.Replace('-', '_'),
            ["description"] = kind.Family == "packet" ? $"Reports each packet at {kind.Hook}" : $"Reports who reaches {kind.Hook}",
            ["hook"] = kind.Hook,
            ["attribute"] = kind.Attribute,
            ["declaration"] = kind.Declaration,
            ["context"] = kind.Context,
            ["imports"] = kind.Imports,
            ["function"] = "on_" + name.Replace('-', '_'),
            ["answer"] = kind.Answer,
            ["body"] = kind.Body,
            ["length"] = kind.Length,
            ["workload"] = kind.Workload,
            ["since"] = kind.Since,
            ["lacks"] = kind.Lacks,
            ["modules"] = kind.Modules.Count == 0 ? "" : $"\n    {{\n        {kind.ModuleList},\n    }}",
        };
        return Token().Replace(text, token => values[token.Groups[1].Value]);
    }

    [GeneratedRegex("^(?=.{2,24}$)[a-z][a-z0-9]*(-[a-z0-9]+)*$")]
    private static partial Regex Name();

    [GeneratedRegex(@"\{\{([A-Za-z]+)\}\}")]
    private static partial Regex Token();
}
