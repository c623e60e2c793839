using System;
using System.Collections.Generic;
using System.Linq;
using Corewright.Build.Plan;

namespace Corewright.Build.Ebpf.Bindings;

/// <summary>Makes one declaration of what several kernels say. The newest kernel decides; the documentation says who differs.</summary>
internal sealed class ShapeMerger
{
    private readonly KernelShape[] _newestFirst;
    private readonly Availability _availability;
    private readonly HashSet<string> _names;
    private readonly FieldText _text;

    private ShapeMerger(IReadOnlyList<KernelShape> kernels)
    {
        // Sorting is stable: of kernels of one version, the one whose architecture is named first in the plan decides.
        _newestFirst = [.. kernels.OrderByDescending(k => Availability.Order(k.Kernel))];
        _availability = new Availability(kernels.Select(k => k.Kernel));
        _names = Declarable([.. kernels.SelectMany(k => k.Types.Values)]);
        _text = new FieldText(_names);
    }

    /// <summary>Merges.</summary>
    /// <param name="kernels">What each says.</param>
    /// <param name="wanted">The order of the types; what they need comes after them, by name.</param>
    /// <exception cref="BuildException">No kernel has a type or field that is wanted.</exception>
    internal static IReadOnlyList<BoundType> Merge(IReadOnlyList<KernelShape> kernels, IReadOnlyList<WantedType> wanted)
    {
        var merger = new ShapeMerger(kernels);
        WantedFields.Check(kernels, wanted);
        string[] order =
        [
            .. wanted.Select(type => type.RustName),
            .. merger._names.Except(wanted.Select(type => type.RustName)).Order(StringComparer.Ordinal),
        ];
        return [.. order.Select(merger.Merge)];
    }

    // A struct of which no field can be expressed can't be declared, nor can a field be one.
    private static HashSet<string> Declarable(TypeShape[] types)
    {
        var names = new HashSet<string>(types.Select(t => t.Name), StringComparer.Ordinal);
        int before;
        do
        {
            before = names.Count;
            names = [.. types.Where(t => t.Values is not null || t.Fields.Any(f => CanBeDeclared(f.Type, names))).Select(t => t.Name)];
        }
        while (names.Count != before);
        return names;
    }

    private static bool CanBeDeclared(FieldType type, HashSet<string> names) => type.Kind switch
    {
        FieldKind.Composite or FieldKind.Enumeration => names.Contains(type.Name),
        FieldKind.Array => CanBeDeclared(type.Inner!, names),
        _ => true,
    };

    private BoundType Merge(string name)
    {
        (Kernel Kernel, int PointerSize, TypeShape Shape)[] having =
            [.. _newestFirst.Where(k => k.Types.ContainsKey(name)).Select(k => (k.Kernel, k.PointerSize, k.Types[name]))];
        TypeShape newest = having[0].Shape;
        WantedType? wanted = having.Select(h => h.Shape.Wanted).FirstOrDefault(w => w is not null);
        var leftOut = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach ((string field, string reason) in having.Reverse().SelectMany(h => h.Shape.LeftOut))
            leftOut[field] = reason;

        if (!_names.Contains(name))
            throw new BuildException($"no field of '{name}' can be expressed in Rust", wanted?.Where);
        string[] fields = [.. having.SelectMany(h => h.Shape.Fields.Where(f => CanBeDeclared(f.Type, _names))).Select(f => f.Name).Distinct()];
        BoundField[] bound = [.. fields.Select(field => Field(
            [.. having.SelectMany(h => h.Shape.Fields.Where(f => f.Name == field && CanBeDeclared(f.Type, _names)).Select(f => (h.Kernel, h.PointerSize, f.Type)))], field))];
        return new BoundType(
            name, wanted?.Name ?? name, newest.IsNamed, wanted?.IsContext ?? false, _availability.Shortly([.. having.Select(h => h.Kernel)]),
            bound, newest.Values is null ? [] : Values([.. having.Select(h => (h.Kernel, h.Shape))]), leftOut);
    }

    private BoundField Field((Kernel Kernel, int PointerSize, FieldType Type)[] having, string name)
    {
        FieldType type = FieldWidth.Settle([.. having.Select(h => h.Type)]);
        string text = _text.Of(type);
        Kernel[] all = [.. having.Select(h => h.Kernel)];
        string kernels = _availability.Shortly(all);
        foreach (var other in having
            .GroupBy(h => _text.Of(FieldWidth.IsWordOf(type, h.Type, h.PointerSize) ? type : h.Type)).Where(g => g.Key != text))
        {
            Kernel[] meant = [.. other.Select(h => h.Kernel)];
            // Integers of another width or sign are read as they are; anything else CO-RE does not take for this field.
            string unread = FieldWidth.AreCompatible(type, other.First().Type) ? "" : ", which is not read by this";
            string when = meant.Length == all.Length ? "everywhere" : _availability.Briefly(meant, all);
            kernels += $"; `{other.Key}` {when}{unread}";
        }

        return new BoundField(name, type, text, kernels);
    }

    private List<BoundValue> Values((Kernel Kernel, TypeShape Shape)[] having)
    {
        var values = new List<BoundValue>();
        var taken = new HashSet<uint>();
        foreach (string name in having.SelectMany(h => h.Shape.Values!).Select(v => v.Name).Distinct())
        {
            (Kernel Kernel, long Number)[] numbers =
                [.. having.SelectMany(h => h.Shape.Values!.Where(v => v.Name == name).Select(v => (h.Kernel, v.Number)))];
            // Rust has no two values of one number, and here the number only has to be another one.
            uint number = unchecked((uint)numbers[0].Number);
            while (!taken.Add(number))
                number++;
            Kernel[] all = [.. numbers.Select(n => n.Kernel)];
            string kernels = _availability.Shortly(all);
            foreach (var other in numbers.GroupBy(n => n.Number).Where(g => g.Key != number))
            {
                Kernel[] meant = [.. other.Select(n => n.Kernel)];
                kernels += $"; {other.Key} {(meant.Length == all.Length ? "in the kernel" : _availability.Briefly(meant, all))}";
            }

            values.Add(new BoundValue(name, number, kernels));
        }

        return values;
    }
}
