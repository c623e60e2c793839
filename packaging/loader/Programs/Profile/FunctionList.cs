using System;
using Corewright.Bpf.Kernel;

namespace Corewright.Loader.Profile;

/// <summary>Whose function it is.</summary>
internal enum FunctionKind : byte
{
    /// <summary>None: a process, by its name, which everything in it stands on.</summary>
    Process,

    /// <summary>A program's or library's.</summary>
    User,

    /// <summary>The kernel's.</summary>
    Kernel,
}

/// <summary>A function that was seen.</summary>
internal struct Function
{
    /// <summary>Its name; where that is not known, the module's and where in it.</summary>
    public Text Name;

    /// <summary>The module's number.</summary>
    public int Module;

    /// <summary>Whose it is.</summary>
    public FunctionKind Kind;

    /// <summary>Samples that hit itself.</summary>
    public ulong Self;

    /// <summary>Samples that hit it or what it called.</summary>
    public ulong Total;

    /// <summary>The last call stack that it was counted for, from 1.</summary>
    public int LastStack;
}

/// <summary>The functions, and the processes' names.</summary>
internal sealed unsafe class FunctionList
{
    /// <summary>Room for so many; what comes then is the first one, which is not known.</summary>
    public const int Most = 64 << 10;

    private readonly TextPool _texts;
    private MappedMemory _functions;

    /// <summary>An empty list.</summary>
    /// <param name="texts">Keeps the names.</param>
    public FunctionList(TextPool texts) => _texts = texts;

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>A function.</summary>
    public Function* this[int number] => (Function*)_functions.Start + number;

    /// <summary>Takes memory.</summary>
    /// <returns>Whether there was enough.</returns>
    public bool Open()
    {
        _functions = MappedMemory.Allocate(Most * sizeof(Function));
        if (_functions.IsEmpty)
            return false;
        Add(FunctionKind.User, Module.Unknown, _texts.Add("[unknown]"u8));
        return true;
    }

    /// <summary>A function's name.</summary>
    public ReadOnlySpan<byte> Name(int number) => _texts[this[number]->Name];

    /// <summary>Takes a function.</summary>
    /// <returns>Its number.</returns>
    public int Add(FunctionKind kind, int module, Text name)
    {
        if (Count == Most || name.Length == 0)
            return 0;
        *this[Count] = new Function { Kind = kind, Module = module, Name = name };
        return Count++;
    }

    /// <summary>The number of a process's name.</summary>
    public int Process(ReadOnlySpan<byte> comm)
    {
        for (int number = 0; number < Count; number++)
        {
            if (this[number]->Kind == FunctionKind.Process && Name(number).SequenceEqual(comm))
                return number;
        }
        return Add(FunctionKind.Process, Module.Unknown, _texts.Add(comm));
    }
}
