// YAML 1.2 as far as targets/ needs it: block and flow mappings, lists, scalars. What makes a small file mean more than it says
// (anchors and aliases, tags, several documents, merge keys) is refused, so that no file can grow when it is read.
using System;
using System.Collections.Generic;
using System.IO;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Corewright.Build.Plan.Yaml;

/// <summary>Reads one file of <c>targets/</c> into nodes that know their lines.</summary>
internal sealed class YamlFile
{
    /// <summary>The largest file that is read, in bytes. The longest of ours has a twentieth of it.</summary>
    public const int MaximumBytes = 256 * 1024;

    private const int MaximumDepth = 12;

    private readonly string _name;
    private readonly Parser _parser;

    private YamlFile(string name, string text)
    {
        _name = name;
        _parser = new Parser(new StringReader(text));
    }

    /// <summary>Reads a file.</summary>
    /// <param name="root">The repository's root, which messages leave out.</param>
    /// <param name="path">The file, absolute.</param>
    /// <exception cref="BuildException">The file is missing, too large, or not the YAML described above.</exception>
    public static YamlMapping Read(string root, string path)
    {
        string name = Path.GetRelativePath(root, path).Replace('\\', '/');
        var file = new FileInfo(path);
        if (!file.Exists)
            throw new BuildException("the file is missing", name, "restore it from version control");
        if (file.Length > MaximumBytes)
            throw new BuildException($"the file has {file.Length} bytes, at most {MaximumBytes} are read", name);
        return Parse(name, File.ReadAllText(path));
    }

    /// <summary>Reads a text that is called <paramref name="name"/> in messages.</summary>
    public static YamlMapping Parse(string name, string text)
    {
        var file = new YamlFile(name, text);
        try
        {
            return file.Document();
        }
        catch (YamlException error)
        {
            throw new BuildException(
                $"not valid YAML: {error.Message.TrimEnd('.')}", $"{name}:{error.Start.Line}", cause: error);
        }
        catch (Exception error) when (error is InvalidOperationException or ArgumentException or IndexOutOfRangeException)
        {
            // The scanner's own, over some broken texts; it got at least to here.
            throw new BuildException(
                "not valid YAML at or below this line", file._parser.Current is { } at ? file.Here(at) : name, cause: error);
        }
    }

    private YamlMapping Document()
    {
        _parser.Consume<StreamStart>();
        if (!_parser.TryConsume<DocumentStart>(out _))
            throw new BuildException("the file is empty, a mapping of keys to values was expected", _name);
        YamlNode node = Node(0);
        _parser.Consume<DocumentEnd>();
        if (!_parser.TryConsume<StreamEnd>(out _))
            throw new BuildException("a second document starts here, one was expected", Here(_parser.Current!));
        return node as YamlMapping
            ?? throw new BuildException($"{node.Kind} stands here, a mapping of keys to values was expected", node.Where);
    }

    private YamlNode Node(int depth)
    {
        if (_parser.TryConsume<AnchorAlias>(out AnchorAlias? alias))
            throw new BuildException($"alias '*{alias.Value}' is not allowed in targets/", Here(alias), "write the value out");
        if (!_parser.Accept<NodeEvent>(out NodeEvent? start))
            throw new BuildException("a value was expected", Here(_parser.Current!));
        _parser.MoveNext();
        string where = Here(start);
        if (!start.Anchor.IsEmpty)
            throw new BuildException($"anchor '&{start.Anchor}' is not allowed in targets/", where, "write the value out");
        if (!start.Tag.IsEmpty)
            throw new BuildException($"tag '{start.Tag}' is not allowed in targets/", where, "leave it out");
        if (depth > MaximumDepth)
            throw new BuildException($"values are nested more than {MaximumDepth} deep", where);
        return start switch
        {
            Scalar scalar => new YamlScalar(where, scalar.Value, scalar.Style is not (ScalarStyle.Plain or ScalarStyle.Any)),
            SequenceStart => Sequence(where, depth),
            MappingStart => Mapping(where, depth),
            _ => throw new BuildException("this kind of value is not allowed in targets/", where),
        };
    }

    private YamlSequence Sequence(string where, int depth)
    {
        var items = new List<YamlNode>();
        while (!_parser.TryConsume<SequenceEnd>(out _))
            items.Add(Node(depth + 1));
        return new YamlSequence(where, items);
    }

    private YamlMapping Mapping(string where, int depth)
    {
        var entries = new List<YamlEntry>();
        var lines = new Dictionary<string, string>(StringComparer.Ordinal);
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            YamlNode key = Node(depth + 1);
            if (key is not YamlScalar name)
                throw new BuildException($"{key.Kind} stands where a key was expected", key.Where);
            if (!lines.TryAdd(name.Text, name.Where))
                throw new BuildException($"key '{name.Text}' occurs twice, first at {lines[name.Text]}", name.Where, "keep one");
            entries.Add(new YamlEntry(name, Node(depth + 1)));
        }

        return new YamlMapping(where, entries);
    }

    private string Here(ParsingEvent at) => $"{_name}:{at.Start.Line}";
}
