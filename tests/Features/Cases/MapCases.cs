using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using Shouldly;

namespace Corewright.Tests.Features.Cases;

/// <summary>Maps as objects declare them, what is in them from the start, and global variables.</summary>
internal sealed class MapCases : IFeatureArea
{
    private const string Area = "Maps and data";

    public static IReadOnlyList<Feature> Features { get; } =
    [
        new("maps-legacy", "legacy maps sections (libbpf's and Aya's)", "maps_legacy", new Since("4.7"), report =>
        {
            long runs = report.Global("runs");
            runs.ShouldBeGreaterThan(0);
            report.Global("failures").ShouldBe(0);
            // Nobody says what is in such maps.
            report.Entries("counts").Select(e => (e.Key.ToString(), e.Value.ToString())).ShouldBe([("7", Hex(runs))]);
            report.Entries("totals").Select(e => (e.Key.ToString(), e.Value.ToString())).ShouldBe([("0", Hex(0)), ("1", Hex(2 * runs))]);
            report.Entries("seen").Select(e => (e.Key.ToString(), e.Value.ToString())).ShouldBe([(Hex(11), Hex(3)[..8])]);
        })
        {
            Area = Area,
            Command = ["sh", "-c", "busybox true; busybox true"],
        },
        new("maps-in-maps", "arrays and hashes of maps, filled from the start", "maps_relations", new Since("4.12"), report =>
        {
            long calls = report.Global("calls");
            calls.ShouldBeGreaterThan(0);
            report.Global("found_first").ShouldBe(calls);
            report.Global("found_in_hash").ShouldBe(calls);
            report.Global("empty_slots").ShouldBe(calls);
            // A 32-bit kernel writes such an array in steps of 4 bytes and reads it in steps of 8 (fd_array_map_update_elem and
            // array_map_lookup_elem of kernel/bpf/arraymap.c): only the first map is found.
            long later = report.Kernel.Architecture == "armv7" ? 0 : calls;
            report.Global("found_later").ShouldBe(later);
            report.Value("even", 0).ShouldBe(calls);
            report.Value("odd", 0).ShouldBe(calls + later);
        })
        {
            Area = Area,
        },
        new("tail-calls", "arrays of programs and tail calls", "maps_relations", new Since("4.7"), report =>
        {
            report.Global("calls").ShouldBeGreaterThan(0);
            report.Global("deeper").ShouldBe(report.Global("calls"));
            report.Global("not_there").ShouldBe(report.Global("calls"), "an empty slot is passed over");
        })
        {
            Area = Area,
        },
        new("global-variables", ".data, .rodata, .bss and named ones", "maps_data", new Since("5.2"), report =>
        {
            report.Global("counted").ShouldBe(40, "MODE_OFF is what the source says");
            report.Global("seen_offset").ShouldBe(-3);
            report.Global("seen_high").ShouldBe(4);
            report.GlobalText("seen_name").ShouldBe("default");
            report.Global("was_enabled").ShouldBe(0);
        })
        {
            Area = Area,
        },
        new("global-constants", "constants set before loading", "maps_data", new Since("5.2"), report =>
        {
            long counted = report.Global("counted") - 41;
            counted.ShouldBeGreaterThan(0);
            (counted % 10).ShouldBe(0);
            report.Global("initial_zero").ShouldBe(counted + 1000);
            report.Global("named").ShouldBe(counted + 7);
            report.Global("named_zero").ShouldBe(counted);
            report.Global("seen_offset").ShouldBe(-9);
            report.Global("seen_low").ShouldBe(1);
            report.Global("seen_high").ShouldBe(500);
            report.GlobalText("seen_name").ShouldBe("guest");
            report.Global("was_enabled").ShouldBe(1);
        })
        {
            Area = Area,
            Arguments =
            [
                "--set", "mode=MODE_COUNT", "--set", "step=10", "--set", "offset=-9", "--set", "limits.high[2]=500", "--set",
                "limits.name=guest", "--set", "enabled=true", "--set", "counted=41", "--set", "initial_zero=1000",
            ],
        },
        new("pinned-maps", "maps pinned by name, and reused", "maps_pinned", new Since("4.4"), report =>
        {
            string[] lines = report.Output.Split('\n', System.StringSplitOptions.RemoveEmptyEntries);
            lines.Length.ShouldBe(4, report.Output);
            long first = Kept(lines[0]), second = Kept(lines[1]);
            first.ShouldBeGreaterThan(0);
            second.ShouldBeGreaterThan(first, "the map goes on where it was");
            lines[2].ShouldBe("kept");
            report.CommandExit.ShouldBe(0);
            report.Error.ShouldContain("map kept is pinned already and is another one: its max_entries is 8, the object's 4;");
        })
        {
            Area = Area,
            Setup = [["sh", "-c", "mkdir -p /sys/fs/bpf && { mount -t bpf bpf /sys/fs/bpf || true; }"]],
            Arguments = ["--pin-maps", "/sys/fs/bpf/outer"],
            Command =
            [
                "sh", "-c",
                "for i in 1 2; do bpfrun run /job/maps_pinned.bpf.o --json --pin-maps /sys/fs/bpf/cw -- busybox true || exit 9; done; "
                + "ls /sys/fs/bpf/cw; rm -r /sys/fs/bpf/cw; mkdir /sys/fs/bpf/cw; "
                + "bpftool map create /sys/fs/bpf/cw/kept type array key 4 value 8 entries 8 name kept || exit 7; "
                + "bpfrun run /job/maps_pinned.bpf.o --json --pin-maps /sys/fs/bpf/cw -- true && exit 8; rm -r /sys/fs/bpf/cw /sys/fs/bpf/outer",
            ],
        },
        new("map-kinds", "hashes, arrays, LRU, per-CPU, LPM tries, queues, stacks, stack traces, maps of maps", "maps", new Since("4.20"), report =>
        {
            long runs = report.Global("RUNS");
            runs.ShouldBeGreaterThan(0);
            report.Global("WRONG").ShouldBe(0);
            report.Global("KEPT").ShouldBe(runs);
            report.Entries("ARRAY").Single(e => e.Key.GetInt64() == 1).Value[0].GetInt64().ShouldBe(runs);
            report.Value("HASH", 5).ShouldBe(runs);
            report.Value("LRU_HASH", 6).ShouldBe(runs);
            Sum(report, "CPU_ARRAY", 1).ShouldBe(runs);
            Sum(report, "CPU_HASH", 7).ShouldBe(runs);
            Sum(report, "LRU_CPU_HASH", 8).ShouldBe(runs);
            report.Entries("NETWORKS").Select(e => e.Value.GetInt64()).Order().ShouldBe([8, 24]);
            report.Entries("STACKS").Count.ShouldBeGreaterThan(0);
            report.Map("EVENTS").GetProperty("max_entries").GetInt64().ShouldBeGreaterThan(0, "as many as processors");
        })
        {
            Area = Area,
        },
        new("map-targets", "maps of programs, cgroups, devices, CPUs, sockets and their storage, ring buffers", "map_targets", new Since("5.8"), report =>
        {
            report.Global("CAME_BACK").ShouldBe(1);
            Types(report).ShouldBe([
                "cgroup_array", "cpumap", "devmap", "devmap_hash", "prog_array", "reuseport_sockarray", "ringbuf", "sk_storage", "sockhash",
                "sockmap", "xskmap",
            ]);
        })
        {
            Area = Area,
        },
        new("bloom-filters", "bloom filters", "bloom_filter", new Since("5.16"), report =>
        {
            report.Global("RUNS").ShouldBeGreaterThan(0);
            report.Global("FOUND").ShouldBe(report.Global("RUNS"));
            report.Global("NOT_FOUND").ShouldBe(report.Global("RUNS"));
        })
        {
            Area = Area,
            Missing = "bloom filters",
        },
        new("task-storage", "task storage", "task_storage", new Since("5.11"), report => report.Global("MOST").ShouldBe(3))
        {
            Area = Area,
            Command = ["sh", "-c", "exec sh -c 'exec sh -c \"exit 0\"'"],
            Missing = "task storage",
            Excused = new Dictionary<string, string>
            {
                ["armv7-6.12"] = "it has no BTF, by which programs name tasks",
                ["armv7-7.2"] = "it has no BTF, by which programs name tasks",
            },
        },
        new("cgroup-storage", "cgroup storage", "map_cgroup_storage", new Since("6.2"), _ => { })
        {
            Area = Area,
            Missing = "cgroup storage",
        },
        new("inode-storage", "inode storage, attached cgroup storage", "map_storage", new Since("5.10"), report => Types(report)
            .ShouldBe(["cgroup_storage", "inode_storage", "percpu_cgroup_storage"]))
        {
            Area = Area,
        },
        new("user-ring-maps", "user ring buffers, made", "map_user_ring", new Since("6.1"), report =>
        {
            long bytes = report.Map("to_programs").GetProperty("max_entries").GetInt64();
            bytes.ShouldBeGreaterThanOrEqualTo(8192, "5,000 bytes are rounded up");
            (bytes & (bytes - 1)).ShouldBe(0);
        })
        {
            Area = Area,
            Missing = "user ring buffers",
        },
        new("arenas", "arenas, and variables in them (.addr_space.1)", "map_arena", new Since("6.9", "6.9", null), report =>
        {
            report.Global("runs").ShouldBeGreaterThan(0);
            report.Global("counter").ShouldBe(40 + (2 * report.Global("runs")));
            report.GlobalValue("table").EnumerateArray().Select(v => v.GetInt32()).ShouldBe([1, 2, 3, 7]);
            report.Global("untouched").ShouldBe(0);
        })
        {
            Area = Area,
            Missing = "arenas",
        },
    ];

    // Of the object's own maps: a ring buffer brings one that counts what was lost.
    private static string[] Types(FeatureReport report) =>
    [
        .. report.Json.GetProperty("maps").EnumerateObject()
            .Where(m => !m.Name.StartsWith("COREWRIGHT_", System.StringComparison.Ordinal))
            .Select(m => m.Value.GetProperty("type").GetString()!)
            .Order(System.StringComparer.Ordinal),
    ];

    private static long Sum(FeatureReport report, string map, long key) =>
        report.Entries(map).Single(e => e.Key.GetInt64() == key).Value.EnumerateArray().Sum(v => v.GetInt64());

    private static string Hex(long value) => System.Convert.ToHexStringLower(System.BitConverter.GetBytes(value));

    private static long Kept(string line) => JsonDocument.Parse(line).RootElement.GetProperty("maps").GetProperty("kept")
        .GetProperty("entries").EnumerateArray().First().GetProperty("value").GetInt64();
}
