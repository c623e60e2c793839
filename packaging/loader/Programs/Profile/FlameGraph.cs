// A flame graph (Brendan Gregg, 2011): a box for each node of the call tree, as wide as its share of the samples, on its caller.
// SVG 1.1, without scripts: each box has a title, which viewers show where the pointer is and which their search finds.

using System;
using Corewright.Loader.Output;

namespace Corewright.Loader.Profile;

/// <summary>Draws the tree.</summary>
internal static unsafe class FlameGraph
{
    private const uint Width = 1200;
    private const uint Margin = 12;
    private const uint BoxHeight = 18;
    private const uint HeadHeight = 64;
    private const uint FootHeight = 14;

    // Hundredths of a pixel, since there are no fractions here.
    private const uint Scale = 100;
    private const uint LeastBox = 20;
    private const uint LetterWidth = 680;
    private const int Colours = 6;

    /// <summary>Draws it.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="tree">In order; gets its boxes' places.</param>
    /// <param name="functions">The functions' names.</param>
    /// <param name="processes">The modules' names.</param>
    /// <param name="hertz">How often a second was sampled.</param>
    public static void Draw(Utf8Writer output, CallTree tree, FunctionList functions, ProcessList processes, uint hertz)
    {
        uint deepest = Place(tree);
        uint height = HeadHeight + ((deepest + 1) * BoxHeight) + FootHeight;
        ulong all = tree[CallTree.Root]->Total;
        output.Text("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\""u8).Decimal(Width).Text("\" height=\""u8).Decimal(height)
            .Text("\" viewBox=\"0 0 "u8).Decimal(Width).Byte((byte)' ').Decimal(height).Text("\">\n"u8).Text(Style)
            .Text("<rect class=\"paper\" width=\"100%\" height=\"100%\"/>\n<text class=\"head\" x=\"12\" y=\"27\">CPU profile</text>\n"u8)
            .Text("<text class=\"note\" x=\"12\" y=\"46\">"u8).Decimal(all).Text(" samples, "u8).Decimal(hertz)
            .Text(" a second on each processor; the width of a box is its share, what it stands on called it</text>\n"u8).Text(Legend);
        for (int node = CallTree.Root; node != CallTree.None; node = tree.Next(node))
            Box(output, tree, node, functions, processes, height);
        output.Text("</svg>\n"u8);
    }

    // Light and dark, as the viewer likes it. The warm colours are programs', the cold ones the kernel's.
    private static ReadOnlySpan<byte> Style => """
        <style>
        text{font:11px ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;fill:#23201c;pointer-events:none}
        .paper{fill:#fffdf9}.head{font:600 17px system-ui,"DejaVu Sans",sans-serif}.note{font:12px system-ui,"DejaVu Sans",sans-serif;fill:#6e675e}
        g rect{stroke:#fffdf9;stroke-width:.6}g:hover rect{stroke:#23201c;stroke-width:1.4}
        .r{fill:#d9d3c9}.p{fill:#cfc6d8}.x{fill:#dcd8d2}
        .u0{fill:#f2a65a}.u1{fill:#f4b266}.u2{fill:#ee964b}.u3{fill:#f6bd60}.u4{fill:#f19c79}.u5{fill:#eeb479}
        .k0{fill:#8ecae6}.k1{fill:#7bb8d9}.k2{fill:#9ad1d4}.k3{fill:#84b6d6}.k4{fill:#8fc1c9}.k5{fill:#a0c4e0}
        @media(prefers-color-scheme:dark){.paper{fill:#1d1b19}.head{fill:#f3eee6}.note{fill:#a79f94}g rect{stroke:#1d1b19}g:hover rect{stroke:#fff}}
        </style>

        """u8;

    private static ReadOnlySpan<byte> Legend => """
        <rect class="u0" x="958" y="36" width="11" height="11" rx="2"/><text class="note" x="974" y="46">programs</text>
        <rect class="k0" x="1042" y="36" width="11" height="11" rx="2"/><text class="note" x="1058" y="46">kernel</text>
        <rect class="p" x="1112" y="36" width="11" height="11" rx="2"/><text class="note" x="1128" y="46">processes</text>

        """u8;

