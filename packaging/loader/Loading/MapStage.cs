using Corewright.Bpf;
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
        session.TypesFd = ObjectTypes.Load(session.Object, ref session.Arena);
        session.TypesErrno = session.TypesFd < 0 ? -session.TypesFd : 0;
        var environment = new MapEnvironment(session.TypesFd) { PinFolder = session.PinFolder };
        for (int i = 0; i < session.Object.Maps.Length; i++)
        {
            Fault fault = MapCreation.Create(ref session.Object, i, ref environment);
            if (!fault.Failed)
                continue;
            Describe(ref session, session.Object.Maps[i], fault, limited, environment.Difference);
            return false;
        }
        return Fill(session);
    }

    /// <summary>Puts programs into the arrays of programs that are to have them from the start.</summary>
    /// <param name="session">A session whose programs are loaded.</param>
    /// <returns>Whether all of them are in.</returns>
    public static bool FillPrograms(in Session session)
    {
        Fault fault = Features.MapRelations ? MapFilling.WithPrograms(session.Object) : Fault.None;
        if (fault.Failed)
            DescribeFilling(session, fault);
        return !fault.Failed;
    }

    // Maps go into other maps only when all of them exist.
    private static bool Fill(in Session session)
    {
        Fault fault = Features.MapRelations ? MapFilling.WithMaps(session.Object) : Fault.None;
        if (fault.Failed)
            DescribeFilling(session, fault);
        return !fault.Failed;
    }

    private static void DescribeFilling(in Session session, Fault fault)
    {
        session.Failure.Set(ExitCode.System, fault.Errno).Text("the kernel does not put into map "u8)
            .Text(session.Object.Name(session.Object.Maps[fault.Index])).Text(" what the object wants there: "u8).Errno(fault.Errno);
    }

    private static void Describe(ref Session session, in MapSpec map, Fault fault, bool limited, MapDifference difference)
    {
        Failure failure = session.Failure;
        if (Features.MapRelations && fault.Code is FaultCode.MapPinnedDiffers or FaultCode.MapPinRefused or FaultCode.MapPinPathTooLong)
        {
            DescribePin(session, map, fault, difference);
            return;
        }
        if (Privileges.IsRefusal(fault.Errno))
        {
            Privileges.Describe(failure.Set(ExitCode.NoPrivileges, fault.Errno)
                .Text("the kernel does not let this user create map "u8).Text(session.Object.Name(map)), fault.Errno);
            if (limited && fault.Errno == Errno.NotPermitted)
                failure.Append().Text(", or raise its limit of locked memory (ulimit -l, LimitMEMLOCK=)"u8);
            return;
        }
        if (fault.Code == FaultCode.FeatureMissing)
        {
            MissingFeature.Describe(session, fault, "map"u8, session.Object.Name(map));
            return;
        }
        if (Features.Arena && fault.Code == FaultCode.MapArenaVariables)
        {
            failure.Set(ExitCode.DamagedObject).Text("arena "u8).Text(session.Object.Name(map))
                .Text(" has no room for the object's variables in it; give it more pages (max_entries)"u8);
            return;
        }
        if (fault.Errno == Errno.NoSyscall)
        {
            failure.Set(ExitCode.KernelTooOld, fault.Errno).Text("kernel "u8).Text(session.Release)
                .Text(" has no bpf system call; one with CONFIG_BPF_SYSCALL is needed"u8);
            return;
        }
        failure.Set(ExitCode.System, fault.Errno).Text("the kernel does not create map "u8).Text(session.Object.Name(map))
            .Text(" (type "u8).Decimal((uint)map.Type).Text(", "u8).Decimal(map.MaxEntries).Text(" entries): "u8)
            .Errno(fault.Errno);
    }

    private static void DescribePin(in Session session, in MapSpec map, Fault fault, MapDifference difference)
    {
        Utf8Writer message = session.Failure.Set(ExitCode.System, fault.Errno).Text("map "u8).Text(session.Object.Name(map));
        if (fault.Code == FaultCode.MapPinnedDiffers)
        {
            message.Text(" is pinned already and is another one: its "u8).Text(difference.Name).Text(" is "u8).Decimal(difference.Found)
                .Text(", the object's "u8).Decimal(difference.Wanted).Text("; unpin it, or pin this one in another folder"u8);
            return;
        }
        message.Text(" can't be pinned: "u8);
        if (fault.Code == FaultCode.MapPinPathTooLong)
            message.Text("the path is too long"u8);
        else
            message.Errno(fault.Errno).Text("; is a BPF file system mounted there? (mount -t bpf bpf /sys/fs/bpf)"u8);
    }
}
