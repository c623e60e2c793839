using System;
using Corewright.Bpf.Kernel;
using Corewright.Bpf.Links;
using Corewright.Bpf.Programs;
using Corewright.Loader.Loading;
using Corewright.Loader.Output;

namespace Corewright.BpfRun.Values;

/// <summary>Lets an attached iterator run once, and writes what it writes.</summary>
internal static class IteratorDump
{
    private const int MaxBytes = 1 << 20;

    /// <summary>Writes the members <c>output</c>, or <c>errno</c>, of a program that is an iterator; nothing of any other.</summary>
    /// <param name="json">Within the program's object.</param>
    /// <param name="session">The session, still attached.</param>
    /// <param name="program">The program's number.</param>
    public static void Write(ref JsonWriter json, scoped in Session session, int program)
    {
        if (session.Object.Programs[program].Attach != AttachKind.Iterator)
            return;
        for (int i = 0; i < session.Links.Count; i++)
        {
            Link link = session.Links[i];
            if (link.Program != program || link.Fd < 0)
                continue;
            MappedMemory memory = MappedMemory.Allocate(MaxBytes);
            int length = memory.IsEmpty ? -Errno.NoMemory : Read(link.Fd, memory.Bytes);
            if (length < 0)
                json.Number("errno"u8, (uint)-length);
            else
                json.String("output"u8, memory.Bytes[..length]);
            memory.Dispose();
            return;
        }
    }

    private static int Read(int link, Span<byte> buffer)
    {
        int iterator = IteratorAttacher.Open(link);
        if (iterator < 0)
            return iterator;
        int length = 0, read;
        do
        {
            read = IteratorAttacher.Read(iterator, buffer[length..]);
            length += Math.Max(read, 0);
        }
        while (read > 0 && length < buffer.Length);
        Syscall.Close(iterator);
        return read < 0 ? read : length;
    }
}
