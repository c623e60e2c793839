using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;

namespace Corewright.Build.Ebpf.Linking;

/// <summary>
/// Rewriting of LLVM IR text (the LLVM Language Reference, "Binary Operations", "Arithmetic with Overflow Intrinsics"): what the BPF
/// instruction set has no instruction for, and LLVM's backend would call a function of a C library for, becomes arithmetic that it has.
/// That is signed division (instructions for it came with CPU v4, Linux 6.6), products of 128 bits, and those of 64 bits whose overflow
/// is asked for. It runs after optimisation, which makes such things out of others; what is added is inlined afterwards.
/// </summary>
internal static partial class WideArithmetic
{
    private const string Multiply = "@corewright.mul.i128";
    private const string High = "@corewright.mulhigh.i64";
    private const string UnsignedOverflow = "@corewright.umul.overflow.i64";
    private const string SignedOverflow = "@corewright.smul.overflow.i64";

    /// <summary>Rewrites a module.</summary>
    /// <param name="lines">Optimised IR.</param>
    /// <param name="rewritten">The module; the same lines if nothing had to change.</param>
    /// <returns>Whether something changed.</returns>
    public static bool Rewrite(IReadOnlyList<string> lines, out IReadOnlyList<string> rewritten)
    {
        var used = new SortedSet<string>(StringComparer.Ordinal);
        List<string> result = [.. lines.Select(line => Rewrite(line, used))];
        rewritten = used.Count == 0 ? lines : result;
        if (used.Count == 0)
            return false;
        if (used.Contains(Multiply) || used.Contains(UnsignedOverflow) || used.Contains(SignedOverflow))
            used.Add(High);
        result.AddRange(used.Select(Definition));
        // No group of the module has such a number: LLVM counts them from zero.
        result.Add("attributes #999998 = { alwaysinline nounwind willreturn memory(none) }");
        return true;
    }

    private static string Rewrite(string line, SortedSet<string> used)
    {
        if (Division().Match(line) is { Success: true } division)
        {
            string function = $"@corewright.{division.Groups[2].Value}.{division.Groups[3].Value}";
            return Call(line, division, function, division.Groups[3].Value, used);
        }
        if (Product().Match(line) is { Success: true } product)
            return Call(line, product, Multiply, "i128", used);
        string? overflow = line.StartsWith("declare ", StringComparison.Ordinal) ? null
            : line.Contains("@llvm.umul.with.overflow.i64(", StringComparison.Ordinal) ? UnsignedOverflow
            : line.Contains("@llvm.smul.with.overflow.i64(", StringComparison.Ordinal) ? SignedOverflow : null;
        if (overflow is null)
            return line;
        used.Add(overflow);
        return line.Replace("@llvm.umul.with.overflow.i64(", UnsignedOverflow + '(', StringComparison.Ordinal)
            .Replace("@llvm.smul.with.overflow.i64(", SignedOverflow + '(', StringComparison.Ordinal);
    }

    private static string Call(string line, Match match, string function, string type, SortedSet<string> used)
    {
        used.Add(function);
        return $"{match.Groups[1].Value}call {type} {function}({type} {match.Groups[4].Value}, {type} {match.Groups[5].Value})"
            + line[(match.Index + match.Length)..];
    }

    private static string Definition(string function) => function switch
    {
        High => HighText,
        Multiply => MultiplyText,
        UnsignedOverflow => UnsignedOverflowText,
        SignedOverflow => SignedOverflowText,
        _ => (function.Contains(".sdiv.", StringComparison.Ordinal) ? DivideText : RemainderText)
            .Replace("iN", function[(function.LastIndexOf('.') + 1)..], StringComparison.Ordinal),
    };

    // Divisors are not zero here, for Rust has asked. The smallest number stays itself when negated, and comes out right.
    private const string DivideText = """
        define internal iN @corewright.sdiv.iN(iN %a, iN %b) #999998 {
          %a.negative = icmp slt iN %a, 0
          %a.negated = sub iN 0, %a
          %a.size = select i1 %a.negative, iN %a.negated, iN %a
          %b.negative = icmp slt iN %b, 0
          %b.negated = sub iN 0, %b
          %b.size = select i1 %b.negative, iN %b.negated, iN %b
          %size = udiv iN %a.size, %b.size
          %negative = xor i1 %a.negative, %b.negative
          %negated = sub iN 0, %size
          %result = select i1 %negative, iN %negated, iN %size
          ret iN %result
        }
        """;

