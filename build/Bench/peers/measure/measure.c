// Runs inside the benchmark's guest and measures loaders from outside, each in the same way; no loader knows of it.
//
//   measure start LOADER [ARGUMENT]...   starts a loader until it is attached, and stops it
//   measure drain LOADER [ARGUMENT]...   the same, and fills its ring buffer while it is stopped, then while it runs
//
// Either prints one line "name=value ..." (times in ns, memory in KiB). When a loader starts, opens the kernel's BTF, loads its
// program and says that it is attached is what the kernel saw: events of tracefs, limited to the loader's threads, with the
// kernel's own clock. Where libbpf and cilium/ebpf first load tiny programs to find out what the kernel can do, these do not
// count as loading: only on_exec does, the object's program that has CO-RE relocations.

#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <linux/bpf.h>

#define TRACE "/sys/kernel/tracing/"

enum { BATCH = 64, BATCHES = (16 << 20) / 16 / BATCH - 1, LIVE_BATCHES = BATCHES / 2, REPETITIONS = 1 };

static pid_t loader;

static void fail(const char *format, ...)
{
    va_list list;
    va_start(list, format);
    vfprintf(stderr, format, list);
    va_end(list);
    fprintf(stderr, ": %s\n", strerror(errno));
    if (loader > 0)
        kill(loader, SIGKILL);
    exit(1);
}

static uint64_t now(clockid_t clock)
{
    struct timespec time;
    if (clock_gettime(clock, &time))
        fail("clock");
    return time.tv_sec * 1000000000ull + time.tv_nsec;
}

// All threads of the loader, also those that ended: clock_getcpuclockid(3).
static uint64_t processor_time(void)
{
    clockid_t clock;
    if (clock_getcpuclockid(loader, &clock))
        fail("the loader is gone");
    return now(clock);
}

static void put(const char *path, const char *text)
{
    int fd = open(path, O_WRONLY | O_TRUNC);
    if (fd < 0 || write(fd, text, strlen(text)) != (ssize_t)strlen(text))
        fail("%s: %s", path, text);
    close(fd);
}

// --- What the kernel saw ---------------------------------------------------------------------------------------------

static void trace_begin(pid_t pid)
{
    char number[16];
    snprintf(number, sizeof number, "%d", pid);
    put(TRACE "tracing_on", "0");
    put(TRACE "events/enable", "0");
    put(TRACE "kprobe_events", "");
    put(TRACE "trace_clock", "mono");
    put(TRACE "options/event-fork", "1");
    put(TRACE "set_event_pid", number);
    put(TRACE "kprobe_events", "p:bench/open do_sys_openat2 path=+0($arg2):ustring\n");
    int fd = open(TRACE "kprobe_events", O_WRONLY | O_APPEND);
    // union bpf_attr: prog_type, insn_cnt, insns, license, log_level, log_size, log_buf, kern_version, prog_flags, prog_name.
    const char *load = "p:bench/load bpf_check name=+48($arg2):string\n";
    if (fd < 0 || write(fd, load, strlen(load)) < 0)
        fail("kprobe on bpf_check");
    close(fd);
    put(TRACE "events/bench/open/filter", "path == \"/sys/kernel/btf/vmlinux\"");
    put(TRACE "events/bench/load/filter", "name == \"on_exec\"");
    // The line that says so: by descriptor 2, or one of the loader's own for the same pipe. Go's threads wake each other with 8 bytes.
    put(TRACE "events/syscalls/sys_enter_write/filter", "count > 8");
    put(TRACE "events/syscalls/sys_enter_writev/filter", "fd == 2");
    put(TRACE "events/bench/enable", "1");
    put(TRACE "events/syscalls/sys_enter_execve/enable", "1");
    put(TRACE "events/syscalls/sys_enter_write/enable", "1");
    put(TRACE "events/syscalls/sys_enter_writev/enable", "1");
    put(TRACE "trace", "");
    put(TRACE "tracing_on", "1");
}

