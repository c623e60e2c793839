// One string holds all arguments, quoted as the C runtime of Windows reads them; .NET takes it apart again by the same rules.
using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace CliWrap.Builders;

public class ArgumentsBuilder
{
    private readonly StringBuilder buffer = new();

    public ArgumentsBuilder Add(string value, bool escape)
    {
        if (buffer.Length > 0)
            buffer.Append(' ');
        buffer.Append(escape ? Escape(value) : value);
        return this;
    }

    public ArgumentsBuilder Add(string value) => Add(value, true);

    public ArgumentsBuilder Add(IEnumerable<string> values)
    {
        foreach (string value in values)
            Add(value);
        return this;
    }

    public ArgumentsBuilder Add(IFormattable value) => Add(value.ToString(null, CultureInfo.InvariantCulture));

    public string Build() => buffer.ToString();

    private static string Escape(string argument)
    {
        if (argument.Length > 0 && !argument.Any(c => char.IsWhiteSpace(c) || c == '"'))
            return argument;
        var quoted = new StringBuilder("\"");
        int backslashes = 0;
        foreach (char c in argument)
        {
            if (c == '\\')
            {
                backslashes++;
                continue;
            }

            // Backslashes mean themselves, unless a quotation mark follows.
            quoted.Append('\\', c == '"' ? 2 * backslashes + 1 : backslashes).Append(c);
            backslashes = 0;
        }

        return quoted.Append('\\', 2 * backslashes).Append('"').ToString();
    }
}
