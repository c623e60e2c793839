using System;
using Corewright.Bpf.Kernel;

namespace Corewright.Bpf.Links;

/// <summary>What the kernel knows about a function that it does not put a probe on.</summary>
internal static class KernelFunctions
{
    /// <summary>Finds the reason, and adds to the request what to do.</summary>
    /// <param name="request">The request that failed.</param>
    /// <param name="function">The function.</param>
    /// <param name="errno">What the kernel answered.</param>
    /// <returns><see cref="FaultCode.KernelFunctionMissing"/>, <see cref="FaultCode.KernelFunctionAmbiguous"/> or
    /// <see cref="FaultCode.KprobeRefused"/>.</returns>
    public static Fault Explain(scoped ref AttachRequest request, scoped ReadOnlySpan<byte> function, int errno)
    {
        int colon = function.IndexOf((byte)':');
        ReadOnlySpan<byte> module = colon < 0 ? default : function[..colon];
        ReadOnlySpan<byte> name = function[(colon + 1)..];
        Span<byte> best = stackalloc byte[NearestName.MaxBytes];
        var nearest = new NearestName(name, best);
        int found = Count(module, name, ref nearest);
        if (found == 0)
        {
            request.Say(name);
            request.Say(" is not in /proc/kallsyms"u8);
            if (nearest.Best.Length != 0)
            {
                request.Say("; did you mean "u8);
                request.Say(nearest.Best);
            }
            return new Fault(FaultCode.KernelFunctionMissing, 0, errno, FaultStage.Attach);
        }
        if (found > 1)
        {
            request.Say("kprobe.multi takes all of that name"u8);
            return new Fault(FaultCode.KernelFunctionAmbiguous, found, errno, FaultStage.Attach);
        }
        if (found > 0)
            request.Say("it is one of those that probing itself uses, or has no such place"u8);
        return found < 0 ? AttachRequest.Refused(-errno) : new Fault(FaultCode.KprobeRefused, 0, errno, FaultStage.Attach);
    }

    // -1 where the kernel doesn't tell.
    private static int Count(scoped ReadOnlySpan<byte> module, scoped ReadOnlySpan<byte> name, scoped ref NearestName nearest)
    {
        Span<byte> buffer = stackalloc byte[KernelSymbols.BufferBytes];
        if (KernelSymbols.Open(buffer, out KernelSymbols symbols) < 0)
            return -1;
        int found = 0;
        while (symbols.Next())
        {
            if (!symbols.IsFunction || (module.Length != 0 && !symbols.Module.SequenceEqual(module)))
                continue;
            if (symbols.Name.SequenceEqual(name))
                found++;
            else
                nearest.Offer(symbols.Name);
        }
        symbols.Dispose();
        return found;
    }
}