// "  task-123   [000] d....   12.345678: open: (do_sys_openat2+0x0/0x90) path=..."
static void trace_end(void)
{
    put(TRACE "tracing_on", "0");
    put(TRACE "events/enable", "0");
    FILE *trace = fopen(TRACE "trace", "r");
    char line[1024], name[64];
    uint64_t exec = 0, opened = 0, loaded = 0, attached = 0;
    unsigned seconds, micros;
    while (trace && fgets(line, sizeof line, trace)) {
        char *time = line[0] == '#' ? NULL : strstr(line, "] ");
        if (!time || !(time = strchr(time + 2, ' ')) || sscanf(time, " %u.%u: %63[a-z_]", &seconds, &micros, name) != 3)
            continue;
        uint64_t at = seconds * 1000000000ull + micros * 1000ull;
        if (!strcmp(name, "sys_execve") && !exec)
            exec = at;
        else if (!strcmp(name, "open") && !opened)
            opened = at;
        else if (!strcmp(name, "load") && !loaded)
            loaded = at;
        else if ((!strcmp(name, "sys_write") || !strcmp(name, "sys_writev")) && loaded && !attached)
            attached = at;
    }
    if (!exec || !opened || !loaded || !attached)
        fail("the kernel's events are incomplete: %d %d %d %d", !!exec, !!opened, !!loaded, !!attached);
    fclose(trace);
    printf("exec-to-attached=%llu btf-to-load=%llu ", (unsigned long long)(attached - exec), (unsigned long long)(loaded - opened));
}

// --- The loader ------------------------------------------------------------------------------------------------------

// Returns the loader's standard error.
static int start(char **arguments, int traced)
{
    int go[2], output[2];
    if (pipe2(go, O_CLOEXEC) || pipe2(output, O_CLOEXEC) || (loader = fork()) < 0)
        fail("start");
    if (!loader) {
        char byte;
        int null = open("/dev/null", O_RDWR);
        dup2(null, 0);
        dup2(null, 1);
        dup2(output[1], 2);
        if (read(go[0], &byte, 1) == 1)
            execv(arguments[0], arguments);
        _exit(127);
    }
    close(output[1]);
    if (traced)
        trace_begin(loader);
    if (write(go[1], "", 1) != 1)
        fail("go");
    char text[4096];
    size_t size = 0;
    while (!memmem(text, size, ": attached 2 programs\n", 22)) {
        ssize_t more = read(output[0], text + size, sizeof text - size);
        if (more <= 0)
            fail("%s did not attach; it said: %.*s", arguments[0], (int)size, text);
        size += more;
    }
    close(go[0]);
    close(go[1]);
    return output[0];
}

static unsigned long memory(const char *key)
{
    char path[64], line[256];
    unsigned long value = 0;
    snprintf(path, sizeof path, "/proc/%d/status", loader);
    FILE *status = fopen(path, "r");
    while (status && fgets(line, sizeof line, status))
        if (!strncmp(line, key, strlen(key)))
            value = strtoul(line + strlen(key), NULL, 10);
    if (!value)
        fail("%s of the loader", key);
    fclose(status);
    return value;
}

// Returns how many samples the loader says that it had.
static unsigned long long finish(int errors)
{
    kill(loader, SIGTERM);
    char text[4096];
    size_t size = 0;
    ssize_t more;
    while ((more = read(errors, text + size, sizeof text - 1 - size)) > 0)
        size += more;
    text[size] = 0;
    int status;
    if (waitpid(loader, &status, 0) != loader || !WIFEXITED(status) || WEXITSTATUS(status))
        fail("the loader ended with %#x: %s", status, text);
    char *number = strstr(text, ": ");
    return number && strstr(text, " samples") ? strtoull(number + 2, NULL, 10) : 0;
}

static void nap(long milliseconds)
{
    struct timespec time = { milliseconds / 1000, milliseconds % 1000 * 1000000 };
    nanosleep(&time, NULL);
}

static void measure_start(char **arguments)
{
    int errors = start(arguments, 1);
    // Whatever a run time does in the background belongs to the start.
    nap(100);
    trace_end();
    printf("cpu=%llu peak=%lu steady=%lu\n", (unsigned long long)processor_time(), memory("VmHWM:"), memory("VmRSS:"));
    finish(errors);
}

