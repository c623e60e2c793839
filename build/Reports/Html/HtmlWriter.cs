using System;
using System.Collections.Generic;
using System.Text;

namespace Corewright.Build.Reports.Html;

/// <summary>
/// Writes HTML with every text and attribute value escaped: there is no way to put guest output into the page unescaped.
/// Tag and attribute names are ours. Closing an element that is not the innermost is a bug, and said so.
/// </summary>
internal sealed class HtmlWriter
{
    private readonly StringBuilder page = new();
    private readonly Stack<string> open = new();

    /// <summary>Starts an element; an attribute with a null value is left out.</summary>
    internal HtmlWriter Open(string tag, params ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        Tag(tag, attributes);
        open.Push(tag);
        return this;
    }

    /// <summary>An element without content and end tag, such as <c>meta</c>.</summary>
    internal HtmlWriter Void(string tag, params ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        Tag(tag, attributes);
        page.Append('\n');
        return this;
    }

    /// <summary>Ends the innermost element, which must be this one.</summary>
    internal HtmlWriter Close(string tag)
    {
        if (open.Pop() is var innermost && innermost != tag)
            throw new InvalidOperationException($"</{tag}> would close <{innermost}>");
        page.Append("</").Append(tag).Append('>');
        if (tag is not ("span" or "a" or "code" or "strong" or "small")) page.Append('\n');
        return this;
    }

    /// <summary>A whole element that holds only text.</summary>
    internal HtmlWriter Element(string tag, string text, params ReadOnlySpan<(string Name, string? Value)> attributes) =>
        Open(tag, attributes).Text(text).Close(tag);

    /// <summary>Text, cleaned of what can't be seen and escaped.</summary>
    internal HtmlWriter Text(string text)
    {
        Escape(PrintableText.Clean(text));
        return this;
    }

    /// <summary>The stylesheet: the one piece of content that is ours and not escaped.</summary>
    internal HtmlWriter Style(string css)
    {
        page.Append("<style>\n").Append(css).Append("</style>\n");
        return this;
    }

    /// <summary>The page.</summary>
    public override string ToString() => "<!DOCTYPE html>\n" + page;

    private void Tag(string tag, ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        page.Append('<').Append(tag);
        foreach ((string name, string? value) in attributes)
        {
            if (value is null) continue;
            page.Append(' ').Append(name).Append("=\"");
            Escape(PrintableText.Line(value));
            page.Append('"');
        }

        page.Append('>');
    }

    private void Escape(string text)
    {
        foreach (char c in text)
        {
            _ = c switch
            {
                '&' => page.Append("&amp;"),
                '<' => page.Append("&lt;"),
                '>' => page.Append("&gt;"),
                '"' => page.Append("&quot;"),
                '\'' => page.Append("&#39;"),
                _ => page.Append(c),
            };
        }
    }
}
