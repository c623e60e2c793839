using System;
using System.Collections.Generic;
using System.Linq;
using Corewright.Build.Plan;

namespace Corewright.Build.Store;

/// <summary>Finds a set's packages in an index: the roots, and what they depend on.</summary>
internal static class DependencyClosure
{
    /// <summary>Resolves a set.</summary>
    /// <param name="set">The set.</param>
    /// <param name="index">Its suites' packages of its architecture.</param>
    /// <exception cref="BuildException">Something is not to be had; says what wanted it.</exception>
    public static LockedSet Resolve(PackageSet set, PackageIndex index)
    {
        var chosen = new Dictionary<string, IndexedPackage>(StringComparer.Ordinal);
        var open = new Queue<IndexedPackage>();
        foreach (string root in set.Roots)
            Choose(Root(set, root, index));

        while (set.Dependencies && open.TryDequeue(out IndexedPackage? package))
        {
            foreach (Relation[] alternatives in package.Dependencies)
            {
                if (alternatives.Any(relation => set.Exclude.Contains(relation.Name, StringComparer.Ordinal)))
                    continue;
                if (!alternatives.Any(relation => Candidates(relation, index).Any(found => chosen.ContainsKey(found.Name))))
                    Choose(Best(alternatives, index, set, package));
            }
        }

        return new LockedSet(
            set.Name, LockedSet.FingerprintOf(set),
            [.. chosen.Values.Select(package => package.Locked()).OrderBy(package => package.Name, StringComparer.Ordinal)]);

        void Choose(IndexedPackage package)
        {
            if (chosen.TryAdd(package.Name, package))
                open.Enqueue(package);
        }
    }

    private static IndexedPackage Root(PackageSet set, string root, PackageIndex index)
    {
        IndexedPackage? found = root.Split('=') is [string name, string version] ? index.Find(name, version)
            : root.Contains('*', StringComparison.Ordinal) ? index.FindNewest(root) : index.Find(root);
        if (found is not null)
            return found;
        string suites = string.Join(", ", set.Suites);
        string[] near = [.. Near(root, index.Names)];
        throw new BuildException(
            $"{suites} {(set.Suites.Count == 1 ? "has" : "have")} no package '{root}' for {set.Architecture}"
            + (near.Length == 0 ? "" : $" (there is: {string.Join(", ", near)})"),
            set.Where);
    }

    // Packages that begin and end alike: of "linux-image-7.9.*-cloud-amd64", other versions.
    private static IEnumerable<string> Near(string root, IEnumerable<string> names)
    {
        const int Named = 8;
        int dash = root.IndexOf('-', StringComparison.Ordinal);
        string start = dash > 0 && root.IndexOf('-', dash + 1) is > 0 and int second ? root[..(second + 1)] : root[..^1];
        string end = root.LastIndexOf('*') is >= 0 and int star ? root[(star + 1)..] : "";
        return names.Where(name => name.StartsWith(start, StringComparison.Ordinal) && name.EndsWith(end, StringComparison.Ordinal))
            .Order(Comparer<string>.Create(DebianVersion.Compare)).Reverse().Take(Named);
    }

    private static IndexedPackage Best(Relation[] alternatives, PackageIndex index, PackageSet set, IndexedPackage wantedBy)
    {
        foreach (Relation relation in alternatives)
        {
            if (Candidates(relation, index).FirstOrDefault() is { } found)
                return found;
        }

        throw new BuildException(
            $"{wantedBy.Name} {wantedBy.Version} needs {string.Join(" or ", alternatives)}, which {string.Join(", ", set.Suites)}"
            + " can't provide",
            set.Where, $"add a suite to the set '{set.Name}', or exclude '{alternatives[0].Name}' from it if that is not needed");
    }

    // A package of that name comes before packages that provide it.
    private static IEnumerable<IndexedPackage> Candidates(Relation relation, PackageIndex index)
    {
        if (index.Find(relation.Name) is { } named && relation.Allows(named.Version))
            yield return named;
        foreach (IndexedPackage provider in index.Providers(relation))
            yield return provider;
    }
}
