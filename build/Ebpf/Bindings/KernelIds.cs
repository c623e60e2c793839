using System;
using System.Collections.Generic;
using System.Text;
using Corewright.Bpf.Btf;

namespace Corewright.Build.Ebpf.Bindings;

/// <summary>One kernel's structs, unions and enums, and the typedefs, by name.</summary>
internal static class KernelIds
{
    /// <summary>The ids; a struct, union or enum of a name goes before a typedef of it.</summary>
    /// <param name="btf">The kernel's BTF.</param>
    internal static IReadOnlyDictionary<string, uint> Of(BtfReader btf)
    {
        var ids = new Dictionary<string, uint>(StringComparer.Ordinal);
        var typedefs = new Dictionary<string, uint>(StringComparer.Ordinal);
        BtfTypeCursor cursor = btf.From(1);
        while (cursor.Next(out BtfType type))
        {
            if ((!type.IsComposite && !type.IsEnum && type.Kind != BtfKind.Typedef) || btf.HasNoName(type.NameOffset))
                continue;
            // A name may come twice, where modules or files disagree; the first is what CO-RE tries first.
            (type.Kind == BtfKind.Typedef ? typedefs : ids).TryAdd(Encoding.Latin1.GetString(btf.Name(type)), type.Id);
        }

        foreach ((string name, uint id) in typedefs)
            ids.TryAdd(name, id);
        return ids;
    }
}
