using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace Corewright.Build.Store;

/// <summary>One package of an index; its fields are read from the index's text when they are asked for.</summary>
/// <param name="Name">The package's name.</param>
/// <param name="Version">Its version.</param>
/// <param name="Suite">The suite whose index it is.</param>
/// <param name="Paragraph">Its paragraph.</param>
internal sealed record IndexedPackage(string Name, string Version, string Suite, ReadOnlyMemory<byte> Paragraph)
{
    /// <summary>Pre-Depends and Depends.</summary>
    public IEnumerable<Relation[]> Dependencies =>
        Relation.ParseField(Text("Pre-Depends"u8)).Concat(Relation.ParseField(Text("Depends"u8)));

    /// <summary>Names that it stands for.</summary>
    public IEnumerable<Relation> Provides => Relation.ParseField(Text("Provides"u8)).Select(group => group[0]);

    /// <summary>What a lock says of it.</summary>
    /// <exception cref="BuildException">The index lacks a field or has it in a form that can't be.</exception>
    public LockedPackage Locked()
    {
        string hash = Text("SHA256"u8);
        bool valid = long.TryParse(Text("Size"u8), NumberStyles.None, CultureInfo.InvariantCulture, out long size)
            && size > 0 && hash.Length == 64 && hash.All(char.IsAsciiHexDigitLower);
        return valid
            ? new LockedPackage(Name, Version, Text("Architecture"u8), Suite, size, hash, Text("Filename"u8))
            : throw new BuildException($"the index of {Suite} has neither size nor SHA-256 of {Name}");
    }

    private string Text(ReadOnlySpan<byte> field) => Deb822.Text(Paragraph.Span, field);
}

/// <summary>The packages of one architecture in some suites: of each name the newest, and older ones for who asks for them.</summary>
internal sealed class PackageIndex
{
    private readonly Dictionary<string, IndexedPackage> _packages = new(StringComparer.Ordinal);
    private readonly List<IndexedPackage> _older = [];
    private Dictionary<string, List<IndexedPackage>>? _providers;

    /// <summary>All names.</summary>
    public IReadOnlyCollection<string> Names => _packages.Keys;

    /// <summary>Adds the packages of an index.</summary>
    /// <param name="suite">The suite that it belongs to.</param>
    /// <param name="text">The text of its <c>Packages</c> file; kept.</param>
    public void Add(string suite, ReadOnlyMemory<byte> text)
    {
        _providers = null;
        foreach (ReadOnlyMemory<byte> paragraph in Deb822.Paragraphs(text))
        {
            string name = Deb822.Text(paragraph.Span, "Package"u8);
            string version = Deb822.Text(paragraph.Span, "Version"u8);
            if (name.Length == 0 || version.Length == 0)
                continue;
            var package = new IndexedPackage(name, version, suite, paragraph);
            if (_packages.TryGetValue(name, out IndexedPackage? known))
            {
                bool isNewer = DebianVersion.Compare(known.Version, version) < 0;
                _older.Add(isNewer ? known : package);
                if (!isNewer)
                    continue;
            }

            _packages[name] = package;
        }
    }

    /// <summary>The package of that name, or null.</summary>
    public IndexedPackage? Find(string name) => _packages.GetValueOrDefault(name);

    /// <summary>The newest package of that name whose version is the given one or one of its, as 1.2.3 is one of 1.2; or null.</summary>
    public IndexedPackage? Find(string name, string version) => _older.Where(package => package.Name == name).Append(Find(name))
        .OfType<IndexedPackage>()
        .Where(package => package.Version.StartsWith(version, StringComparison.Ordinal)
            && (package.Version.Length == version.Length || !char.IsAsciiDigit(package.Version[version.Length])))
        .MaxBy(package => package.Version, Comparer<string>.Create(DebianVersion.Compare));

    /// <summary>The newest package whose name fits a pattern, in which <c>*</c> stands for text without a hyphen.</summary>
    public IndexedPackage? FindNewest(string pattern) => _packages.Values
        .Where(package => Fits(package.Name, pattern))
        .OrderBy(package => package, Comparer<IndexedPackage>.Create(
            (a, b) => DebianVersion.Compare(a.Version, b.Version) is not 0 and int order
                ? order
                : string.CompareOrdinal(a.Name, b.Name)))
        .LastOrDefault();

    /// <summary>Packages that provide a name in a version that the relation allows, by name.</summary>
    public IEnumerable<IndexedPackage> Providers(Relation relation)
    {
        if (_providers is null)
        {
            _providers = new Dictionary<string, List<IndexedPackage>>(StringComparer.Ordinal);
            foreach (IndexedPackage package in _packages.Values.OrderBy(package => package.Name, StringComparer.Ordinal))
            {
                foreach (Relation provided in package.Provides)
                {
                    if (!_providers.TryGetValue(provided.Name, out List<IndexedPackage>? list))
                        _providers.Add(provided.Name, list = []);
                    list.Add(package);
                }
            }
        }

        return _providers.GetValueOrDefault(relation.Name, []).Where(package => relation.Operator.Length == 0
            || package.Provides.Any(p => p.Name == relation.Name && p.Version.Length > 0 && relation.Allows(p.Version)));
    }

    private static bool Fits(string name, string pattern)
    {
        int star = pattern.IndexOf('*', StringComparison.Ordinal);
        if (star < 0)
            return name == pattern;
        if (!name.StartsWith(pattern.AsSpan(0, star), StringComparison.Ordinal))
            return false;
        string rest = pattern[(star + 1)..];
        for (int end = star; end <= name.Length; end++)
        {
            if (Fits(name[end..], rest))
                return true;
            if (end < name.Length && name[end] == '-')
                return false;
        }

        return false;
    }
}
