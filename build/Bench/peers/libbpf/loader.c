// The benchmark's C loader on libbpf: what a user of libbpf would write. "loader 0|1": attaches every program of the object of
// that number, says so on standard error, and counts what arrives in the ring buffer until SIGTERM or SIGINT.

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include <bpf/bpf.h>
#include <bpf/libbpf.h>

// The objects, put in by objects.s.
extern const unsigned char start_object[], start_object_end[], drain_object[], drain_object_end[];

static volatile sig_atomic_t stopped;
static unsigned long long samples;

static void stop(int signal)
{
    (void)signal;
    stopped = 1;
}

static int count(void *context, void *sample, size_t size)
{
    (void)context;
    (void)sample;
    samples += size >= 8;
    return 0;
}

static int fail(const char *what)
{
    fprintf(stderr, "libbpf: %s: %s\n", what, strerror(errno));
    return 1;
}

static int quiet(enum libbpf_print_level level, const char *format, va_list arguments)
{
    return level == LIBBPF_WARN ? vfprintf(stderr, format, arguments) : 0;
}

int main(int argc, char **argv)
{
    int drain = argc > 1 && argv[1][0] == '1', attached = 0;
    struct sigaction action = { .sa_handler = stop };
    sigaction(SIGTERM, &action, NULL);
    sigaction(SIGINT, &action, NULL);
    libbpf_set_print(quiet);

    const unsigned char *start = drain ? drain_object : start_object;
    struct bpf_object *object = bpf_object__open_mem(start, (drain ? drain_object_end : start_object_end) - start, NULL);
    if (!object)
        return fail("open");
    if (bpf_object__load(object))
        return fail("load");
    struct bpf_program *program;
    bpf_object__for_each_program(program, object) {
        if (!bpf_program__attach(program))
            return fail(bpf_program__name(program));
        attached++;
    }
    struct ring_buffer *ring = ring_buffer__new(bpf_object__find_map_fd_by_name(object, "EVENTS"), count, NULL, NULL);
    if (!ring)
        return fail("ring buffer");
    fprintf(stderr, "libbpf: attached %d programs\n", attached);
    while (!stopped) {
        int result = ring_buffer__poll(ring, -1);
        if (result < 0 && result != -EINTR)
            return fail("poll");
    }
    fprintf(stderr, "libbpf: %llu samples\n", samples);
    return 0;
}
