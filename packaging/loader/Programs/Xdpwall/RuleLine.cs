using System;
using Corewright.Loader.Networks;

namespace Corewright.Loader.Xdpwall;

/// <summary>What a line of rules says.</summary>
internal enum RuleLineKind
{
    /// <summary>Nothing: it is empty, or a comment.</summary>
    Empty,

    /// <summary><c>deny PREFIX</c> or <c>allow PREFIX</c>.</summary>
    Rule,

    /// <summary><c>remove PREFIX</c>.</summary>
    Removal,

    /// <summary>It begins with another word.</summary>
    UnknownWord,

    /// <summary>What follows the word is no prefix.</summary>
    BadPrefix,
}

/// <summary>A line of rules, taken apart: <c>deny 10.0.0.0/8 # why</c>.</summary>
internal ref struct RuleLine
{
    /// <summary>What it says, or what is wrong with it.</summary>
    public RuleLineKind Kind;

    /// <summary>A rule's verdict.</summary>
    public Verdict Verdict;

    /// <summary>Whose packets it is about.</summary>
    public AddressPrefix Prefix;

    /// <summary>Takes a line apart.</summary>
    /// <param name="text">Without its end; a carriage return counts as a space.</param>
    public static RuleLine Read(ReadOnlySpan<byte> text)
    {
        RuleLine line = default;
        int comment = text.IndexOf((byte)'#');
        ReadOnlySpan<byte> rest = comment < 0 ? text : text[..comment];
        ReadOnlySpan<byte> word = Word(ref rest), prefix = Word(ref rest);
        if (word.Length == 0)
            return line;
        line.Kind = RuleLineKind.Rule;
        if (word.SequenceEqual("deny"u8))
            line.Verdict = Verdict.Deny;
        else if (word.SequenceEqual("allow"u8))
            line.Verdict = Verdict.Allow;
        else
            line.Kind = word.SequenceEqual("remove"u8) ? RuleLineKind.Removal : RuleLineKind.UnknownWord;
        if (line.Kind != RuleLineKind.UnknownWord && (Word(ref rest).Length != 0 || !AddressPrefix.TryParse(prefix, out line.Prefix)))
            line.Kind = RuleLineKind.BadPrefix;
        return line;
    }

    private static ReadOnlySpan<byte> Word(ref ReadOnlySpan<byte> rest)
    {
        int start = 0;
        while (start < rest.Length && IsSpace(rest[start]))
            start++;
        int end = start;
        while (end < rest.Length && !IsSpace(rest[end]))
            end++;
        ReadOnlySpan<byte> word = rest[start..end];
        rest = rest[end..];
        return word;
    }

    private static bool IsSpace(byte letter) => letter is (byte)' ' or (byte)'\t' or (byte)'\r';
}
