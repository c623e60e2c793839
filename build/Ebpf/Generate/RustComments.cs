using System;
using System.Collections.Generic;
using System.Text;

namespace Corewright.Build.Ebpf.Generate;

/// <summary>
/// Finds the documentation comments of a Rust source (the Rust reference, "Comments", "Tokens") and what they are on: structs,
/// unions, enums, their fields and values, constants and statics, also those inside a macro's braces. It knows comments and literals
/// from code, and no more of the grammar than that.
/// </summary>
internal ref struct RustComments
{
    private readonly ReadOnlySpan<char> _source;
    private readonly List<(string, string)> _found = [];
    private readonly StringBuilder _comment = new();

    // The type in whose braces we are, and how deep these are; -1 outside of any.
    private string _type = "";
    private int _typeDepth = -1;
    private int _depth;
    private int _at;

    private RustComments(string source) => _source = source;

    /// <summary>All that is documented: <c>Type</c>, <c>Type.field</c>, <c>CONSTANT</c>, each with its comment.</summary>
    internal static IReadOnlyList<(string Name, string Comment)> Read(string source)
    {
        var reader = new RustComments(source);
        reader.Read();
        return reader._found;
    }

    private void Read()
    {
        while (Token() is { } token)
        {
            switch (token)
            {
                case "{" or "(" or "[":
                    _depth++;
                    break;
                case "}" or ")" or "]":
                    _depth--;
                    if (_depth == _typeDepth)
                        _typeDepth = -1;
                    break;
                case "#":
                    Attribute();
                    continue;
                case "struct" or "union" or "enum" when _typeDepth < 0:
                    Type();
                    continue;
                case "const" or "static":
                    Constant();
                    continue;
                // Between a comment and the name that it is on.
                case "pub" or "mut" or "extern":
                    Restriction();
                    continue;
                default:
                    Member(token);
                    break;
            }

            _comment.Clear();
        }
    }

    private void Type()
    {
        string comment = Comment();
        if (Token() is not { } name || !IsName(name))
            return;
        Found(name, comment);
        // Up to the braces; a semicolon ends a type without any.
        for (string? token = Token(); token is not null; token = Token())
        {
            if (token == ";")
                return;
            if (token == "(")
            {
                _depth++;
                return;
            }

            if (token == "{")
            {
                (_type, _typeDepth) = (name, _depth++);
                _comment.Clear();
                return;
            }
        }
    }

    private void Constant()
    {
        string comment = Comment();
        int back = _at;
        string? name = Token();
        if (name == "mut")
            name = Token();
        if (name is null || !IsName(name))
        {
            _at = back;
            return;
        }

        // In the braces of flags! the constants are the type's values.
        Found(_typeDepth >= 0 ? $"{_type}.{name}" : name, comment);
    }

    // A name right inside a type's braces, with a comment before it: a field or a value.
    private void Member(string token)
    {
        if (_typeDepth >= 0 && _depth == _typeDepth + 1 && IsName(token) && _comment.Length > 0)
            Found($"{_type}.{(token.StartsWith("r#", StringComparison.Ordinal) ? token[2..] : token)}", Comment());
    }

    private void Found(string name, string comment)
    {
        if (comment.Length > 0)
            _found.Add((name, comment));
    }

    private readonly string Comment()
    {
        string comment = _comment.ToString().Trim();
        _comment.Clear();
        return comment;
    }

    // #[…] and #![…]: between a comment and what it is on.
    private void Attribute()
    {
        string comment = _comment.ToString();
        int depth = 0;
        for (string? token = Token(); token is not null; token = Token())
        {
            if (token == "[")
                depth++;
            else if (token == "]" && --depth == 0)
                break;
            else if (depth == 0 && token != "!")
                break;
        }

        _comment.Clear().Append(comment);
    }

    // pub(crate), pub(super): the parenthesis says to whom.
    private void Restriction()
    {
        string comment = _comment.ToString();
        int back = _at;
        if (Token() == "(")
        {
            while (Token() is { } token && token != ")")
            {
            }
        }
        else
        {
            _at = back;
        }

        _comment.Clear().Append(comment);
    }

    private static bool IsName(string token) => char.IsAsciiLetter(token[0]) || token[0] == '_';

    // The next word or sign; comments with documentation are kept, other comments and literals are passed over.
    private string? Token()
    {
        while (_at < _source.Length)
        {
            char c = _source[_at];
            ReadOnlySpan<char> rest = _source[_at..];
            if (char.IsWhiteSpace(c))
                _at++;
            else if (rest.StartsWith("//"))
                LineComment(rest);
            else if (rest.StartsWith("/*"))
                BlockComment();
            else if (c == '"')
                Text();
            else if (c is 'r' or 'b' or 'c' && IsRawText(rest))
                RawText();
            else if (c == '\'')
                Quote();
            else if (char.IsAsciiLetterOrDigit(c) || c == '_')
                return Word();
            else
                return _source[_at++].ToString();
        }

        return null;
    }

    private void LineComment(ReadOnlySpan<char> rest)
    {
        int end = rest.IndexOf('\n');
        ReadOnlySpan<char> line = end < 0 ? rest : rest[..end];
        _at += line.Length;
        // Four slashes are a comment like any other.
        if (line.StartsWith("///") && !line.StartsWith("////"))
            _comment.Append(line[3..].Trim()).Append('\n');
    }

    private void BlockComment()
    {
        int depth = 0;
        while (_at < _source.Length)
        {
            ReadOnlySpan<char> rest = _source[_at..];
            if (rest.StartsWith("/*"))
                (depth, _at) = (depth + 1, _at + 2);
            else if (rest.StartsWith("*/"))
                (depth, _at) = (depth - 1, _at + 2);
            else
                _at++;
            if (depth == 0)
                return;
        }
    }

    private void Text()
    {
        for (_at++; _at < _source.Length && _source[_at] != '"'; _at++)
        {
            if (_source[_at] == '\\')
                _at++;
        }

        _at++;
    }

    // r"…", r#"…"#, br"…"; but r#type is a name.
    private static bool IsRawText(ReadOnlySpan<char> rest)
    {
        int at = rest[0] == 'r' ? 1 : rest.Length > 1 && rest[1] == 'r' ? 2 : -1;
        if (at < 0)
            return false;
        while (at < rest.Length && rest[at] == '#')
            at++;
        return at < rest.Length && rest[at] == '"';
    }

    private void RawText()
    {
        int hashes = 0;
        for (; _source[_at] != '"'; _at++)
            hashes += _source[_at] == '#' ? 1 : 0;
        string end = "\"" + new string('#', hashes);
        int length = _source[(_at + 1)..].IndexOf(end);
        _at = length < 0 ? _source.Length : _at + 1 + length + end.Length;
    }

    // 'x' and '\n' are characters, 'a without an end is a lifetime.
    private void Quote()
    {
        ReadOnlySpan<char> rest = _source[_at..];
        int end = rest.Length > 2 && rest[1] == '\\' ? rest[2..].IndexOf('\'') is >= 0 and var found ? found + 2 : -1
            : rest.Length > 2 && rest[2] == '\'' ? 2 : -1;
        _at += end < 0 ? 1 : end + 1;
        // '\'' has a quote inside.
        if (end == 2 && rest[1] == '\\')
            _at += 1;
    }

    private string Word()
    {
        int start = _at;
        if (_source[_at..].StartsWith("r#"))
            _at += 2;
        while (_at < _source.Length && (char.IsAsciiLetterOrDigit(_source[_at]) || _source[_at] == '_'))
            _at++;
        return _source[start.._at].ToString();
    }
}
