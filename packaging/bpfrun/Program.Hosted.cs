using System;
using System.Text;
using Corewright.Loader;

namespace Corewright.BpfRun;

/// <summary>bpfrun as an ordinary .NET program. Commands that it runs get an empty environment.</summary>
internal static unsafe partial class Program
{
    private static int Main(string[] arguments)
    {
        byte[] text = Encoding.UTF8.GetBytes("bpfrun\0" + string.Concat(Array.ConvertAll(arguments, a => a + "\0")));
        fixed (byte* start = text)
        {
            byte** pointers = stackalloc byte*[arguments.Length + 3];
            byte* next = start;
            for (int i = 0; i <= arguments.Length; i++)
            {
                pointers[i] = next;
                next += ZeroTerminatedText.Read(next).Length + 1;
            }
            pointers[arguments.Length + 1] = null;
            pointers[arguments.Length + 2] = null;
            return Run(arguments.Length + 1, pointers, pointers + arguments.Length + 2);
        }
    }

    private static ReadOnlySpan<byte> PayloadBytes() => default;
}
