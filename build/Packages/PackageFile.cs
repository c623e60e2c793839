namespace Corewright.Build.Packages;

/// <summary>A release file.</summary>
/// <param name="Program">The program inside, such as <c>execwatch</c>.</param>
/// <param name="Architecture">Our name of the architecture.</param>
/// <param name="Format">Such as <c>tar.gz</c>.</param>
/// <param name="Path">The file.</param>
/// <param name="SizeBytes">Of the file.</param>
/// <param name="Sha256">Of its bytes, lower-case hex.</param>
public sealed record PackageFile(string Program, string Architecture, string Format, string Path, long SizeBytes, string Sha256);
