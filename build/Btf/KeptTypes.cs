using System.Collections;
using System.Collections.Generic;
using Corewright.Bpf.Btf;
using Corewright.Bpf.Core;

namespace Corewright.Build.Btf;

/// <summary>
/// Which types of a BTF stay, and which members and enumerators of them. A struct stays as a shell (name and size) wherever a
/// kept type leads to it; its members only where an access goes through them.
/// </summary>
internal readonly ref struct KeptTypes
{
    private readonly BtfReader _btf;
    private readonly BitArray _types;
    private readonly BitArray _items;

    public KeptTypes(BtfReader btf)
    {
        _btf = btf;
        _types = new BitArray(btf.TypeCount);
        _items = new BitArray(btf.Types.Length / 4);
    }

    public bool HasType(uint id) => _types[(int)id];

    /// <summary>Whether a member or enumerator stays.</summary>
    public bool HasItem(BtfType type, int index) => _items[ItemBit(type, index)];

    /// <summary>How many members or enumerators stay.</summary>
    public int CountItems(BtfType type)
    {
        int count = 0;
        for (int i = 0; i < type.Count; i++)
            count += HasItem(type, i) ? 1 : 0;
        return count;
    }

    /// <summary>Keeps the integer by whose width a reader tells the pointers' (see <see cref="BtfReader.PointerSize"/>).</summary>
    public void KeepPointerSize()
    {
        for (uint id = 1; id < (uint)_btf.TypeCount; id++)
        {
            BtfType type = _btf.Type(id);
            if (type.Kind != BtfKind.Int || BtfReader.PointerSizeFrom(type, _btf.Strings) == 0)
                continue;
            _types[(int)id] = true;
            return;
        }
    }

    /// <summary>Keeps what one relocation needs of one type that it matches.</summary>
    public void Keep(CoreKind kind, uint candidate, in CoreSpec found)
    {
        KeepType(candidate);
        if (kind == CoreKind.TypeMatches)
        {
            KeepWhole(candidate);
        }
        else if (!CoreKindName.IsType(kind))
        {
            bool isEnumerator = CoreKindName.IsEnumerator(kind);
            uint at = candidate;
            for (int i = isEnumerator ? 0 : 1; i < found.StepCount; i++)
            {
                CoreAccessor step = found.Steps[i];
                BtfType type = Behind(at);
                if (type.IsComposite)
                {
                    KeepMember(type, step.Index);
                    at = _btf.Member(type, step.Index).Type;
                }
                else if (type.Kind == BtfKind.Array)
                {
                    at = _btf.Array(type).Element;
                }
                else if (isEnumerator)
                {
                    _items[ItemBit(type, step.Index)] = true;
                }
            }
        }
    }

    private static int ItemSize(BtfType type) => type.Kind is BtfKind.Enum or BtfKind.FunctionPrototype ? 8 : 12;

    private static int ItemBit(BtfType type, int index) => (type.Position + 12 + (index * ItemSize(type))) / 4;

    private BtfType Behind(uint id) => _btf.SkipModifiers(id, out BtfType type).Failed ? default : type;

    private void KeepMember(BtfType type, int index)
    {
        _items[ItemBit(type, index)] = true;
        uint member = _btf.Member(type, index).Type;
        KeepType(member);
        // An array without a length may be indexed if it ends its struct: it must not come to stand there by what is left out.
        BtfType behind = Behind(member);
        if (behind.Kind == BtfKind.Array && _btf.Array(behind).Count == 0 && index != type.Count - 1
            && !_items[ItemBit(type, type.Count - 1)])
        {
            KeepMember(type, type.Count - 1);
        }
    }

    /// <summary>Keeps a type and all that it leads to, but for the members of structs and unions and the values of enums.</summary>
    private void KeepType(uint id)
    {
        var pending = new Stack<uint>();
        pending.Push(id);
        while (pending.TryPop(out uint next))
        {
            if (next == 0 || _types[(int)next])
                continue;
            _types[(int)next] = true;
            BtfType type = _btf.Type(next);
            switch (type.Kind)
            {
                case BtfKind.Array:
                    BtfArray array = _btf.Array(type);
                    pending.Push(array.Element);
                    pending.Push(array.Index);
                    break;
                case BtfKind.FunctionPrototype:
                    pending.Push(type.SizeOrType);
                    for (int i = 0; i < type.Count; i++)
                    {
                        _items[ItemBit(type, i)] = true;
                        pending.Push(_btf.Parameter(type, i).Type);
                    }

                    break;
                case BtfKind.Pointer:
                case BtfKind.Function:
                case BtfKind.Variable:
                case BtfKind.DeclarationTag:
                    pending.Push(type.SizeOrType);
                    break;
                default:
                    if (type.IsModifier)
                        pending.Push(type.SizeOrType);
                    break;
            }
        }
    }

    /// <summary>Keeps all members too, of structs that are reached without going through a pointer.</summary>
    private void KeepWhole(uint id)
    {
        var seen = new HashSet<uint>();
        var pending = new Stack<uint>();
        pending.Push(id);
        while (pending.TryPop(out uint next))
        {
            if (next == 0 || !seen.Add(next))
                continue;
            KeepType(next);
            BtfType type = _btf.Type(next);
            if (type.IsComposite || type.IsEnum)
            {
                for (int i = 0; i < type.Count; i++)
                {
                    _items[ItemBit(type, i)] = true;
                    if (!type.IsComposite)
                        continue;
                    uint member = _btf.Member(type, i).Type;
                    KeepType(member);
                    pending.Push(member);
                }
            }
            else if (type.Kind == BtfKind.Array)
            {
                pending.Push(_btf.Array(type).Element);
            }
            else if (type.IsModifier || type.Kind == BtfKind.Pointer)
            {
                // Behind a pointer only enums are looked into, and functions' parameters.
                BtfType behind = type.Kind == BtfKind.Pointer ? Behind(type.SizeOrType) : default;
                if (!behind.IsComposite)
                    pending.Push(type.SizeOrType);
            }
            else if (type.Kind == BtfKind.FunctionPrototype)
            {
                pending.Push(type.SizeOrType);
                for (int i = 0; i < type.Count; i++)
                    pending.Push(_btf.Parameter(type, i).Type);
            }
        }
    }
}
