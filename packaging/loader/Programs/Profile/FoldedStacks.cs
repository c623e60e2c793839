// Folded stacks: `outermost;…;innermost count`, a line each, as flame graph tools read them. The kernel's functions end in `_[k]`.

using System;
using Corewright.Loader.Output;

namespace Corewright.Loader.Profile;

/// <summary>Prints the tree as folded stacks.</summary>
internal static unsafe class FoldedStacks
{
    /// <summary>Prints it.</summary>
    public static void Print(Utf8Writer output, CallTree tree, FunctionList functions)
    {
        Span<int> path = stackalloc int[(2 * StackList.Deepest) + 2];
        for (int node = CallTree.Root; node != CallTree.None; node = tree.Next(node))
        {
            if (tree[node]->Self == 0 || node == CallTree.Root)
                continue;
            int depth = 0;
            for (int above = node; above != CallTree.Root; above = tree[above]->Parent)
                path[depth++] = tree[above]->Function;
            while (depth > 0)
            {
                int function = path[--depth];
                Name(output, functions.Name(function));
                output.Text(functions[function]->Kind == FunctionKind.Kernel ? "_[k]"u8 : default).Text(depth == 0 ? " "u8 : ";"u8);
            }
            output.Decimal(tree[node]->Self).Byte((byte)'\n');
        }
    }

    // What separates names can't be in them.
    private static void Name(Utf8Writer output, ReadOnlySpan<byte> name)
    {
        for (int end = name.IndexOf((byte)';'); end >= 0; end = name.IndexOf((byte)';'))
        {
            PlainText.Write(output, name[..end]);
            output.Byte((byte)':');
            name = name[(end + 1)..];
        }
        PlainText.Write(output, name);
    }
}
