namespace Corewright.Build.Loaders;

/// <summary>One piece of what a loader carries.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Name">At most 55 bytes of UTF-8, such as the kernel release that a BTF is for.</param>
/// <param name="Data">Its bytes.</param>
internal sealed record PayloadEntry(PayloadKind Kind, string Name, byte[] Data);

/// <summary>What a piece of the payload is: the numbers in its table.</summary>
internal enum PayloadKind : uint
{
    /// <summary>The eBPF object, an ELF file.</summary>
    Object = 1,

    /// <summary>A kernel's BTF, named after its release.</summary>
    Btf = 2,

    /// <summary>The version, as text.</summary>
    Version = 3,

    /// <summary>The build id, as lower-case hex digits.</summary>
    BuildId = 4,
}
