namespace Corewright.Build.Ebpf.Linking;

/// <summary>A module to link.</summary>
/// <param name="Path">The file that LLVM reads.</param>
/// <param name="Name">What to call it: the input as it was given, with the member if it is of an archive.</param>
internal sealed record LlvmModule(string Path, string Name);
