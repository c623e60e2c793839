namespace Corewright.Build.Ebpf;

/// <summary>A finished object: linked, finalised, stripped.</summary>
/// <param name="Program">The program's name, such as <c>execwatch</c>.</param>
/// <param name="Path">The <c>.bpf.o</c>.</param>
/// <param name="Sha256">Of its bytes, lower-case hex.</param>
/// <param name="SizeBytes">Of the file.</param>
public sealed record EbpfObject(string Program, string Path, string Sha256, long SizeBytes);
