namespace Corewright.Bpf.Programs;

/// <summary>A function of a linked program: where it came from, and where it is now. All in bytes.</summary>
public struct LinkedFunction
{
    /// <summary>The number of the section that it comes from.</summary>
    public int Section;

    /// <summary>Where it starts in that section.</summary>
    public int Start;

    /// <summary>How long it is.</summary>
    public int Length;

    /// <summary>Where it starts in the linked program.</summary>
    public int OutputStart;
}
