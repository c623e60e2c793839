using System;

namespace Corewright.Bpf.Btf;

/// <summary>What kernels learned to take in an object's BTF, one after the other.</summary>
[Flags]
internal enum BtfFeature
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>FUNC and FUNC_PROTO (v5.0).</summary>
    Functions = 1,

    /// <summary>VAR and DATASEC (v5.2).</summary>
    DataSections = 2,

    /// <summary>Functions with global linkage (v5.6).</summary>
    GlobalFunctions = 4,

    /// <summary>FLOAT (v5.13).</summary>
    Floats = 8,

    /// <summary>DECL_TAG on variables (v5.16).</summary>
    DeclarationTags = 16,

    /// <summary>TYPE_TAG (v5.17).</summary>
    TypeTags = 32,

    /// <summary>ENUM64, and enums that say that they are signed (v6.0).</summary>
    Enums64 = 64,

    /// <summary>DATASECs whose name begins with a question mark (v6.9).</summary>
    OptionalSections = 128,
}
