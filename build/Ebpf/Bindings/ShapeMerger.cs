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
        _names = Declarable([.. kernels.SelectMany(k => k.Types.Values)]);
        // Sorting is stable: of kernels of one version, the one whose architecture is named first in the plan decides.
        _newestFirst = [.. kernels.OrderByDescending(k => Availability.Order(k.Kernel))];
        _availability = new Availability(kernels.Select(k => k.Kernel));
        _text = new FieldText(_names);
    }

    /// <summary>Merges.</summary>
    /// <param name="kernels">What each says.</param>
    /// <param name="wanted">The order of the types; what they need comes after them, by name.</param>
    /// <exception cref="BuildException">No kernel has a type or field that is wanted.</exception>
    internal static IReadOnlyList<BoundType> Merge(IReadOnlyList<KernelShape> kernels, IReadOnlyList<WantedType> wanted)
    {
        WantedFields.Check(kernels, wanted);
        var merger = new ShapeMerger(kernels);
        if (wanted.FirstOrDefault(type => !merger._names.Contains(type.RustName)) is { } impossible)
            throw new BuildException($"no field of '{impossible.Name}' can be expressed in Rust", impossible.Where, "leave it out");
        string[] named = [.. wanted.Select(type => type.RustName)];
        return [.. named.Concat(merger._names.Except(named).Order(StringComparer.Ordinal)).Select(merger.Merge)];
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
        KernelShape[] having = [.. _newestFirst.Where(kernel => kernel.Types.ContainsKey(name))];
        TypeShape[] shapes = [.. having.Select(kernel => kernel.Types[name])];
        WantedType? wanted = shapes.Select(shape => shape.Wanted).FirstOrDefault(w => w is not null);
        // Of several reasons, the newest kernel's.
        var leftOut = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach ((string field, string reason) in shapes.SelectMany(shape => shape.LeftOut))
            leftOut.TryAdd(field, reason);

        ILookup<string, (KernelShape Kernel, FieldType Type)> fields = having
            .SelectMany(kernel => kernel.Types[name].Fields, (kernel, field) => (kernel, field))
            .Where(there => CanBeDeclared(there.field.Type, _names))
            .ToLookup(there => there.field.Name, there => (there.kernel, there.field.Type));
        return new BoundType(
            name, wanted?.Name ?? name, shapes[0].IsNamed, wanted?.IsContext ?? false, _availability.Shortly([.. having.Select(k => k.Kernel)]),
            [.. fields.Select(field => Field(field.Key, [.. field]))], shapes[0].Values is null ? [] : Values(name, having), leftOut);
    }

    private BoundField Field(string name, (KernelShape Kernel, FieldType Type)[] having)
    {
        FieldType type = FieldWidth.Settle([.. having.Select(h => h.Type)]);
        string text = _text.Of(type);
        Kernel[] all = [.. having.Select(h => h.Kernel.Kernel)];
        string kernels = _availability.Shortly(all);
        foreach (var other in having
            .GroupBy(h => _text.Of(FieldWidth.IsWordOf(type, h.Type, h.Kernel.PointerSize) ? type : h.Type)).Where(g => g.Key != text))
        {
            // Integers of another width or sign are read as they are; anything else CO-RE does not take for this field.
            string unread = FieldWidth.AreCompatible(type, other.First().Type) ? "" : ", which is not read by this";
            kernels += $"; `{other.Key}` {When([.. other.Select(h => h.Kernel.Kernel)], all, Availability.Everywhere)}{unread}";
        }

        return new BoundField(name, type, text, kernels);
    }

    private List<BoundValue> Values(string name, KernelShape[] having)
    {
        var values = new List<BoundValue>();
        var taken = new HashSet<uint>();
        foreach (var value in having.SelectMany(kernel => kernel.Types[name].Values!, (kernel, value) => (kernel.Kernel, value))
            .GroupBy(there => there.value.Name, there => (there.Kernel, there.value.Number)))
        {
            // Rust has no two values of one number, and here the number only has to be another one.
            uint number = unchecked((uint)value.First().Number);
            while (!taken.Add(number))
                number++;
            Kernel[] all = [.. value.Select(n => n.Kernel)];
            string kernels = _availability.Shortly(all);
            foreach (var other in value.GroupBy(n => n.Number).Where(g => g.Key != number))
                kernels += $"; {other.Key} {When([.. other.Select(n => n.Kernel)], all, "in the kernel")}";
            values.Add(new BoundValue(value.Key, number, kernels));
        }

        return values;
    }

    private string When(Kernel[] meant, Kernel[] all, string always) =>
        meant.Length == all.Length ? always : _availability.Briefly(meant, all);
}
