namespace Corewright.Build.Ebpf.Generate;

/// <summary>A field's type, worked out.</summary>
/// <param name="Name">C#'s name of it, or of an array's elements.</param>
/// <param name="Source">About as Rust writes it.</param>
/// <param name="SizeBytes">Of one element.</param>
/// <param name="Alignment">Of one element, in bytes.</param>
/// <param name="Count">Elements, all dimensions multiplied; null if it is no array.</param>
/// <param name="Buffer">What a fixed-size buffer of it is made of, or null where C# has none of the kind.</param>
internal readonly record struct FieldType(
    string Name, string Source, uint SizeBytes, uint Alignment, uint? Count, string? Buffer);
