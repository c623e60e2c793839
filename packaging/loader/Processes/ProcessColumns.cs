using System.Runtime.CompilerServices;
using Corewright.Loader.Containers;
using Corewright.Loader.Output;

namespace Corewright.Loader.Processes;

/// <summary>Writes who did something as columns of a table, as wide in one program as in the other.</summary>
internal static unsafe class ProcessColumns
{
    /// <summary>Of PID, PPID and UID.</summary>
    public const int IdWidth = 9;

    /// <summary>Of COMM.</summary>
    public const int CommandWidth = 17;

    /// <summary>Of CONTAINER.</summary>
    public const int ContainerWidth = 14;

    /// <summary>Writes the columns' names.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="withUser">Whether there is a column for the user.</param>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Header(Utf8Writer output, bool withUser = false) =>
        output.Text("PID      "u8).Text(withUser ? "UID      "u8 : default).Text("COMM             CONTAINER     "u8);

    /// <summary>Writes the columns; dashes where no process is known.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Row(Utf8Writer output, ContainerTable containers, ProcessHeader* process, bool withUser = false)
    {
        if (process->Tgid == 0)
        {
            output.Text("-        "u8).Text(withUser ? "-        "u8 : default).Text("-                -             "u8);
            return;
        }
        output.DecimalLeft(process->Tgid, IdWidth);
        if (withUser)
            output.DecimalLeft(process->Uid, IdWidth);
        PlainText.Write(output, ProcessMembers.Command(process), CommandWidth);
        containers.WriteColumn(output, process->CgroupId, ContainerWidth);
    }
}
