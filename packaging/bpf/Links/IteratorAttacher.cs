// Documentation/bpf/bpf_iterators.rst: a link (v5.8), from it as many iterators as wanted, and each is read like a file.

using System;
using Corewright.Bpf.Kernel;
using Corewright.Bpf.Maps;
using Corewright.Bpf.Programs;

namespace Corewright.Bpf.Links;

/// <summary>Attaches iterators, and reads what they write.</summary>
public static unsafe class IteratorAttacher
{
    // What an iterator over the elements of a map is called.
    private static ReadOnlySpan<byte> MapElements => "bpf_map_elem"u8;

    /// <summary>Attaches a program; the link can be pinned, and then its file be read.</summary>
    /// <remarks>
    /// An iterator over a map's elements goes over the map that <c>iter/bpf_map_elem:MAP</c>, or what is given instead, names.
    /// </remarks>
    internal static Fault Attach(scoped ref AttachRequest request)
    {
        int colon = request.Target.IndexOf((byte)':');
        ReadOnlySpan<byte> kind = colon < 0 ? request.Target : request.Target[..colon];
        LinkCreateAttributes attributes = default;
        attributes.ProgramFd = request.Program.Fd;
        attributes.AttachType = (uint)AttachType.TraceIterator;
        uint info = 0;
        if (colon >= 0)
        {
            int map = request.Object.FindMap(request.Target[(colon + 1)..]);
            if (map < 0 || request.Object.Maps[map].Fd == MapSpec.NotCreated)
            {
                request.Say("no map "u8);
                request.Say(request.Target[(colon + 1)..]);
                return new Fault(FaultCode.AttachTargetUnknown, 0, 0, FaultStage.Attach);
            }
            info = (uint)request.Object.Maps[map].Fd;
            attributes.IteratorInfo = (ulong)&info;
            attributes.IteratorInfoLength = sizeof(uint);
        }
        else if (kind.SequenceEqual(MapElements))
        {
            request.Say("say of which map: iter/bpf_map_elem:MAP"u8);
            return new Fault(FaultCode.AttachTargetMissing, 0, 0, FaultStage.Attach);
        }
        int link = BpfCall.CreateLink(&attributes);
        return link >= 0 ? request.Keep(Link.Closing(link)) : AttachRequest.Refused(link);
    }

    /// <summary>The part of an iterator's target that the kernel's BTF names.</summary>
    internal static ReadOnlySpan<byte> Kind(ReadOnlySpan<byte> target)
    {
        int colon = target.IndexOf((byte)':');
        return colon < 0 ? target : target[..colon];
    }

    /// <summary>Begins to go through what an iterator iterates over.</summary>
    /// <param name="link">The link of an attached iterator.</param>
    /// <returns>A descriptor to be read to its end and closed, or a negated errno.</returns>
    public static int Open(int link)
    {
        IteratorCreateAttributes attributes = default;
        attributes.LinkFd = link;
        return BpfCall.CreateIterator(&attributes);
    }

    /// <summary>Reads what is next; the program runs meanwhile.</summary>
    /// <param name="iterator">What <see cref="Open"/> gave.</param>
    /// <param name="buffer">Where to.</param>
    /// <returns>How many bytes; 0 at the end; or a negated errno.</returns>
    public static int Read(int iterator, Span<byte> buffer)
    {
        while (true)
        {
            int read = (int)Syscall.Read(iterator, buffer);
            // EAGAIN: the program asked for the same element again.
            if (read is not (-Errno.Interrupted or -Errno.TryAgain))
                return read;
        }
    }
}
