using System;

namespace Corewright.Loader.Xdpwall;

/// <summary>Why rules are not taken.</summary>
internal enum RuleProblem
{
    /// <summary>They are.</summary>
    None,

    /// <summary>A line that begins with another word.</summary>
    UnknownWord,

    /// <summary>What is no prefix.</summary>
    BadPrefix,

    /// <summary>A prefix with two verdicts.</summary>
    Contradiction,

    /// <summary>A prefix to remove that has no rule.</summary>
    NoSuchRule,

    /// <summary>More rules than there can be.</summary>
    TooMany,

    /// <summary>A line, or a file, that is too long.</summary>
    TooLong,

    /// <summary>A file that can't be read.</summary>
    Unreadable,

    /// <summary>The kernel does not take a rule.</summary>
    Refused,
}

/// <summary>What is said of them.</summary>
internal static class RuleProblemText
{
    /// <summary>The end of a sentence about a line.</summary>
    public static ReadOnlySpan<byte> Of(RuleProblem problem) => problem switch
    {
        RuleProblem.UnknownWord => "a rule is deny PREFIX or allow PREFIX; on standard input there also is remove PREFIX"u8,
        RuleProblem.BadPrefix => "not a prefix such as 10.0.0.0/8 or 2001:db8::/32"u8,
        RuleProblem.Contradiction => "another rule already says otherwise of this prefix"u8,
        RuleProblem.NoSuchRule => "there is no rule for this prefix"u8,
        RuleProblem.TooMany => "there can be at most 1024 rules"u8,
        RuleProblem.TooLong => "too long; a line may have 255 bytes, a file 64 KiB"u8,
        RuleProblem.Unreadable => "the file can't be read"u8,
        _ => "the kernel does not take it"u8,
    };
}
