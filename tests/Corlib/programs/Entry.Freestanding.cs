using System;
using System.Runtime;

namespace Corewright.Tests.Corlib.Programs;

/// <summary>Runs the program, or provokes the fault, that the first argument names.</summary>
internal static unsafe class Entry
{
    private const int UnknownName = 64;

    [RuntimeExport("cw_main")]
    private static int Run(int argc, byte** argv, byte** envp)
    {
        if (argc < 2)
            return UnknownName;
        ReadOnlySpan<byte> name = new(argv[1], Length(argv[1]));
        if (name.SequenceEqual("Arithmetic"u8))
            Arithmetic.Run();
        else if (name.SequenceEqual("Arguments"u8))
            return argc;
        else if (name.SequenceEqual("Async"u8))
            Async.Run();
        else if (name.SequenceEqual("Bits"u8))
            Bits.Run();
        else if (name.SequenceEqual("Casts"u8))
            Casts.Run();
        else if (name.SequenceEqual("ConstantData"u8))
            ConstantData.Run();
        else if (name.SequenceEqual("ControlFlow"u8))
            ControlFlow.Run();
        else if (name.SequenceEqual("Delegates"u8))
            Delegates.Run();
        else if (name.SequenceEqual("Generics"u8))
            Generics.Run();
        else if (name.SequenceEqual("Guard"u8))
            Guard.Run();
        else if (name.SequenceEqual("Interfaces"u8))
            Interfaces.Run();
        else if (name.SequenceEqual("Spans"u8))
            Spans.Run();
        else if (name.SequenceEqual("Statics"u8))
            Statics.Run();
        else if (name.SequenceEqual("Structs"u8))
            Structs.Run();
        else
            return Faults.Run(name, argc) ? 0 : UnknownName;
        return 0;
    }

    private static int Length(byte* text)
    {
        int length = 0;
        while (text[length] != 0)
            length++;
        return length;
    }
}
