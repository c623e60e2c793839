using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Corewright.Build.Ebpf.Generate;

/// <summary>
/// Compares the types in a compiled assembly (ECMA-335, II.22: ClassLayout, FieldLayout, Constant) with those in the object that the
/// loader will carry. C# has no constant expression for a struct's size, so that the check can't stand in the source; here it stops
/// the build all the same. That the ahead-of-time compiler keeps to the layout is asked at the loader's start, by <c>Layout.Holds</c>.
/// </summary>
internal static class CompiledTypes
{
    /// <summary>Compares.</summary>
    /// <param name="assembly">What the C# compiler wrote.</param>
    /// <param name="module">What the object shares.</param>
    /// <exception cref="BuildException">A type is missing or another one.</exception>
    internal static void Check(string assembly, GeneratedModule module)
    {
        using FileStream file = File.OpenRead(assembly);
        using var image = new PEReader(file);
        MetadataReader metadata = image.GetMetadataReader();
        Dictionary<string, TypeDefinition> own = In($"{SupportTypes.Namespace}.{CSharpName.Pascal(module.Program)}"), support = In(SupportTypes.Namespace);
        foreach (GeneratedStruct type in module.Structs)
        {
            TypeDefinition compiled = Find(SupportTypes.Include(type) ? support : own, type.Name, module);
            Same(compiled.GetLayout().Size, type.SizeBytes, $"the size of {type.Name}", module);
            Dictionary<string, int> offsets = Fields(metadata, compiled, literal: false).ToDictionary(f => metadata.GetString(f.Name), f => f.GetOffset());
            Same(offsets.Count, type.Fields.Count, $"the number of fields of {type.Name}", module);
            foreach (GeneratedField field in type.Fields)
                Same(offsets.GetValueOrDefault(field.Name, -1), field.Offset, $"the offset of {type.Name}.{field.Name}", module);
        }

        foreach (GeneratedEnum type in module.Enums)
        {
            Dictionary<string, string> values = Fields(metadata, Find(own, type.Name, module), literal: true)
                .ToDictionary(f => metadata.GetString(f.Name), f => Constant(metadata, f));
            Same(values.Count, type.Constants.Count, $"the number of values of {type.Name}", module);
            foreach (GeneratedConstant value in type.Constants)
                Same(values.GetValueOrDefault(value.Name, "missing"), value.Value, $"{type.Name}.{value.Name}", module);
        }

        Dictionary<string, TypeDefinition> In(string space) => metadata.TypeDefinitions.Select(metadata.GetTypeDefinition)
            .Where(type => metadata.StringComparer.Equals(type.Namespace, space)).ToDictionary(type => metadata.GetString(type.Name));
    }

    private static IEnumerable<FieldDefinition> Fields(MetadataReader metadata, TypeDefinition type, bool literal) => type.GetFields()
        .Select(metadata.GetFieldDefinition)
        .Where(field => field.Attributes.HasFlag(FieldAttributes.Static) == literal && field.Attributes.HasFlag(FieldAttributes.Literal) == literal)
        .Where(field => !field.Attributes.HasFlag(FieldAttributes.SpecialName));

    private static string Constant(MetadataReader metadata, FieldDefinition field)
    {
        Constant constant = metadata.GetConstant(field.GetDefaultValue());
        object? value = metadata.GetBlobReader(constant.Value).ReadConstant(constant.TypeCode);
        return Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture) ?? "";
    }

    private static TypeDefinition Find(Dictionary<string, TypeDefinition> types, string name, GeneratedModule module) =>
        types.TryGetValue(name, out TypeDefinition type) ? type : throw Stale($"the loader has no type {name}", module);

    private static void Same<T>(T compiled, T shared, string what, GeneratedModule module)
        where T : IEquatable<T>
    {
        if (!compiled.Equals(shared))
            throw Stale($"{what} is {compiled} in the loader and {shared} in the object", module);
    }

    private static BuildException Stale(string what, GeneratedModule module) => new(
        what, $"packaging/loader/generated/{CSharpName.Pascal(module.Program)}.cs", "./build.sh --target=Ebpf writes the file anew");
}