    // The remainder has the dividend's sign.
    private const string RemainderText = """
        define internal iN @corewright.srem.iN(iN %a, iN %b) #999998 {
          %a.negative = icmp slt iN %a, 0
          %a.negated = sub iN 0, %a
          %a.size = select i1 %a.negative, iN %a.negated, iN %a
          %b.negative = icmp slt iN %b, 0
          %b.negated = sub iN 0, %b
          %b.size = select i1 %b.negative, iN %b.negated, iN %b
          %size = urem iN %a.size, %b.size
          %negated = sub iN 0, %size
          %result = select i1 %a.negative, iN %negated, iN %size
          ret iN %result
        }
        """;

    // Products of halves, none of which overflows.
    private const string HighText = """
        define internal i64 @corewright.mulhigh.i64(i64 %a, i64 %b) #999998 {
          %a.low = and i64 %a, 4294967295
          %a.high = lshr i64 %a, 32
          %b.low = and i64 %b, 4294967295
          %b.high = lshr i64 %b, 32
          %low.low = mul i64 %a.low, %b.low
          %low.high = mul i64 %a.low, %b.high
          %high.low = mul i64 %a.high, %b.low
          %high.high = mul i64 %a.high, %b.high
          %carried = lshr i64 %low.low, 32
          %middle.first = add i64 %high.low, %carried
          %low.high.low = and i64 %low.high, 4294967295
          %middle = add i64 %middle.first, %low.high.low
          %middle.high = lshr i64 %middle, 32
          %low.high.high = lshr i64 %low.high, 32
          %sum = add i64 %high.high, %middle.high
          %result = add i64 %sum, %low.high.high
          ret i64 %result
        }
        """;

    private const string MultiplyText = """
        define internal i128 @corewright.mul.i128(i128 %a, i128 %b) #999998 {
          %a.low = trunc i128 %a to i64
          %a.shifted = lshr i128 %a, 64
          %a.high = trunc i128 %a.shifted to i64
          %b.low = trunc i128 %b to i64
          %b.shifted = lshr i128 %b, 64
          %b.high = trunc i128 %b.shifted to i64
          %low = mul i64 %a.low, %b.low
          %carry = call i64 @corewright.mulhigh.i64(i64 %a.low, i64 %b.low)
          %first = mul i64 %a.low, %b.high
          %second = mul i64 %a.high, %b.low
          %sum = add i64 %carry, %first
          %high = add i64 %sum, %second
          %high.wide = zext i64 %high to i128
          %high.shifted = shl i128 %high.wide, 64
          %low.wide = zext i64 %low to i128
          %result = or i128 %high.shifted, %low.wide
          ret i128 %result
        }
        """;

    private const string UnsignedOverflowText = """
        define internal { i64, i1 } @corewright.umul.overflow.i64(i64 %a, i64 %b) #999998 {
          %low = mul i64 %a, %b
          %high = call i64 @corewright.mulhigh.i64(i64 %a, i64 %b)
          %overflow = icmp ne i64 %high, 0
          %first = insertvalue { i64, i1 } poison, i64 %low, 0
          %result = insertvalue { i64, i1 } %first, i1 %overflow, 1
          ret { i64, i1 } %result
        }
        """;

    // Where the upper half is not the lower half's sign. A negative factor counts 2^64 too much in the unsigned product.
    private const string SignedOverflowText = """
        define internal { i64, i1 } @corewright.smul.overflow.i64(i64 %a, i64 %b) #999998 {
          %low = mul i64 %a, %b
          %high = call i64 @corewright.mulhigh.i64(i64 %a, i64 %b)
          %a.negative = icmp slt i64 %a, 0
          %a.correction = select i1 %a.negative, i64 %b, i64 0
          %b.negative = icmp slt i64 %b, 0
          %b.correction = select i1 %b.negative, i64 %a, i64 0
          %once = sub i64 %high, %a.correction
          %upper = sub i64 %once, %b.correction
          %sign = ashr i64 %low, 63
          %overflow = icmp ne i64 %upper, %sign
          %first = insertvalue { i64, i1 } poison, i64 %low, 0
          %result = insertvalue { i64, i1 } %first, i1 %overflow, 1
          ret { i64, i1 } %result
        }
        """;

    [GeneratedRegex(@"^(\s+%\S+ = )(sdiv|srem) (?:exact )?(i8|i16|i32|i64) ([^,\s]+), ([^,\s]+)")]
    private static partial Regex Division();

    [GeneratedRegex(@"^(\s+%\S+ = )(mul) (?:nuw )?(?:nsw )?(i128) ([^,\s]+), ([^,\s]+)")]
    private static partial Regex Product();
}
