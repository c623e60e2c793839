using System;
using System.Collections.Generic;
using System.Linq;

namespace Corewright.Build.Ebpf.Bindings;

/// <summary>
/// Reads which types are wanted: <c>task_struct{pid,tgid,thread_info.flags},sock,context:xdp_md{data},pt_regs@x86_64{di}</c>.
/// White space may stand anywhere between names, a line may end an entry as a comma does, and <c>#</c> begins a comment.
/// </summary>
internal ref struct WantedTypes
{
    private const string Grammar = "write name, name{field,field.field}, name@architecture{…} or context:name{…}";
    private const string ContextPrefix = "context";

    private readonly ReadOnlySpan<char> _text;
    private readonly string _where;
    private int _at;
    private int _line;

    private WantedTypes(string text, string where)
    {
        _text = text;
        _where = where;
        _line = 1;
    }

    /// <summary>Reads the text.</summary>
    /// <param name="text">The list.</param>
    /// <param name="where">What it is, for errors: <c>--types</c>, or a file, to which the line is added.</param>
    /// <param name="architectures">The names that may follow an <c>@</c>.</param>
    /// <exception cref="BuildException">It can't be read, names nothing, or names a type twice.</exception>
    internal static IReadOnlyList<WantedType> Read(string text, string where, IReadOnlyCollection<string> architectures)
    {
        var reader = new WantedTypes(text, where);
        var wanted = new List<WantedType>();
        while (reader.NextIsName())
        {
            WantedType type = reader.Type(architectures);
            if (wanted.Any(other => other.RustName == type.RustName))
                throw new BuildException($"'{type.RustName}' is wanted twice", type.Where, "put all its fields into one entry");
            wanted.Add(type);
        }

        return wanted.Count > 0 ? wanted : throw new BuildException("no types are named", where, Grammar);
    }

    private WantedType Type(IReadOnlyCollection<string> architectures)
    {
        string where = Place();
        string name = Name();
        bool context = false;
        if (Take(':'))
        {
            if (name != ContextPrefix)
                throw new BuildException($"'{name}:' means nothing", where, Grammar);
            context = true;
            name = Name();
        }

        string? architecture = null;
        if (Take('@'))
        {
            architecture = Name();
            if (!architectures.Contains(architecture))
                throw Plan.Spelling.Unknown("architecture", architecture, where, architectures, "known");
        }

        return new WantedType(name, architecture, context, Take('{') ? Fields() : null, where);
    }

    private List<WantedField> Fields()
    {
        var fields = new List<WantedField>();
        while (!Take('}'))
        {
            if (!NextIsName())
                throw Unexpected();
            string where = Place();
            string path = Name();
            while (Take('.'))
                path += "." + Name();
            if (fields.Any(field => field.Path == path))
                throw new BuildException($"the field '{path}' is wanted twice", where, "leave out one of them");
            fields.Add(new WantedField(path, where));
        }

        return fields.Count > 0 ? fields : throw new BuildException("no fields are named", Place(), "leave out the braces for all");
    }

    private string Name()
    {
        Skip(commas: false);
        int start = _at;
        if (start < _text.Length && char.IsAsciiDigit(_text[start]))
            throw Unexpected();
        while (_at < _text.Length && (char.IsAsciiLetterOrDigit(_text[_at]) || _text[_at] == '_'))
            _at++;
        return _at > start ? _text[start.._at].ToString() : throw Unexpected();
    }

    // Whether another name may follow: at the end, none does. A brace that closes nothing is an error.
    private bool NextIsName()
    {
        Skip(commas: true);
        if (_at == _text.Length)
            return false;
        return _text[_at] != '}' ? true : throw Unexpected();
    }

    private bool Take(char expected)
    {
        Skip(commas: expected == '}');
        if (_at >= _text.Length || _text[_at] != expected)
            return false;
        _at++;
        return true;
    }

    private void Skip(bool commas)
    {
        for (; _at < _text.Length; _at++)
        {
            char c = _text[_at];
            if (c == '#')
            {
                while (_at < _text.Length && _text[_at] != '\n')
                    _at++;
                _at--;
            }
            else if (c == '\n')
            {
                _line++;
            }
            else if (!(char.IsWhiteSpace(c) || (commas && c == ',')))
            {
                return;
            }
        }
    }

    private readonly BuildException Unexpected() => _at < _text.Length
        ? new($"'{_text[_at]}' was not expected here", Place(), Grammar)
        : new("the end was not expected here", Place(), Grammar);

    private readonly string Place() => _where.StartsWith("--", StringComparison.Ordinal) ? _where : $"{_where}:{_line}";
}
