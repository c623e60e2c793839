using System;
using Corewright.Bpf;
using Corewright.Bpf.Maps;
using Corewright.Loader;
using Corewright.Loader.Loading;
using Corewright.Loader.Output;

namespace Corewright.BpfRun.Values;

/// <summary>Sets global variables in the object before it is loaded, so that the verifier takes constants for what they are.</summary>
internal static class VariableSetting
{
    /// <summary>Carries out one <c>--set</c>.</summary>
    /// <param name="session">A session whose object is read, and whose maps aren't created.</param>
    /// <param name="assignment"><c>NAME=VALUE</c>; the name may lead to a field or an element, as in C.</param>
    /// <returns>Whether it could be done.</returns>
    public static bool Apply(scoped ref Session session, ReadOnlySpan<byte> assignment)
    {
        int equals = assignment.IndexOf((byte)'=');
        Fault fault = GlobalVariables.SetText(ref session.Object, ref session.Arena, assignment[..equals], assignment[(equals + 1)..]);
        if (!fault.Failed)
            return true;
        PlainText.Write(session.Failure.Set(ExitCode.Usage).Text("--set "u8), assignment);
        session.Failure.Append().Text(": "u8).Text(FaultText.Of(fault.Code));
        return false;
    }
}
