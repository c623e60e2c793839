using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Corewright.Bpf.Btf;

namespace Corewright.Build.Ebpf.Finalise;

/// <summary>
/// Makes BTF names what the kernel takes: C identifiers shorter than KSYM_NAME_LEN (128 up to 6.0), and none where C has none
/// (<c>btf_name_valid_identifier</c> and the kinds' <c>check_meta</c> in kernel/bpf/btf.c). rustc writes
/// <c>HashMap&lt;u32, u64, 1024&gt;</c>.
/// </summary>
internal static partial class KernelNames
{
    /// <summary>The longest name that every kernel takes.</summary>
    public const int MaxLength = 127;

    /// <summary>Changes every name that needs it, and names unnamed parameters.</summary>
    public static void Apply(BtfGraph graph)
    {
        foreach (BtfNode node in graph.Nodes)
        {
            node.Name = node.Kind switch
            {
                BtfKind.Pointer or BtfKind.Array or BtfKind.FunctionPrototype or BtfKind.Const or BtfKind.Volatile
                    or BtfKind.Restrict => "",
                // Section names have dots; a tag's text is free.
                BtfKind.DataSection or BtfKind.DeclarationTag or BtfKind.TypeTag => node.Name,
                _ => Acceptable(node.Name),
            };
            for (int i = 0; i < node.Items.Count; i++)
            {
                string name = Acceptable(node.Items[i].Name);
                // A parameter of type void is the "..." of C, which has no name.
                if (node.Kind == BtfKind.FunctionPrototype && name.Length == 0 && node.Items[i].Type != 0)
                    name = string.Create(CultureInfo.InvariantCulture, $"arg{i}");
                node.Items[i] = node.Items[i] with { Name = name };
            }
        }
    }

    /// <summary>A name that the kernel takes: the same one if it does already, and the empty one for the empty one.</summary>
    public static string Acceptable(string name)
    {
        if (name.Length == 0 || (name.Length <= MaxLength && Identifier().IsMatch(name)))
            return name;
        string made = Others().Replace(name, "_").TrimEnd('_');
        if (made.Length == 0 || char.IsAsciiDigit(made[0]))
            made = "_" + made;
        if (made.Length <= MaxLength)
            return made;
        // Cut off, two long names could become one; some of the hash of the whole keeps them apart.
        string hash = Hash(name).ToString("x8", CultureInfo.InvariantCulture);
        return $"{made[..(MaxLength - hash.Length - 1)]}_{hash}";
    }

    /// <summary>FNV-1a: the same on every machine, unlike string.GetHashCode.</summary>
    private static uint Hash(string text)
    {
        uint hash = 2166136261;
        foreach (byte b in Encoding.Latin1.GetBytes(text))
            hash = unchecked((hash ^ b) * 16777619);
        return hash;
    }

    [GeneratedRegex(@"\A[A-Za-z_][A-Za-z0-9_]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Identifier();

    [GeneratedRegex("[^A-Za-z0-9_]+", RegexOptions.CultureInvariant)]
    private static partial Regex Others();
}
