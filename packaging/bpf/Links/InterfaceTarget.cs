using System;

namespace Corewright.Bpf.Links;

/// <summary>Which XDP hook of an interface is meant.</summary>
internal enum XdpMode : byte
{
    /// <summary>The kernel chooses: the driver's where it has one.</summary>
    Any,

    /// <summary>XDP_FLAGS_DRV_MODE: the driver's.</summary>
    Native,

    /// <summary>XDP_FLAGS_SKB_MODE: the network stack's, on every interface.</summary>
    Generic,

    /// <summary>XDP_FLAGS_HW_MODE: the card's own processor.</summary>
    Offload,
}

/// <summary>Which way the packets go that a program is to see.</summary>
internal enum TrafficDirection : byte
{
    /// <summary>Not said.</summary>
    Unset,

    /// <summary>Into the machine.</summary>
    Ingress,

    /// <summary>Out of the machine.</summary>
    Egress,
}

/// <summary>Which options an interface may have in a target: those that mean something to the program.</summary>
[Flags]
internal enum InterfaceOptions : byte
{
    /// <summary>None: any option is a mistake.</summary>
    None = 0,

    /// <summary><c>native</c>, <c>generic</c>, <c>offload</c>.</summary>
    Mode = 1,

    /// <summary><c>ingress</c>, <c>egress</c>, <c>clsact</c>, <c>handle=</c>, <c>priority=</c>.</summary>
    Classifier = 2,

    /// <summary><c>before</c>, <c>after</c>, <c>revision=</c>.</summary>
    Order = 4,
}

/// <summary>
/// An interface and how to attach to it, as <c>--attach</c> takes it: <c>NAME[:OPTION[,OPTION]…]</c>, such as <c>eth0:generic</c> or
/// <c>eth0:egress,before=17</c>.
/// </summary>
internal ref struct InterfaceTarget
{
    /// <summary>The interface's name.</summary>
    public ReadOnlySpan<byte> Name;

    /// <summary><c>native</c>, <c>generic</c> or <c>offload</c>.</summary>
    public XdpMode Mode;

    /// <summary><c>ingress</c> or <c>egress</c>.</summary>
    public TrafficDirection Direction;

    /// <summary><c>clsact</c>: attach as kernels before v6.6 do it.</summary>
    public bool Classic;

    /// <summary><c>before</c> and <c>after</c>, and of what.</summary>
    public MultiProgramPosition Position;

    /// <summary><c>handle=</c>: of a filter; 0 lets the kernel choose.</summary>
    public uint Handle;

    /// <summary><c>priority=</c>: of a filter, lower ones first; 0 lets the kernel choose.</summary>
    public ushort Priority;

    /// <summary>Whether something was said that only the way of kernels before v6.6 has.</summary>
    public readonly bool IsClassic => Classic || Handle != 0 || Priority != 0;

    /// <summary>Reads a target.</summary>
    /// <param name="text">What was given.</param>
    /// <param name="allowed">The options that it may have.</param>
    /// <param name="target">The interface and the options.</param>
    /// <returns><see cref="FaultCode.AttachTargetMissing"/>, or <see cref="FaultCode.AttachTargetMalformed"/> with the place.</returns>
    public static Fault Parse(ReadOnlySpan<byte> text, InterfaceOptions allowed, out InterfaceTarget target)
    {
        target = default;
        if (text.Length == 0)
            return new Fault(FaultCode.AttachTargetMissing);
        ReadOnlySpan<byte> rest = text;
        target.Name = TargetText.Cut(ref rest, (byte)':');
        if (target.Name.Length == 0)
            return new Fault(FaultCode.AttachTargetMalformed);
        while (rest.Length != 0)
        {
            int place = text.Length - rest.Length;
            if (!target.TryTake(TargetText.Cut(ref rest, (byte)','), allowed))
                return new Fault(FaultCode.AttachTargetMalformed, place);
        }
        return Fault.None;
    }

    private bool TryTake(ReadOnlySpan<byte> option, InterfaceOptions allowed)
    {
        ReadOnlySpan<byte> value = option;
        ReadOnlySpan<byte> name = TargetText.Cut(ref value, (byte)'=');
        bool hasValue = name.Length != option.Length;
        if ((allowed & InterfaceOptions.Mode) != 0 && !hasValue && TryTakeMode(name))
            return true;
        if ((allowed & InterfaceOptions.Classifier) != 0 && (hasValue ? TryTakeNumber(name, value) : TryTakeDirection(name)))
            return true;
        return (allowed & InterfaceOptions.Order) != 0 && hasValue == (value.Length != 0) && Position.TryTake(name, value);
    }

    private bool TryTakeMode(ReadOnlySpan<byte> name)
    {
        if (name.SequenceEqual("native"u8))
            Mode = XdpMode.Native;
        else if (name.SequenceEqual("generic"u8))
            Mode = XdpMode.Generic;
        else if (name.SequenceEqual("offload"u8))
            Mode = XdpMode.Offload;
        else
            return false;
        return true;
    }

    private bool TryTakeDirection(ReadOnlySpan<byte> name)
    {
        if (name.SequenceEqual("ingress"u8))
            Direction = TrafficDirection.Ingress;
        else if (name.SequenceEqual("egress"u8))
            Direction = TrafficDirection.Egress;
        else if (name.SequenceEqual("clsact"u8))
            Classic = true;
        else
            return false;
        return true;
    }

    private bool TryTakeNumber(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        ulong number;
        if (name.SequenceEqual("handle"u8) && TargetText.TryReadNumber(value, uint.MaxValue, out number))
            Handle = (uint)number;
        else if (name.SequenceEqual("priority"u8) && TargetText.TryReadNumber(value, ushort.MaxValue, out number))
            Priority = (ushort)number;
        else
            return false;
        return true;
    }
}
