// Numbers of include/uapi/linux/netlink.h and rtnetlink.h, as far as they are used here.

using System;

namespace Corewright.Bpf.Kernel;

/// <summary>The type of a netlink message: <c>nlmsg_type</c>.</summary>
internal enum NetlinkType : ushort
{
    /// <summary>NLMSG_ERROR: an answer; error 0 is an acknowledgement.</summary>
    Error = 2,

    /// <summary>NLMSG_DONE: the end of a dump.</summary>
    Done = 3,

    /// <summary>RTM_SETLINK.</summary>
    SetLink = 19,

    /// <summary>RTM_NEWQDISC.</summary>
    NewQdisc = 36,

    /// <summary>RTM_DELQDISC.</summary>
    DeleteQdisc = 37,

    /// <summary>RTM_NEWTFILTER.</summary>
    NewFilter = 44,

    /// <summary>RTM_DELTFILTER.</summary>
    DeleteFilter = 45,

    /// <summary>RTM_GETTFILTER.</summary>
    GetFilter = 46,
}

/// <summary>What is asked of the kernel beside the type: <c>nlmsg_flags</c>.</summary>
[Flags]
internal enum NetlinkFlags : ushort
{
    /// <summary>NLM_F_REQUEST.</summary>
    Request = 1,

    /// <summary>NLM_F_ACK: an answer also where all went well.</summary>
    Acknowledge = 4,

    /// <summary>NLM_F_ECHO: tell what was made, as listeners are told.</summary>
    Echo = 8,

    /// <summary>NLM_F_CAPPED, in an answer: only the header of the request is repeated.</summary>
    Capped = 0x100,

    /// <summary>NLM_F_ACK_TLVS, in an answer: attributes follow the repeated request.</summary>
    HasAttributes = 0x200,

    /// <summary>NLM_F_EXCL: fail where it exists.</summary>
    Exclusive = 0x200,

    /// <summary>NLM_F_DUMP: all that there are.</summary>
    Dump = 0x300,

    /// <summary>NLM_F_CREATE.</summary>
    Create = 0x400,
}
