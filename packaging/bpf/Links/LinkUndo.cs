namespace Corewright.Bpf.Links;

/// <summary>How an attached program is detached.</summary>
public enum LinkUndo : byte
{
    /// <summary>Nothing is attached.</summary>
    Nothing,

    /// <summary>By closing the descriptors, which the end of the process does as well.</summary>
    Close,
}
