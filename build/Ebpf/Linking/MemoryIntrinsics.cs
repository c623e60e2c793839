using System;
using System.Collections.Generic;
using System.Globalization;

namespace Corewright.Build.Ebpf.Linking;

/// <summary>
/// Rewriting of LLVM IR text (the LLVM Language Reference, "Standard C/C++ Library Intrinsics"): memset, memcpy and memmove
/// that LLVM's BPF backend would turn into calls to functions that no kernel has become loops over bytes. That is those
/// with a length that is not constant or above <see cref="Expanded"/> bytes.
/// </summary>
internal static class MemoryIntrinsics
{
    /// <summary>The length up to which the backend expands them itself: 128 stores of 8 bytes.</summary>
    public const int Expanded = 1024;

    /// <summary>Redirects such calls to functions that are added at the end; every other line passes unchanged.</summary>
    public static IEnumerable<string> Rewrite(IEnumerable<string> lines)
    {
        var used = new SortedSet<string>(StringComparer.Ordinal);
        foreach (string line in lines)
            yield return Rewrite(line, used);
        if (used.Count == 0)
            yield break;
        foreach (string function in used)
            yield return Definition(function);
        // No group of the module has such a number: LLVM counts them from zero.
        yield return "attributes #999999 = { alwaysinline nounwind \"no-builtins\" }";
    }

    private static string Rewrite(string line, SortedSet<string> used)
    {
        if (line.StartsWith("declare ", StringComparison.Ordinal) || IrCall.Parse(line, "@llvm.mem") is not { } call)
            return line;
        string? loop = call.Callee switch
        {
            "@llvm.memset.p0.i64" => "@corewright.memset",
            "@llvm.memcpy.p0.p0.i64" => "@corewright.memcpy",
            "@llvm.memmove.p0.p0.i64" => "@corewright.memmove",
            _ => null,
        };
        if (loop is null || call.Arguments.Count != 4 || IsExpanded(call.Value(2)))
            return line;
        used.Add(loop);
        return string.Concat(line.AsSpan(0, call.CalleeStart), loop, line.AsSpan(call.CalleeStart + call.Callee.Length));
    }

    private static bool IsExpanded(string length) =>
        long.TryParse(length, NumberStyles.Integer, CultureInfo.InvariantCulture, out long bytes) && bytes is >= 0 and <= Expanded;

    private static string Definition(string function) => function switch
    {
        "@corewright.memset" => """
            define internal void @corewright.memset(ptr %to, i8 %value, i64 %length, i1 %volatile) #999999 {
            entry:
              %none = icmp eq i64 %length, 0
              br i1 %none, label %done, label %next
            next:
              %i = phi i64 [ 0, %entry ], [ %following, %next ]
              %target = getelementptr i8, ptr %to, i64 %i
              store i8 %value, ptr %target
              %following = add i64 %i, 1
              %more = icmp ult i64 %following, %length
              br i1 %more, label %next, label %done
            done:
              ret void
            }
            """,
        "@corewright.memcpy" => """
            define internal void @corewright.memcpy(ptr %to, ptr %from, i64 %length, i1 %volatile) #999999 {
            entry:
              %none = icmp eq i64 %length, 0
              br i1 %none, label %done, label %next
            next:
              %i = phi i64 [ 0, %entry ], [ %following, %next ]
              %source = getelementptr i8, ptr %from, i64 %i
              %byte = load i8, ptr %source
              %target = getelementptr i8, ptr %to, i64 %i
              store i8 %byte, ptr %target
              %following = add i64 %i, 1
              %more = icmp ult i64 %following, %length
              br i1 %more, label %next, label %done
            done:
              ret void
            }
            """,
        // The two may overlap: upwards when the target lies below the source, else downwards.
        _ => """
            define internal void @corewright.memmove(ptr %to, ptr %from, i64 %length, i1 %volatile) #999999 {
            entry:
              %none = icmp eq i64 %length, 0
              br i1 %none, label %done, label %choose
            choose:
              %to.address = ptrtoint ptr %to to i64
              %from.address = ptrtoint ptr %from to i64
              %below = icmp ult i64 %to.address, %from.address
              %last = sub i64 %length, 1
              br label %next
            next:
              %i = phi i64 [ 0, %choose ], [ %following, %next ]
              %downwards = sub i64 %last, %i
              %index = select i1 %below, i64 %i, i64 %downwards
              %source = getelementptr i8, ptr %from, i64 %index
              %byte = load i8, ptr %source
              %target = getelementptr i8, ptr %to, i64 %index
              store i8 %byte, ptr %target
              %following = add i64 %i, 1
              %more = icmp ult i64 %following, %length
              br i1 %more, label %next, label %done
            done:
              ret void
            }
            """,
    };
}
