using System.Buffers.Binary;
using System.Collections.Generic;
using System.Threading.Tasks;
using Corewright.Bpf;
using Corewright.Bpf.Memory;
using Corewright.Bpf.Object;
using Corewright.Bpf.Programs;
using Corewright.Tests.Loader;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Maps;

public class ArenaVariableTests
{
    [Fact]
    public async Task Variables_of_an_arena_are_linked_to_their_places_in_it()
    {
        byte[] file = await CSource.CompileAsync("map_arena");
        LoaderObject.Open(file, (ref ObjectFile opened, ref Arena arena) =>
        {
            for (int i = 0; i < opened.Maps.Length; i++)
                opened.Maps[i].Fd = 70 + i;
            int shared = opened.FindMap("shared"u8);
            opened.Maps[shared].DataBytes.ShouldBe(32u);
            ProgramLinker.Link(opened, ref opened.Programs[0], ref arena).Failed.ShouldBeFalse();
            var places = new SortedSet<int>();
            var code = opened.Programs[0].Instructions;
            for (int at = 0; at < code.Length; at += 8)
            {
                // A 64-bit load of an address in a map's value.
                if (code[at] != 0x18)
                    continue;
                if (code[at + 1] >> 4 == 2 && BinaryPrimitives.ReadInt32LittleEndian(code[(at + 4)..]) == 70 + shared)
                    places.Add(BinaryPrimitives.ReadInt32LittleEndian(code[(at + 12)..]));
                at += 8;
            }
            places.ShouldBe([0, 8], "counter and table; what is in the table is added by the program");
        }).Failed.ShouldBeFalse();
    }

    [Theory]
    [InlineData("NO_ARENA")]
    [InlineData("TWO_ARENAS")]
    public async Task Variables_of_an_arena_need_one_arena(string define)
    {
        byte[] file = await CSource.CompileAsync("map_arena", define);
        LoaderObject.Open(file, (ref ObjectFile _, ref Arena _) => { }).Code.ShouldBe(FaultCode.MapArenaVariables);
    }
}
