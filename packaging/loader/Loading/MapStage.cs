using Corewright.Bpf;
using Corewright.Bpf.Elf;
using Corewright.Bpf.Kernel;
using Corewright.Bpf.Maps;
using Corewright.Bpf.Object;
using Corewright.Loader.Output;

namespace Corewright.Loader.Loading;

/// <summary>Gives the kernel the object's types and creates its maps.</summary>
internal static class MapStage
{
    /// <summary>Creates the maps of a session whose object is read.</summary>
    /// <returns>Whether all of them exist now.</returns>
    public static bool Run(ref Session session)
    {
        bool limited = !ResourceLimit.LiftLockedMemory();
        session.TypesFd = ObjectTypes.Load(session.Object.TypeBytes);
        session.TypesErrno = session.TypesFd < 0 ? -session.TypesFd : 0;
        uint pageBytes = AuxiliaryVector.PageBytes();
        for (int i = 0; i < session.Object.Maps.Length; i++)
        {
            ref MapSpec map = ref session.Object.Maps[i];
            Fault fault = MapCreation.Create(ref map, session.Object.Name(map), session.TypesFd, pageBytes);
            if (!fault.Failed && map.IsData)
            {
                ElfSection section = session.Object.Elf.Section(map.Section);
                fault = MapCreation.Fill(map, session.Object.Elf.Data(section));
            }
            if (fault.Failed)
            {
                Describe(ref session, map, fault, limited);
                return false;
            }
        }
        return true;
    }

    private static void Describe(ref Session session, in MapSpec map, Fault fault, bool limited)
    {
        Failure failure = session.Failure;
        if (Privileges.IsRefusal(fault.Errno))
        {
            Privileges.Describe(failure.Set(ExitCode.NoPrivileges, fault.Errno)
                .Text("the kernel does not let this user create map "u8).Text(session.Object.Name(map)), fault.Errno);
            if (limited && fault.Errno == Errno.NotPermitted)
                failure.Append().Text(", or raise its limit of locked memory (ulimit -l, LimitMEMLOCK=)"u8);
            return;
        }
        if (fault.Code == FaultCode.MapNoRingBuffer)
        {
            failure.Set(ExitCode.KernelTooOld, fault.Errno).Text("kernel "u8).Text(session.Release)
                .Text(" has no ring buffers, which map "u8).Text(session.Object.Name(map)).Text(" is; Linux 5.8 or newer is needed"u8);
            return;
        }
        if (fault.Errno == Errno.NoSyscall)
        {
            failure.Set(ExitCode.KernelTooOld, fault.Errno).Text("kernel "u8).Text(session.Release)
                .Text(" has no bpf system call; one with CONFIG_BPF_SYSCALL is needed"u8);
            return;
        }
        failure.Set(ExitCode.System, fault.Errno).Text("the kernel does not create map "u8).Text(session.Object.Name(map))
            .Text(" (type "u8).Decimal(map.Type).Text(", "u8).Decimal(map.MaxEntries).Text(" entries): "u8)
            .Errno(fault.Errno);
    }
}
