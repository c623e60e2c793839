using System.Collections.Generic;
using Corewright.Bpf.Maps;

namespace Corewright.Build.Ebpf.Generate;

/// <summary>What is generated for one program: everything user space needs to know about its object.</summary>
/// <param name="Program">The program's name, such as <c>execwatch</c>.</param>
/// <param name="Enums">By name.</param>
/// <param name="Structs">By name; unions too.</param>
/// <param name="Maps">By name.</param>
/// <param name="Constants">By name.</param>
internal sealed record GeneratedModule(
    string Program, IReadOnlyList<GeneratedEnum> Enums, IReadOnlyList<GeneratedStruct> Structs, IReadOnlyList<GeneratedMap> Maps,
    IReadOnlyList<GeneratedNumber> Constants);

/// <summary>A constant of the program's own.</summary>
/// <param name="Name">In C#.</param>
/// <param name="Source">In Rust.</param>
/// <param name="Type">C#'s type of integer.</param>
/// <param name="Value">As C# writes it.</param>
internal sealed record GeneratedNumber(string Name, string Source, string Type, string Value);

/// <summary>An enum.</summary>
/// <param name="Name">In C#.</param>
/// <param name="Source">In Rust.</param>
/// <param name="Kind">BTF's name of what it is: <c>ENUM</c> or <c>ENUM64</c>.</param>
/// <param name="Underlying">C#'s underlying type.</param>
/// <param name="SizeBytes">Its size.</param>
/// <param name="Constants">In the source's order.</param>
/// <param name="IsFlags">Whether its values are combined.</param>
internal sealed record GeneratedEnum(
    string Name, string Source, string Kind, string Underlying, int SizeBytes, IReadOnlyList<GeneratedConstant> Constants,
    bool IsFlags = false);

/// <summary>A constant of an enum.</summary>
/// <param name="Name">In C#.</param>
/// <param name="Source">In Rust.</param>
/// <param name="Value">As C# writes it.</param>
internal sealed record GeneratedConstant(string Name, string Source, string Value);

/// <summary>A struct or union.</summary>
/// <param name="Name">In C#.</param>
/// <param name="Source">In Rust, or how it is reached where it has no name.</param>
/// <param name="Kind">BTF's name of what it is: <c>STRUCT</c> or <c>UNION</c>.</param>
/// <param name="SizeBytes">Its size, padding included.</param>
/// <param name="Alignment">What its fields are aligned to: 1 for a packed one, otherwise that of the widest.</param>
/// <param name="IsPacked">Whether C# has to be told not to align anything.</param>
/// <param name="Fields">In the source's order.</param>
internal sealed record GeneratedStruct(
    string Name, string Source, string Kind, int SizeBytes, int Alignment, bool IsPacked, IReadOnlyList<GeneratedField> Fields);

/// <summary>A field.</summary>
/// <param name="Name">In C#.</param>
/// <param name="Source">In Rust.</param>
/// <param name="SourceType">Its type, about as Rust writes it.</param>
/// <param name="Offset">Bytes from the start of the struct.</param>
/// <param name="Type">C#'s type; of the elements for a buffer.</param>
/// <param name="BufferLength">Elements of a fixed-size buffer; 0 for a plain field.</param>
internal sealed record GeneratedField(string Name, string Source, string SourceType, int Offset, string Type, int BufferLength);

/// <summary>A map.</summary>
/// <param name="Name">In C#.</param>
/// <param name="Source">The map's name.</param>
/// <param name="Type">What it is.</param>
/// <param name="Key">What its keys are.</param>
/// <param name="Value">What its values are.</param>
/// <param name="MaxEntries">Entries; bytes for a ring buffer.</param>
internal sealed record GeneratedMap(
    string Name, string Source, MapType Type, GeneratedMapPart Key, GeneratedMapPart Value, uint MaxEntries);

/// <summary>A map's key or value.</summary>
/// <param name="Bytes">Its size; 0 for none.</param>
/// <param name="Source">Its type, about as Rust writes it; null if the object doesn't tell.</param>
/// <param name="Type">C#'s type; null if the object doesn't tell.</param>
internal readonly record struct GeneratedMapPart(uint Bytes, string? Source, string? Type);
