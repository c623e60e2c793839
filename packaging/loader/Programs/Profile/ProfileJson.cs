using System;
using Corewright.Loader.Containers;
using Corewright.Loader.Output;
using Corewright.Loader.Processes;

namespace Corewright.Loader.Profile;

/// <summary>Prints call stacks and functions as JSON: a line each.</summary>
internal static unsafe class ProfileJson
{
    /// <summary>Prints where a process's threads were.</summary>
    public static void Stack(
        Utf8Writer output, StackList stacks, int number, FunctionList functions, ProcessList processes, ContainerTable containers)
    {
        Stack* stack = stacks[number];
        JsonWriter json = ProcessMembers.Begin(output, "stack"u8);
        ProcessHeader* who = stack->Process < 0 ? null : &processes[stack->Process]->Who;
        if (who != null)
        {
            // Of a process that was met with another thread, or under another name.
            ProcessHeader here = *who;
            new ReadOnlySpan<byte>(stack->Place.Comm, ProcessHeader.CommLength).CopyTo(new Span<byte>(here.Comm, ProcessHeader.CommLength));
            ProcessMembers.Process(ref json, &here);
        }
        else
        {
            json.Number("tgid"u8, stack->Place.Tgid);
            json.String("comm"u8, ZeroTerminatedText.Read(stack->Place.Comm, ProcessHeader.CommLength));
        }
        json.Number("count"u8, stack->Count);
        json.BeginArray("kernel"u8);
        for (int i = 0; i < stack->KernelDepth; i++)
            json.Element(functions.Name(stacks.Frame(number, i)->Function));
        json.EndArray();
        json.BeginArray("user"u8);
        for (int i = stack->KernelDepth; i < stack->Depth; i++)
            json.Element(functions.Name(stacks.Frame(number, i)->Function));
        json.EndArray();
        if (who != null)
            ProcessMembers.Place(ref json, containers, who);
        ProcessMembers.End(ref json);
    }

    /// <summary>Prints a function.</summary>
    public static void Function(Utf8Writer output, FunctionList functions, int number, ProcessList processes)
    {
        Function* function = functions[number];
        JsonWriter json = ProcessMembers.Begin(output, "function"u8);
        json.String("name"u8, functions.Name(number));
        json.String("module"u8, function->Module == Module.Kernel ? "[kernel]"u8 : processes.Path(function->Module));
        json.Number("self"u8, function->Self);
        json.Number("total"u8, function->Total);
        ProcessMembers.End(ref json);
    }
}
