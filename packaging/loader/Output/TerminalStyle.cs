// https://no-color.org: a NO_COLOR that is not empty asks for plain text.

using System;

namespace Corewright.Loader.Output;

/// <summary>Whether text for people may be made bold.</summary>
internal static unsafe class TerminalStyle
{
    /// <summary>Asks the environment and standard output.</summary>
    /// <param name="environment">Strings of NAME=VALUE and a null after the last; null for none.</param>
    public static bool IsWanted(byte** environment) => Allows(environment) && Descriptor.IsTerminal(Descriptor.StandardOutput);

    /// <summary>Whether the environment has nothing against it.</summary>
    internal static bool Allows(byte** environment)
    {
        for (; environment != null && *environment != null; environment++)
        {
            ReadOnlySpan<byte> variable = ZeroTerminatedText.Read(*environment);
            ReadOnlySpan<byte> plain = "NO_COLOR="u8;
            if (variable.SequenceEqual("TERM=dumb"u8) || (variable.Length > plain.Length && variable[..plain.Length].SequenceEqual(plain)))
                return false;
        }
        return true;
    }
}
