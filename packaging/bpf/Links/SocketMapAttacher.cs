// BPF_LINK_CREATE with a sockmap or sockhash since v6.10; BPF_PROG_ATTACH before. Documentation/bpf/map_sockmap.rst

using System;
using Corewright.Bpf.Kernel;
using Corewright.Bpf.Maps;
using Corewright.Bpf.Programs;

namespace Corewright.Bpf.Links;

/// <summary>
/// Attaches parsers and verdicts to a map of sockets of the same object: each socket that is put into it runs them. The target is the
/// map's name; an object with only one such map needs none.
/// </summary>
public static unsafe class SocketMapAttacher
{
    /// <summary>Attaches a program.</summary>
    /// <param name="request">The program; the target is a map.</param>
    /// <returns>
    /// <see cref="FaultCode.SocketMapMissing"/> where the object has no such map, or several and none was named, or
    /// <see cref="FaultCode.AttachRefused"/>.
    /// </returns>
    public static Fault Attach(scoped ref AttachRequest request)
    {
        int map = FindMap(request);
        if (map < 0)
            return new Fault(FaultCode.SocketMapMissing);
        int program = request.Program.Fd;
        uint type = (uint)request.Program.ExpectedAttach;
        int created = -Errno.Invalid;
        if (!request.WithoutLinks)
        {
            LinkCreateAttributes attributes = default;
            attributes.ProgramFd = program;
            attributes.TargetFd = map;
            attributes.AttachType = type;
            created = BpfCall.CreateLink(&attributes);
            if (created >= 0)
                return request.Keep(Link.Closing(created));
        }
        int result = created == -Errno.Invalid ? ProgramAttachment.Attach(map, program, type, 0) : created;
        if (result == -Errno.Invalid && request.Program.ExpectedAttach == AttachType.SkSkbVerdict)
            return AttachRequest.Missing(KernelFeature.SocketVerdict, result);
        if (result < 0)
            return AttachRequest.Refused(result);
        return request.Keep(new Link
        {
            Undo = LinkUndo.MapDetach,
            Fd = Link.NotOpen,
            Target = Link.NotOpen,
            Held = map,
            AttachType = type,
            ProgramFd = program,
        });
    }

    private static int FindMap(scoped in AttachRequest request)
    {
        int found = MapSpec.NotCreated;
        foreach (ref MapSpec map in request.Object.Maps)
        {
            if (map.Type is not (MapType.SocketMap or MapType.SocketHash))
                continue;
            if (request.Target.Length != 0 && !request.Object.Name(map).SequenceEqual(request.Target))
                continue;
            if (found != MapSpec.NotCreated)
                return MapSpec.NotCreated;
            found = map.Fd;
        }
        return found;
    }
}
