using System;
using Corewright.Bpf.Kernel;
using Corewright.Bpf.Programs;

namespace Corewright.Bpf.Links;

/// <summary>
/// Attaches classifiers as every kernel since v4.5 can: a cls_bpf filter in the interface's clsact discipline. It stays when the
/// process is killed; when it ends by itself the filter goes, and the discipline, too, if it was made for it and nobody else uses it.
/// </summary>
internal static class ClassifierFilter
{
    private const int MessageBytes = 256;

    // A filter's message has some hundred bytes; a dump comes in pieces of at most this much.
    private const int AnswerBytes = 16 << 10;

    /// <summary>Attaches a program.</summary>
    /// <param name="request">The program.</param>
    /// <param name="socket">A socket of the interface's network namespace.</param>
    /// <param name="place">Where; what is 0 in it the kernel chooses.</param>
    public static Fault Attach(scoped ref AttachRequest request, ref NetlinkSocket socket, ClassifierPlace place)
    {
        MappedMemory memory = MappedMemory.Allocate(AnswerBytes);
        if (memory.IsEmpty)
            return AttachRequest.Refused(-Errno.NoMemory);
        Fault fault = Attach(ref request, ref socket, place, memory.Bytes);
        memory.Dispose();
        return fault;
    }

    /// <summary>Removes the filter of a link, if it still holds the link's program.</summary>
    public static void Detach(in Link link)
    {
        MappedMemory memory = MappedMemory.Allocate(AnswerBytes);
        if (memory.IsEmpty)
            return;
        if (NetlinkSocket.Open(out NetlinkSocket socket) == 0)
            Detach(link, ref socket, memory.Bytes);
        socket.Dispose();
        memory.Dispose();
    }

    private static Fault Attach(scoped ref AttachRequest request, ref NetlinkSocket socket, ClassifierPlace place, Span<byte> answer)
    {
        Span<byte> buffer = stackalloc byte[MessageBytes];
        int made = Ask(ref socket, ClassifierMessages.AddQdisc(buffer, place.Interface), answer, out NetlinkExchange exchange);
        if (made < 0 && made != -Errno.Exists)
            return Refused(ref request, made, exchange.Text);

        int result = socket.Send(
            ClassifierMessages.AddFilter(buffer, place, request.Program.Fd, request.ProgramName), answer, out exchange);
        bool told = false;
        while (result == 0 && exchange.Next(out NetlinkType type, out ReadOnlySpan<byte> body))
        {
            if (ClassifierMessages.TryReadFilter(type, body, out ClassifierPlace chosen, out _) && chosen.Parent == place.Parent)
            {
                place = chosen;
                told = true;
            }
        }
        if (result == 0)
            result = exchange.Result;
        // Without the echo it isn't known which filter is ours.
        if (result == 0 && !told && (place.Handle == 0 || place.Priority == 0))
            result = -Errno.BadMessage;
        if (result < 0)
        {
            Fault fault = Refused(ref request, result, exchange.Text);
            if (made == 0)
                RemoveEmptyQdisc(ref socket, place.Interface, answer);
            return fault;
        }
        return request.Keep(new Link
        {
            Undo = LinkUndo.ClassifierFilter,
            Fd = Link.NotOpen,
            Target = Link.NotOpen,
            Interface = place.Interface,
            Handle = place.Handle,
            Priority = place.Priority,
            AttachType = (uint)(place.Parent == ClassifierMessages.EgressParent ? AttachType.TcxEgress : AttachType.TcxIngress),
            ProgramFd = request.Program.Fd,
            Flags = made == 0 ? Link.OwnsQdisc : 0,
        });
    }

    private static void Detach(in Link link, ref NetlinkSocket socket, Span<byte> answer)
    {
        Span<byte> buffer = stackalloc byte[MessageBytes];
        ClassifierPlace place = default;
        place.Interface = link.Interface;
        place.Parent = link.AttachType == (uint)AttachType.TcxEgress ? ClassifierMessages.EgressParent : ClassifierMessages.IngressParent;
        place.Handle = link.Handle;
        place.Priority = (ushort)link.Priority;
        uint own = ProgramAttachment.ProgramId(link.ProgramFd);
        bool ours = false;
        int result = socket.Send(ClassifierMessages.GetFilter(buffer, place), answer, out NetlinkExchange exchange);
        while (result == 0 && exchange.Next(out NetlinkType type, out ReadOnlySpan<byte> body))
            ours |= ClassifierMessages.TryReadFilter(type, body, out _, out uint program) && program == own && own != 0;
        if (ours)
            Ask(ref socket, ClassifierMessages.RemoveFilter(buffer, place), answer, out _);
        if ((link.Flags & Link.OwnsQdisc) != 0)
            RemoveEmptyQdisc(ref socket, link.Interface, answer);
    }

    private static void RemoveEmptyQdisc(ref NetlinkSocket socket, int index, Span<byte> answer)
    {
        Span<byte> buffer = stackalloc byte[MessageBytes];
        if (IsEmpty(ref socket, index, ClassifierMessages.IngressParent, answer) && IsEmpty(ref socket, index, ClassifierMessages.EgressParent, answer))
            Ask(ref socket, ClassifierMessages.RemoveQdisc(buffer, index), answer, out _);
    }

    private static bool IsEmpty(ref NetlinkSocket socket, int index, uint parent, Span<byte> answer)
    {
        Span<byte> buffer = stackalloc byte[MessageBytes];
        if (socket.Send(ClassifierMessages.ListFilters(buffer, index, parent), answer, out NetlinkExchange exchange) < 0)
            return false;
        bool found = false;
        while (exchange.Next(out NetlinkType type, out _))
            found |= type == NetlinkType.NewFilter;
        return !found && exchange.Result == 0;
    }

    private static int Ask(ref NetlinkSocket socket, scoped in NetlinkMessage message, Span<byte> answer, out NetlinkExchange exchange)
    {
        int result = socket.Send(message, answer, out exchange);
        return result < 0 ? result : exchange.Finish();
    }

    private static Fault Refused(scoped ref AttachRequest request, int result, scoped ReadOnlySpan<byte> text)
    {
        request.Say(text);
        return new Fault(FaultCode.NetlinkRefused, 0, -result);
    }
}