    // What is to the left of each node, and how deep the deepest one is that can be seen.
    private static uint Place(CallTree tree)
    {
        uint deepest = 0;
        for (int node = CallTree.Root; node != CallTree.None; node = tree.Next(node))
        {
            ulong left = tree[node]->Left;
            for (int child = tree[node]->FirstChild; child != CallTree.None; child = tree[child]->NextSibling)
            {
                tree[child]->Left = left;
                left += tree[child]->Total;
            }
            if (Extent(tree, tree[node]->Total) >= LeastBox)
                deepest = Math.Max(deepest, (uint)tree[node]->Depth);
        }
        return deepest;
    }

    private static void Box(Utf8Writer output, CallTree tree, int number, FunctionList functions, ProcessList processes, uint height)
    {
        CallNode* node = tree[number];
        uint left = Extent(tree, node->Left), width = Extent(tree, node->Left + node->Total) - left;
        if (width < LeastBox)
            return;
        Function* function = number == CallTree.Root ? null : functions[node->Function];
        ReadOnlySpan<byte> name = function == null ? "all"u8 : functions.Name(node->Function);
        uint top = height - FootHeight - (((uint)node->Depth + 1) * BoxHeight);
        Title(output.Text("<g><title>"u8), tree, node, name, function == null ? default : processes.Path(function->Module));
        output.Text("</title><rect class=\""u8);
        Colour(output, function, name);
        output.Text("\" x=\""u8);
        Pixels(output, left + (Margin * Scale));
        output.Text("\" y=\""u8).Decimal(top).Text("\" width=\""u8);
        Pixels(output, width);
        output.Text("\" height=\"17\" rx=\"2\"/>"u8);
        int letters = (int)((width - Math.Min(width, 8 * Scale)) * 100 / (LetterWidth * Scale));
        if (letters >= 3)
        {
            output.Text("<text x=\""u8);
            Pixels(output, left + ((Margin + 4) * Scale));
            output.Text("\" y=\""u8).Decimal(top + 12).Text("\">"u8);
            MarkupText.Write(output, name, letters);
            output.Text("</text>"u8);
        }
        output.Text("</g>\n"u8);
    }

    private static void Title(Utf8Writer output, CallTree tree, CallNode* node, ReadOnlySpan<byte> name, ReadOnlySpan<byte> module)
    {
        MarkupText.Write(output, name);
        if (module.Length != 0)
        {
            MarkupText.Write(output.Text(" ("u8), module);
            output.Byte((byte)')');
        }
        ulong all = tree[CallTree.Root]->Total;
        Share.Write(output.Text("\n"u8), node->Total, all);
        output.Text(", "u8).Decimal(node->Total).Text(node->Total == 1 ? " sample"u8 : " samples"u8);
        if (node->Self != 0)
        {
            Share.Write(output.Text("; itself "u8), node->Self, all);
            output.Text(", "u8).Decimal(node->Self);
        }
    }

    // The same function has the same colour everywhere.
    private static void Colour(Utf8Writer output, Function* function, ReadOnlySpan<byte> name)
    {
        if (function == null || function->Kind == FunctionKind.Process || function->Module == Module.Unknown)
        {
            output.Byte(function == null ? (byte)'r' : function->Kind == FunctionKind.Process ? (byte)'p' : (byte)'x');
            return;
        }
        uint hash = 2166136261;
        foreach (byte letter in name)
            hash = (hash ^ letter) * 16777619;
        output.Byte(function->Kind == FunctionKind.Kernel ? (byte)'k' : (byte)'u').Decimal((hash >> 8) % Colours);
    }

    private static uint Extent(CallTree tree, ulong samples) =>
        (uint)(samples * ((Width - (2 * Margin)) * Scale) / Math.Max(tree[CallTree.Root]->Total, 1));

    private static void Pixels(Utf8Writer output, uint hundredths)
    {
        uint rest = hundredths % Scale;
        output.Decimal(hundredths / Scale);
        if (rest != 0)
            output.Byte((byte)'.').Byte((byte)('0' + (rest / 10))).Byte((byte)('0' + (rest % 10)));
    }
}
