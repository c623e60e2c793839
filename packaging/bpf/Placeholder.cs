namespace Corewright.Bpf;

/// <summary>Marks the assembly.</summary>
public static class Placeholder;
