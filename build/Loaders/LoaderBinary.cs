namespace Corewright.Build.Loaders;

/// <summary>A static loader for one architecture.</summary>
/// <param name="Program">The program inside, such as <c>execwatch</c>.</param>
/// <param name="Architecture">Our name of the architecture.</param>
/// <param name="Path">The executable.</param>
/// <param name="SizeBytes">Of the whole file.</param>
/// <param name="PayloadBytes">The part of it that is the object and the BTF it brings along.</param>
/// <param name="Sha256">Of its bytes, lower-case hex.</param>
public sealed record LoaderBinary(string Program, string Architecture, string Path, long SizeBytes, long PayloadBytes, string Sha256);
