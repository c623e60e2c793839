using Corewright.Bpf.Elf;
using Corewright.Bpf.Maps;
using Corewright.Bpf.Programs;
using Corewright.Loader.Loading;
using Corewright.Loader.Output;

namespace Corewright.Loader.Commands;

/// <summary>Says what is inside: version, programs, maps, sections, and the kernels that it brings BTF for.</summary>
internal static class Info
{
    /// <summary>Prints a text for people.</summary>
    public static void Print(scoped in Session session, Utf8Writer output)
    {
        output.Text(Session.LoaderName).Byte((byte)' ').Text(session.Payload.First(PayloadKind.Version)).Text("\nbuild "u8)
            .Text(session.Payload.First(PayloadKind.BuildId)).Text("\nprograms\n"u8);
        foreach (ref ProgramSpec program in session.Object.Programs)
        {
            output.Text("  "u8).Text(session.Object.Name(program)).Text("  "u8).Text(session.Object.SectionName(program))
                .Text(", "u8).Decimal((uint)program.OwnInstructionCount).Text(" instructions\n"u8);
        }
        output.Text("maps\n"u8);
        foreach (ref MapSpec map in session.Object.Maps)
        {
            output.Text("  "u8).Text(session.Object.Name(map)).Text("  type "u8).Decimal(map.Type).Text(", key "u8)
                .Decimal(map.KeyBytes).Text(" bytes, value "u8).Decimal(map.ValueBytes).Text(" bytes, "u8)
                .Decimal(map.MaxEntries).Text(map.Type == MapSpec.RingBufferType ? " bytes in all\n"u8 : " entries\n"u8);
        }
        output.Text("sections\n"u8);
        for (int i = 1; i < session.Object.Elf.SectionCount; i++)
        {
            ElfSection section = session.Object.Elf.Section(i);
            if (section.Type != ElfSectionType.Null)
            {
                output.Text("  "u8).Text(session.Object.Elf.Name(section)).Text("  "u8).Decimal(section.Size)
                    .Text(" bytes\n"u8);
            }
        }
        output.Text("kernels with BTF on board\n"u8);
        for (int i = 0; i < session.Payload.Count; i++)
        {
            if (session.Payload.Kind(i) == PayloadKind.Btf)
                output.Text("  "u8).Text(session.Payload.Name(i)).Byte((byte)'\n');
        }
    }

    /// <summary>Prints one line of JSON.</summary>
    public static void PrintJson(scoped in Session session, Utf8Writer output)
    {
        var json = new JsonWriter(output);
        json.BeginObject();
        json.String("loader"u8, Session.LoaderName);
        json.String("version"u8, session.Payload.First(PayloadKind.Version));
        json.String("build_id"u8, session.Payload.First(PayloadKind.BuildId));
        json.BeginArray("programs"u8);
        foreach (ref ProgramSpec program in session.Object.Programs)
        {
            json.BeginObject();
            json.String("name"u8, session.Object.Name(program));
            json.String("section"u8, session.Object.SectionName(program));
            json.String("type"u8, "tracepoint"u8);
            json.Number("instructions"u8, (uint)program.OwnInstructionCount);
            json.EndObject();
        }
        json.EndArray();
        json.BeginArray("maps"u8);
        foreach (ref MapSpec map in session.Object.Maps)
        {
            json.BeginObject();
            json.String("name"u8, session.Object.Name(map));
            json.Number("type"u8, map.Type);
            json.Number("key_size"u8, map.KeyBytes);
            json.Number("value_size"u8, map.ValueBytes);
            json.Number("max_entries"u8, map.MaxEntries);
            json.EndObject();
        }
        json.EndArray();
        Sections(session, ref json);
        json.BeginArray("btf"u8);
        for (int i = 0; i < session.Payload.Count; i++)
        {
            if (session.Payload.Kind(i) == PayloadKind.Btf)
                json.Element(session.Payload.Name(i));
        }
        json.EndArray();
        json.EndObject();
        json.EndLine();
    }

    private static void Sections(scoped in Session session, ref JsonWriter json)
    {
        json.BeginArray("sections"u8);
        for (int i = 1; i < session.Object.Elf.SectionCount; i++)
        {
            ElfSection section = session.Object.Elf.Section(i);
            if (section.Type == ElfSectionType.Null)
                continue;
            json.BeginObject();
            json.String("name"u8, session.Object.Elf.Name(section));
            json.Number("size"u8, section.Size);
            json.EndObject();
        }
        json.EndArray();
    }
}
