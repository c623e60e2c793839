using System;
using System.IO;
using System.Text;

namespace Corewright.Loader;

/// <summary>The loader as an ordinary .NET program: the payload is a file that <c>COREWRIGHT_PAYLOAD</c> names, or a resource.</summary>
internal static unsafe partial class Program
{
    private static byte[] s_payload = [];

    private static int Main(string[] arguments)
    {
        string? path = Environment.GetEnvironmentVariable("COREWRIGHT_PAYLOAD");
        s_payload = path is null ? Carried() : File.ReadAllBytes(path);
        Choose();
        byte[] text = Encoding.UTF8.GetBytes("loader\0" + string.Concat(Array.ConvertAll(arguments, a => a + "\0")));
        fixed (byte* start = text)
        {
            byte** pointers = stackalloc byte*[arguments.Length + 1];
            byte* next = start;
            for (int i = 0; i <= arguments.Length; i++)
            {
                pointers[i] = next;
                next += ZeroTerminatedText.Read(next).Length + 1;
            }
            return Run(arguments.Length + 1, pointers, null);
        }
    }

    // A loader that ships is for one program from the start.
    private static void Choose()
    {
#if !CHOSEN_PROGRAM
        if (!Payload.TryOpen(s_payload, out Payload payload))
            return;
        for (int i = 0; i < payload.Count; i++)
        {
            if (payload.Kind(i) == PayloadKind.Object)
                ChosenProgram.Choose(payload.Name(i));
        }
#endif
    }

    // In flavour bcl the payload is a resource.
    private static byte[] Carried()
    {
        using var resource = typeof(Program).Assembly.GetManifestResourceStream("payload");
        byte[] payload = new byte[resource?.Length ?? 0];
        resource?.ReadExactly(payload);
        return payload;
    }

    private static ReadOnlySpan<byte> PayloadBytes() => s_payload;
}
