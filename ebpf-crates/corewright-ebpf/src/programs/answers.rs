use super::*;
use crate::helpers::Errno;

/// What a program of a kind may return; `C` is its context.
#[diagnostic::on_unimplemented(
    message = "a program with a `{C}` can't return `{Self}`",
    note = "the table in `corewright_ebpf::programs` says what each kind returns"
)]
pub trait Answer<C> {
    /// As the kernel is told.
    fn code(self) -> i32;
}

macro_rules! observers {
    ($($context:ty),+) => { $(
        impl Answer<$context> for () {
            #[inline(always)]
            fn code(self) -> i32 {
                0
            }
        }

        impl Answer<$context> for i32 {
            #[inline(always)]
            fn code(self) -> i32 {
                self
            }
        }

        impl Answer<$context> for u32 {
            #[inline(always)]
            fn code(self) -> i32 {
                self as i32
            }
        }

        // What is observed is dropped where the kernel refused something, never made up.
        impl<T: Answer<$context>, E> Answer<$context> for Result<T, E> {
            #[inline(always)]
            fn code(self) -> i32 {
                match self {
                    Ok(answer) => answer.code(),
                    Err(_) => 0,
                }
            }
        }
    )+ };
}

observers!(
    ProbeContext,
    UsdtContext,
    SyscallContext,
    RetProbeContext,
    TracePointContext,
    RawTracePointContext,
    BtfTracePointContext,
    FEntryContext,
    FExitContext,
    PerfEventContext,
    IterContext
);

/// Declares an enumeration of answers, and for which contexts they are.
macro_rules! answers {
    ($(#[$meta:meta])* $name:ident for $($context:ty),+ { $($(#[$value_meta:meta])* $value:ident = $number:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, PartialEq, Eq)]
        #[repr(i32)]
        pub enum $name {
            $($(#[$value_meta])* $value = $number),+
        }

        $(
            impl Answer<$context> for $name {
                #[inline(always)]
                fn code(self) -> i32 {
                    self as i32
                }
            }
        )+
    };
}

answers! {
    /// What becomes of a packet (`enum xdp_action` of include/uapi/linux/bpf.h).
    XdpAction for XdpContext {
        /// Dropped, and reported by the tracepoint `xdp:xdp_exception`.
        Aborted = 0,
        /// Dropped.
        Drop = 1,
        /// To the kernel.
        Pass = 2,
        /// Out where it came in.
        Tx = 3,
        /// Where a redirect call said.
        Redirect = 4,
    }
}

impl<E> Answer<XdpContext> for Result<XdpAction, E> {
    #[inline(always)]
    fn code(self) -> i32 {
        match self {
            Ok(action) => action.code(),
            Err(_) => XdpAction::Aborted as i32,
        }
    }
}

impl From<i32> for XdpAction {
    /// Of what `bpf_redirect_map` and `bpf_redirect` return.
    #[inline(always)]
    fn from(code: i32) -> Self {
        match code {
            1 => Self::Drop,
            2 => Self::Pass,
            3 => Self::Tx,
            4 => Self::Redirect,
            _ => Self::Aborted,
        }
    }
}

answers! {
    /// What becomes of a packet (`TC_ACT_*` of include/uapi/linux/pkt_cls.h; `TCX_*`, `NETKIT_*` are the same numbers).
    TcAction for TcContext {
        /// The next program or classifier decides; without one, it goes on.
        Unspec = -1,
        /// It goes on, whatever comes next would say.
        Ok = 0,
        /// Classify again.
        Reclassify = 1,
        /// Dropped.
        Shot = 2,
        /// The next action decides.
        Pipe = 3,
        /// Taken away.
        Stolen = 4,
        /// Queued elsewhere.
        Queued = 5,
        /// Do the action again.
        Repeat = 6,
        /// Where a redirect call said.
        Redirect = 7,
        /// As from hardware.
        Trap = 8,
    }
}

answers! {
    /// Whether something passes (`enum sk_action` of include/uapi/linux/bpf.h).
    SkAction for SkBuffContext, SkLookupContext, SkMsgContext, SkReuseportContext {
        /// It does not.
        Drop = 0,
        /// It does.
        Pass = 1,
    }
}

impl From<i64> for SkAction {
    /// Of what redirect calls return.
    #[inline(always)]
    fn from(code: i64) -> Self {
        if code == 1 { Self::Pass } else { Self::Drop }
    }
}

answers! {
    /// What becomes of a packet of a lightweight tunnel (`enum bpf_ret_code` of include/uapi/linux/bpf.h).
    LwtAction for LwtContext {
        /// It goes on.
        Ok = 0,
        /// Dropped.
        Drop = 2,
        /// Where a redirect call said.
        Redirect = 7,
        /// Routed again.
        Reroute = 128,
    }
}

answers! {
    /// What a cgroup's program says. Denied calls fail with `EPERM`, or what [`set_return_value`](crate::helpers::set_return_value) said.
    CgroupDecision for SkBuffContext, SockAddrContext, SockContext, SockoptContext, SysctlContext, DeviceContext, LsmContext {
        /// No.
        Deny = 0,
        /// Yes.
        Allow = 1,
    }
}

answers! {
    /// What becomes of a packet (`NF_DROP` and `NF_ACCEPT` of include/uapi/linux/netfilter.h).
    NetfilterVerdict for NetfilterContext {
        /// Dropped.
        Drop = 0,
        /// It goes on.
        Accept = 1,
    }
}

answers! {
    /// Whether a packet could be read (`BPF_OK` and others of include/uapi/linux/bpf.h).
    FlowAction for FlowDissectorContext {
        /// It was; the keys are filled in.
        Parsed = 0,
        /// It was not.
        Drop = 2,
        /// The kernel's own dissector does it (6.1).
        Continue = 129,
    }
}

/// What a security hook says.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum LsmDecision {
    /// This program has nothing against it.
    Allow,
    /// The call fails with this error.
    Deny(Errno),
}

impl LsmDecision {
    #[inline(always)]
    fn number(self) -> i32 {
        match self {
            Self::Allow => 0,
            // Newer kernels want to know that it is an error: -4095 is the last one.
            Self::Deny(Errno(code)) if (-4095..0).contains(&code) => code as i32,
            Self::Deny(_) => Errno::EPERM.0 as i32,
        }
    }
}

impl Answer<LsmContext> for LsmDecision {
    #[inline(always)]
    fn code(self) -> i32 {
        self.number()
    }
}

impl Answer<FModRetContext> for LsmDecision {
    #[inline(always)]
    fn code(self) -> i32 {
        self.number()
    }
}

impl Answer<FModRetContext> for i32 {
    #[inline(always)]
    fn code(self) -> i32 {
        self
    }
}

/// How many bytes a socket filter keeps, how long a message is.
impl Answer<SkBuffContext> for u32 {
    #[inline(always)]
    fn code(self) -> i32 {
        self as i32
    }
}

/// The kernel takes 1 for a program that went well; what it is to know otherwise is the reply.
impl Answer<SockOpsContext> for () {
    #[inline(always)]
    fn code(self) -> i32 {
        1
    }
}
