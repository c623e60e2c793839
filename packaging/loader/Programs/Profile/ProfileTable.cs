using System;
using Corewright.Bpf.Memory;
using Corewright.Loader.Containers;
using Corewright.Loader.Output;
using Corewright.Loader.Processes;

namespace Corewright.Loader.Profile;

/// <summary>Prints the functions and the processes that took most time, for people.</summary>
internal readonly unsafe ref struct ProfileTable
{
    private const int MostFunctions = 20;
    private const int MostProcesses = 10;
    private const int NumberBits = 16;
    private const int FunctionWidth = 40;

    private readonly Utf8Writer _output;
    private readonly Span<ulong> _order;
    private readonly ulong _samples;
    private readonly bool _styled;

    /// <summary>A table.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="order">Room for a number for each function.</param>
    /// <param name="samples">How many samples there are.</param>
    /// <param name="styled">Whether headers may be bold.</param>
    public ProfileTable(Utf8Writer output, Span<ulong> order, ulong samples, bool styled)
    {
        _output = output;
        _order = order;
        _samples = samples;
        _styled = styled;
    }

    /// <summary>Prints the functions that were hit most themselves.</summary>
    public void Functions(FunctionList functions, ProcessList processes)
    {
        int count = 0;
        for (int i = 0; i < functions.Count; i++)
        {
            if (functions[i]->Self != 0)
                _order[count++] = (functions[i]->Self << NumberBits) | (uint)i;
        }
        Sorting.Sort(_order[..count]);
        TableText.Begin(_output, _styled);
        TableText.End(_output.Text("   SELF   TOTAL    SAMPLES  FUNCTION                                MODULE"u8), _styled);
        for (int place = count - 1; place >= 0 && place >= count - MostFunctions; place--)
        {
            int number = (int)(_order[place] & ((1 << NumberBits) - 1));
            Function* function = functions[number];
            Share.Write(_output, function->Self, _samples, 7);
            Share.Write(_output, function->Total, _samples, 8);
            _output.Decimal(function->Self, 11).Text("  "u8);
            PlainText.Write(_output, functions.Name(number), FunctionWidth);
            PlainText.Write(_output, function->Module == Module.Kernel ? "[kernel]"u8 : processes.Path(function->Module));
            _output.Byte((byte)'\n');
        }
        if (count > MostFunctions)
            _output.Text("and "u8).Decimal((ulong)(count - MostFunctions)).Text(" more functions\n"u8);
    }

    /// <summary>Prints the processes that were hit most.</summary>
    public void Processes(ProcessList processes, ContainerTable containers)
    {
        int count = 0;
        for (int i = 0; i < processes.Count; i++)
        {
            if (processes[i]->Samples != 0)
                _order[count++] = (processes[i]->Samples << NumberBits) | (uint)i;
        }
        Sorting.Sort(_order[..count]);
        TableText.Begin(_output.Byte((byte)'\n'), _styled).Text("  TOTAL    SAMPLES  "u8);
        ProcessColumns.Header(_output);
        TableText.End(_output, _styled);
        for (int place = count - 1; place >= 0 && place >= count - MostProcesses; place--)
        {
            SeenProcess* process = processes[(int)(_order[place] & ((1 << NumberBits) - 1))];
            Share.Write(_output, process->Samples, _samples, 7);
            ProcessColumns.Row(_output.Decimal(process->Samples, 11).Text("  "u8), containers, &process->Who);
            _output.Byte((byte)'\n');
        }
    }
}
