using System;

namespace Corewright.Build;

/// <summary>
/// A failure that the user can act on. The message has up to three parts: where (file and line, package, guest), what was
/// expected and found, and what to do next. Anything else that is thrown is a bug.
/// </summary>
public class BuildException : Exception
{
    /// <summary>A failure with its place and advice.</summary>
    /// <param name="what">One sentence without a full stop: what was found, and what was expected.</param>
    /// <param name="where">The place, such as <c>targets/kernels.yml:14</c>; null where there is none.</param>
    /// <param name="next">What the user can do; null where nothing is known.</param>
    /// <param name="cause">What led to it.</param>
    public BuildException(string what, string? where = null, string? next = null, Exception? cause = null)
        : base((where is null ? "" : where + ": ") + what + (next is null ? "" : "; " + next), cause)
    {
        What = what;
        Where = where;
        Next = next;
    }

    /// <summary>What was found, and what was expected.</summary>
    public string What { get; }

    /// <summary>The place, or null.</summary>
    public string? Where { get; }

    /// <summary>What the user can do, or null.</summary>
    public string? Next { get; }
}
