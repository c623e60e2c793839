// Programs that were loaded for a function or tracepoint in BTF: BPF_RAW_TRACEPOINT_OPEN without a name (v5.5), or BPF_LINK_CREATE,
// which alone takes a cookie (v6.0).

using Corewright.Bpf.Kernel;

namespace Corewright.Bpf.Links;

/// <summary>Attaches tp_btf, fentry, fexit and fmod_ret programs, and others that already know their place when they are loaded.</summary>
internal static unsafe class TracingAttacher
{
    /// <summary>Attaches a program to what it was loaded for.</summary>
    /// <returns><see cref="FaultCode.FeatureMissing"/> or <see cref="FaultCode.AttachRefused"/>.</returns>
    public static Fault Attach(scoped ref AttachRequest request)
    {
        int link = request.Cookie == 0 ? Open(request.Program.Fd) : CreateLink(request);
        if (link >= 0)
            return request.Keep(Link.Closing(link));
        if (link == -Errno.NotSupportedInKernel)
            return AttachRequest.Missing(KernelFeature.Trampolines, link);
        if (link == -Errno.Invalid && request.Cookie != 0)
            return AttachRequest.Missing(KernelFeature.TracingCookie, link);
        if (link == -Errno.Busy)
            request.Say("the function has as many programs as it takes, or a live patch"u8);
        return AttachRequest.Refused(link);
    }

    private static int Open(int program)
    {
        RawTracepointAttributes attributes = default;
        attributes.ProgramFd = program;
        return BpfCall.OpenRawTracepoint(&attributes);
    }

    private static int CreateLink(scoped in AttachRequest request)
    {
        LinkCreateAttributes attributes = default;
        attributes.ProgramFd = request.Program.Fd;
        attributes.AttachType = (uint)request.Program.ExpectedAttach;
        attributes.TracingCookie = request.Cookie;
        return BpfCall.CreateLink(&attributes);
    }
}
