namespace Corewright.Bpf.Kernel;

/// <summary>
/// The system calls that are used, by name. The values are indexes into <see cref="SyscallTable"/>: the number that the
/// kernel knows a call by differs from architecture to architecture.
/// </summary>
public enum SyscallNumber
{
    /// <summary><c>read(fd, buffer, count)</c>.</summary>
    Read,

    /// <summary><c>write(fd, buffer, count)</c>.</summary>
    Write,

    /// <summary><c>openat(dirfd, path, flags, mode)</c>.</summary>
    Openat,

    /// <summary><c>close(fd)</c>.</summary>
    Close,

    /// <summary><c>mmap</c>; on armv7 it is <c>mmap2</c>, whose offset counts units of 4096 bytes. Use <see cref="Syscall.Map"/>.</summary>
    Mmap,

    /// <summary><c>munmap(address, length)</c>.</summary>
    Munmap,

    /// <summary><c>mprotect(address, length, protection)</c>.</summary>
    Mprotect,

    /// <summary><c>bpf(command, attributes, size)</c>.</summary>
    Bpf,

    /// <summary><c>perf_event_open(attributes, pid, cpu, group, flags)</c>.</summary>
    PerfEventOpen,

    /// <summary><c>epoll_create1(flags)</c>.</summary>
    EpollCreate1,

    /// <summary><c>epoll_ctl(epfd, operation, fd, event)</c>; see <see cref="EpollEvent"/> for the layout of the event.</summary>
    EpollCtl,

    /// <summary><c>epoll_pwait(epfd, events, count, milliseconds, mask, 8)</c>.</summary>
    EpollPwait,

    /// <summary><c>ioctl(fd, request, argument)</c>.</summary>
    Ioctl,

    /// <summary><c>rt_sigprocmask(how, set, old, 8)</c>.</summary>
    RtSigprocmask,

    /// <summary><c>signalfd4(fd, mask, 8, flags)</c>.</summary>
    Signalfd4,

    /// <summary><c>uname(buffer)</c>: six strings of 65 bytes.</summary>
    Uname,

    /// <summary><c>exit_group(status)</c>.</summary>
    ExitGroup,

    /// <summary><c>getpid()</c>.</summary>
    Getpid,

    /// <summary><c>geteuid()</c>, with 32-bit ids on every architecture.</summary>
    Geteuid,

    /// <summary><c>clock_gettime</c> with 64-bit seconds and nanoseconds on every architecture.</summary>
    ClockGettime,

    /// <summary><c>timerfd_create(clock, flags)</c>.</summary>
    TimerfdCreate,

    /// <summary><c>timerfd_settime</c> with 64-bit seconds and nanoseconds on every architecture.</summary>
    TimerfdSettime,

    /// <summary><c>prlimit64(pid, resource, new, old)</c>: two 64-bit values each.</summary>
    Prlimit64,

    /// <summary><c>capget(header, data)</c>.</summary>
    Capget,

    /// <summary><c>capset(header, data)</c>.</summary>
    Capset,

    /// <summary><c>name_to_handle_at(folder, path, handle, mount_id, flags)</c>.</summary>
    NameToHandleAt,

    /// <summary><c>statx(dirfd, path, flags, mask, buffer)</c>: one layout for every architecture.</summary>
    Statx,

    /// <summary><c>getdents64(fd, buffer, count)</c>.</summary>
    Getdents64,

    /// <summary><c>mount(source, target, type, flags, data)</c>.</summary>
    Mount,

    /// <summary><c>readlinkat(dirfd, path, buffer, count)</c>.</summary>
    Readlinkat,

    /// <summary><c>clone(flags, stack, parent, tls, child)</c>; armv7 and aarch64 take tls before child, x86_64 after.</summary>
    Clone,

    /// <summary><c>execve(path, arguments, environment)</c>.</summary>
    Execve,

    /// <summary><c>wait4(pid, status, options, usage)</c>.</summary>
    Wait4,

    /// <summary><c>socket(family, type, protocol)</c>.</summary>
    Socket,

    /// <summary><c>bind(fd, address, length)</c>.</summary>
    Bind,

    /// <summary><c>sendto(fd, buffer, length, flags, address, length)</c>.</summary>
    Sendto,

    /// <summary><c>recvfrom(fd, buffer, length, flags, address, length)</c>.</summary>
    Recvfrom,

    /// <summary><c>setsockopt(fd, level, name, value, length)</c>.</summary>
    Setsockopt,

    /// <summary><c>mkdirat(dirfd, path, mode)</c>.</summary>
    Mkdirat,

    /// <summary><c>unlinkat(dirfd, path, flags)</c>.</summary>
    Unlinkat,

    /// <summary><c>kill(pid, signal)</c>.</summary>
    Kill,

    /// <summary><c>pread64</c>; armv7 passes its offset in two halves. Use <see cref="Syscall.ReadAt"/>.</summary>
    Pread64,

    /// <summary><c>rt_sigaction(signal, new, old, 8)</c>.</summary>
    RtSigaction,
}
