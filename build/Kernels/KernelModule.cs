using System;

namespace Corewright.Build.Kernels;

/// <summary>A module of a kernel, decompressed, as <c>insmod</c> takes it.</summary>
/// <param name="Name">With underscores, as <c>lsmod</c> shows it.</param>
/// <param name="Content">The ELF file.</param>
public sealed record KernelModule(string Name, ReadOnlyMemory<byte> Content);
