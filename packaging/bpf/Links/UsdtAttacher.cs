// USDT probes are uprobes at places that notes tell. Programs find out about their probe's arguments in maps of libbpf's
// usdt.bpf.h: by the number that is their cookie (v5.15), or else by the address that they run at.

using System;
using Corewright.Bpf.Elf;
using Corewright.Bpf.Kernel;
using Corewright.Bpf.Maps;

namespace Corewright.Bpf.Links;

/// <summary>Attaches programs to the static probes that a program or library was compiled with.</summary>
internal static unsafe class UsdtAttacher
{
    private const ushort FixedExecutable = 2; // ET_EXEC

    /// <summary>Attaches to <see cref="AttachRequest.Target"/>: <c>path:provider:name</c>. One probe can stand in many places.</summary>
    /// <returns>A fault of the 200s, the 804s or the 810s.</returns>
    public static Fault Attach(scoped ref AttachRequest request)
    {
        if (request.Target.IsEmpty)
            return new Fault(FaultCode.AttachTargetMissing, 0, 0, FaultStage.Attach);
        if (!ProbeTarget.TryParseUsdt(request.Target, out ProbeTarget target))
        {
            request.Say("give PATH:PROVIDER:NAME"u8);
            return new Fault(FaultCode.ProbeTargetMalformed, 0, 0, FaultStage.Attach);
        }
        int specs = request.Object.FindMap("__bpf_usdt_specs"u8), addresses = request.Object.FindMap("__bpf_usdt_ip_to_spec_id"u8);
        if (specs < 0 || addresses < 0
            || request.Object.Maps[specs].ValueBytes is not (UsdtSpec.OlderBytes or UsdtSpec.NewerBytes))
        {
            return new Fault(FaultCode.UsdtMapsMissing, 0, 0, FaultStage.Attach);
        }

        Span<byte> buffer = stackalloc byte[BinarySearch.MaxPathBytes];
        var path = new PathText(buffer);
        Fault fault = BinarySearch.Open(target.Path, ref path, out BinaryFile file, out NativeElf elf);
        if (!fault.Failed)
            fault = Attach(ref request, target, path, elf, request.Object.Maps[specs], request.Object.Maps[addresses]);
        file.Dispose();
        return fault.During(FaultStage.Attach);
    }

    private static Fault Attach(
        scoped ref AttachRequest request, scoped ProbeTarget target, scoped PathText path, scoped NativeElf elf, in MapSpec specs, in MapSpec addresses)
    {
        Span<byte> buffer = stackalloc byte[UsdtNotes.BufferBytes];
        // As the program will be told: it takes one way or the other.
        bool hasCookies = KernelProbe.HasCookies();
        bool isFound = false;
        bool hasNotes = UsdtNotes.TryOpen(elf, buffer, out UsdtNotes notes);
        while (hasNotes && notes.Next())
        {
            if (!notes.Provider.SequenceEqual(target.Provider) || !notes.Name.SequenceEqual(target.Name))
                continue;
            isFound = true;
            Fault fault = Locate(elf, notes, out ulong offset, out ulong semaphore);
            uint number = request.Links.UsdtSpecs;
            if (!fault.Failed)
                fault = Describe(ref request, notes.Arguments, number, specs);
            if (!fault.Failed && !hasCookies)
                fault = NoteAddress(ref request, elf, path, notes.Address, offset, number, addresses);
            if (fault.Failed)
                return fault;
            request.Links.UsdtSpecs++;
            ulong cookie = request.Cookie;
            request.Cookie = hasCookies ? number : 0;
            fault = UprobeAttacher.Attach(ref request, path, offset, semaphore, returns: false);
            request.Cookie = cookie;
            if (fault.Failed)
                return fault;
        }
        if (isFound)
            return Fault.None;
        request.Say(target.Path);
        request.Say(hasNotes ? " has others; readelf --notes lists them"u8 : " has no section .note.stapsdt: it has none at all"u8);
        return new Fault(FaultCode.UsdtProbeMissing);
    }

    private static Fault Locate(scoped NativeElf elf, scoped in UsdtNotes notes, out ulong offset, out ulong semaphore)
    {
        semaphore = 0;
        if (!elf.TryFindOffset(notes.Address, out offset, out bool isExecutable) || !isExecutable
            || (notes.Semaphore != 0 && !elf.TryFindOffset(notes.Semaphore, out semaphore, out _)))
        {
            return new Fault(FaultCode.BinaryAddressNotLoaded);
        }
        // Thumb probes stand at even addresses, and nothing tells them from Arm's but where the kernel would break them.
        return elf.Machine == NativeElf.ArmMachine && (notes.Address & 3) != 0 ? new Fault(FaultCode.BinaryThumbCode) : Fault.None;
    }

    private static Fault Describe(scoped ref AttachRequest request, scoped ReadOnlySpan<byte> arguments, uint number, in MapSpec specs)
    {
        if (number >= specs.MaxEntries)
            return new Fault(FaultCode.UsdtTooMany, (int)specs.MaxEntries);
        Span<byte> spec = stackalloc byte[UsdtSpec.NewerBytes];
        spec = spec[..(int)specs.ValueBytes];
        spec.Clear();
        Fault fault = UsdtSpec.Write(new UsdtArguments(arguments, Syscall.Architecture), request.Cookie, spec);
        if (fault.Failed)
        {
            request.Say("they are: "u8);
            request.Say(arguments);
            return fault;
        }
        int result = Update(specs.Fd, (byte*)&number, spec);
        return result < 0 ? AttachRequest.Refused(result) : Fault.None;
    }

    private static Fault NoteAddress(
        scoped ref AttachRequest request, scoped NativeElf elf, scoped PathText path, ulong address, ulong offset, uint number, in MapSpec addresses)
    {
        // What can move is at another address in every process.
        if (elf.FileType != FixedExecutable
            && (request.ProcessId <= 0 || !ProcessMaps.TryFindAddress(request.ProcessId, path, offset, out address)))
        {
            request.Say("with a process to watch (--pid), or for executables with fixed addresses, older kernels do as well"u8);
            return AttachRequest.Missing(KernelFeature.PerfLink);
        }
        Span<byte> value = stackalloc byte[sizeof(uint)];
        fixed (byte* start = value)
            *(uint*)start = number;
        int result = Update(addresses.Fd, (byte*)&address, value);
        return result < 0 ? AttachRequest.Refused(result) : Fault.None;
    }

    private static int Update(int map, byte* key, ReadOnlySpan<byte> value)
    {
        fixed (byte* start = value)
        {
            MapElementAttributes attributes = default;
            attributes.MapFd = map;
            attributes.Key = (ulong)key;
            attributes.Value = (ulong)start;
            return BpfCall.UpdateElement(&attributes);
        }
    }
}
