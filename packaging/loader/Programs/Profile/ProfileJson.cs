using Corewright.Loader.Containers;
using Corewright.Loader.Output;

namespace Corewright.Loader.Profile;

/// <summary>Prints call stacks and functions as JSON: a line each.</summary>
internal static unsafe class ProfileJson
{
    /// <summary>Prints where a process's threads were.</summary>
    public static void Stack(
        Utf8Writer output, StackList stacks, int number, FunctionList functions, ProcessList processes, ContainerTable containers)
    {
        Stack* stack = stacks[number];
        var json = new JsonWriter(output);
        json.BeginObject();
        json.String("event"u8, "stack"u8);
        json.Number("pid"u8, stack->Place.Tgid);
        json.String("comm"u8, Comm.Of(stack->Place.Comm));
        json.Number("count"u8, stack->Count);
        json.BeginArray("kernel"u8);
        for (int i = 0; i < stack->KernelDepth; i++)
            json.Element(functions.Name(stacks.Frame(number, i)->Function));
        json.EndArray();
        json.BeginArray("user"u8);
        for (int i = stack->KernelDepth; i < stack->Depth; i++)
            json.Element(functions.Name(stacks.Frame(number, i)->Function));
        json.EndArray();
        if (stack->Process >= 0)
        {
            ProcessHeader* who = &processes[stack->Process]->Who;
            json.Number("ppid"u8, who->Ppid);
            json.Number("uid"u8, who->Uid);
            containers.WriteMember(ref json, who->CgroupId);
            json.Number("cgroup_id"u8, who->CgroupId);
            json.Number("pid_namespace"u8, who->PidNamespace);
            json.Number("start_time"u8, who->StartTime);
        }
        json.EndObject();
        json.EndLine();
    }

    /// <summary>Prints a function.</summary>
    public static void Function(Utf8Writer output, FunctionList functions, int number, ProcessList processes)
    {
        Function* function = functions[number];
        var json = new JsonWriter(output);
        json.BeginObject();
        json.String("event"u8, "function"u8);
        json.String("name"u8, functions.Name(number));
        json.String("module"u8, function->Module == Module.Kernel ? "[kernel]"u8 : processes.Path(function->Module));
        json.Number("self"u8, function->Self);
        json.Number("total"u8, function->Total);
        json.EndObject();
        json.EndLine();
    }
}
