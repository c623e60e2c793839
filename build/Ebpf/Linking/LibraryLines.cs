using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;

namespace Corewright.Build.Ebpf.Linking;

/// <summary>
/// Rewriting of LLVM IR text (the LLVM Language Reference, "DILocation"): what was inlined from the support crates or from core
/// counts as written where the program calls it. BTF's lines know no inlining, and it is the program's line that whoever reads
/// the verifier's log can do something about.
/// </summary>
internal static partial class LibraryLines
{
    private static readonly string[] s_libraries = ["corewright-ebpf/src/", "corewright-kernel/src/", "library/core/src/", "/usr/src/rustc-", "/rustc/"];

    /// <summary>Changes locations; drops what says where variables are, which BTF has no place for.</summary>
    public static IEnumerable<string> Rewrite(IReadOnlyList<string> lines)
    {
        var files = new HashSet<string>();
        var scopes = new Dictionary<string, string>();
        var locations = new Dictionary<string, Match>();
        foreach (string line in lines)
        {
            if (File().Match(line) is { Success: true } file)
            {
                if (s_libraries.Any(library => file.Groups["name"].Value.StartsWith(library, StringComparison.Ordinal)))
                    files.Add(file.Groups["id"].Value);
            }
            else if (Scope().Match(line) is { Success: true } scope)
            {
                scopes[scope.Groups["id"].Value] = scope.Groups["file"].Value;
            }
            else if (Location().Match(line) is { Success: true } location)
            {
                locations[location.Groups["id"].Value] = location;
            }
        }

        return lines.Where(line => !line.StartsWith("    #dbg_", StringComparison.Ordinal)).Select(line => Caller(line));

        string Caller(string line)
        {
            Match found = Location().Match(line);
            Match at = found;
            // A chain can't be longer than there are locations, whatever the module says.
            for (int i = 0; at.Success && IsOfLibrary(at) && i < locations.Count; i++)
                at = locations.GetValueOrDefault(at.Groups["caller"].Value, Match.Empty);
            return at.Success && at != found ? $"{found.Groups["id"].Value} = {found.Groups["distinct"].Value}!DILocation({at.Groups["where"].Value})" : line;
        }

        bool IsOfLibrary(Match location) =>
            location.Groups["caller"].Success && scopes.TryGetValue(location.Groups["scope"].Value, out string? file) && files.Contains(file);
    }

    [GeneratedRegex("""^(?<id>!\d+) = !DIFile\(filename: "(?<name>[^"]*)""", RegexOptions.CultureInvariant)]
    private static partial Regex File();

    [GeneratedRegex(@"^(?<id>!\d+) = (?:distinct )?!DI(?:Subprogram|LexicalBlock|LexicalBlockFile)\(.*\bfile: (?<file>!\d+)", RegexOptions.CultureInvariant)]
    private static partial Regex Scope();

    [GeneratedRegex(
        @"^(?<id>!\d+) = (?<distinct>distinct )?!DILocation\((?<where>[^)]*\bscope: (?<scope>!\d+)(?:, inlinedAt: (?<caller>!\d+))?[^)]*)\)",
        RegexOptions.CultureInvariant)]
    private static partial Regex Location();
}