// --- Its ring buffer -------------------------------------------------------------------------------------------------

static int bpf(int command, union bpf_attr *attributes)
{
    return syscall(SYS_bpf, command, attributes, sizeof *attributes);
}

static int map(const char *name)
{
    union bpf_attr id = { 0 };
    while (!bpf(BPF_MAP_GET_NEXT_ID, &id)) {
        union bpf_attr which = { .map_id = id.next_id };
        struct bpf_map_info info = { 0 };
        int fd = bpf(BPF_MAP_GET_FD_BY_ID, &which);
        union bpf_attr query = { .info = { .bpf_fd = fd, .info_len = sizeof info, .info = (uintptr_t)&info } };
        if (fd >= 0 && !bpf(BPF_OBJ_GET_INFO_BY_FD, &query) && !strcmp(info.name, name))
            return fd;
        close(fd);
        id.start_id = id.next_id;
    }
    fail("no map %s", name);
    return -1;
}

static void fill(int batches)
{
    // Asks for the current personality, and changes nothing.
    for (int i = 0; i < batches; i++)
        personality(0xffffffff);
}

static void drained(volatile uint64_t *consumer, volatile uint64_t *producer)
{
    uint64_t limit = now(CLOCK_MONOTONIC) + 20000000000ull;
    while (*consumer != *producer) {
        if (now(CLOCK_MONOTONIC) > limit)
            fail("the loader does not read: %llu of %llu", (unsigned long long)*consumer, (unsigned long long)*producer);
        nap(1);
    }
}

static void measure_drain(char **arguments)
{
    int errors = start(arguments, 0), ring = map("EVENTS"), lost = map("DROPPED");
    volatile uint64_t *consumer = mmap(NULL, 4096, PROT_READ, MAP_SHARED, ring, 0);
    volatile uint64_t *producer = mmap(NULL, 4096, PROT_READ, MAP_SHARED, ring, 4096);
    if (consumer == MAP_FAILED || producer == MAP_FAILED)
        fail("mmap");
    nap(100);
    unsigned long long before = *producer;
    uint64_t wall = 0, cpu = 0;
    for (int i = 0; i < REPETITIONS; i++) {
        int status;
        kill(loader, SIGSTOP);
        if (waitpid(loader, &status, WUNTRACED) != loader || !WIFSTOPPED(status))
            fail("the loader does not stop");
        fill(BATCHES);
        uint64_t cpu_before = processor_time(), start = now(CLOCK_MONOTONIC);
        kill(loader, SIGCONT);
        drained(consumer, producer);
        wall += now(CLOCK_MONOTONIC) - start;
        nap(20);
        cpu += processor_time() - cpu_before;
    }
    uint64_t cpu_before = processor_time(), start = now(CLOCK_MONOTONIC);
    fill(LIVE_BATCHES);
    drained(consumer, producer);
    uint64_t live_wall = now(CLOCK_MONOTONIC) - start, live_cpu = processor_time() - cpu_before;

    uint64_t dropped = 0;
    uint32_t key = 0;
    union bpf_attr lookup = { .map_fd = lost, .key = (uintptr_t)&key, .value = (uintptr_t)&dropped };
    if (bpf(BPF_MAP_LOOKUP_ELEM, &lookup))
        fail("DROPPED");
    unsigned long long sent = (*producer - before) / 16, seen = finish(errors);
    printf("prefilled=%d wall=%llu cpu=%llu live=%d live-wall=%llu live-cpu=%llu dropped=%llu sent=%llu seen=%llu\n",
        REPETITIONS * BATCHES * BATCH, (unsigned long long)wall, (unsigned long long)cpu, LIVE_BATCHES * BATCH,
        (unsigned long long)live_wall, (unsigned long long)live_cpu, (unsigned long long)dropped, sent, seen);
}

int main(int argc, char **argv)
{
    prctl(PR_SET_TIMERSLACK, 1);
    if (argc < 3)
        return 2;
    if (!strcmp(argv[1], "start"))
        measure_start(argv + 2);
    else
        measure_drain(argv + 2);
    return 0;
}
