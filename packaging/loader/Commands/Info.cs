using System;
using Corewright.Bpf.Elf;
using Corewright.Bpf.Maps;
using Corewright.Bpf.Programs;
using Corewright.Loader.Loading;
using Corewright.Loader.Output;

namespace Corewright.Loader.Commands;

/// <summary>Says what is inside: version, programs, maps, sections, and the kernels that it brings BTF for.</summary>
internal static class Info
{
    private const int NameWidth = 16;
    private const int SizeWidth = 10;

    /// <summary>Prints a text for people.</summary>
    public static void Print(scoped in Session session, Utf8Writer output)
    {
        output.Text(session.Tool).Byte((byte)' ').Text(session.Payload.First(PayloadKind.Version)).Text("\nbuild "u8)
            .Text(session.Payload.First(PayloadKind.BuildId)).Text("\nprograms\n"u8);
        foreach (ref ProgramSpec program in session.Object.Programs)
        {
            Name(output, session.Object.Name(program));
            PlainText.Write(output, session.Object.SectionName(program));
            output.Text(", "u8).Decimal((uint)program.OwnInstructionCount)
                .Text(" instructions\n"u8);
        }
        output.Text("maps\n"u8);
        foreach (ref MapSpec map in session.Object.Maps)
        {
            Name(output, session.Object.Name(map));
            output.Text(MapTypeText.Name(map.Type));
            if (map.Type == MapType.RingBuffer)
            {
                output.Text(", "u8).Decimal(map.MaxEntries).Text(" bytes\n"u8);
                continue;
            }
            output.Text(", key "u8).Decimal(map.KeyBytes).Text(" bytes, value "u8).Decimal(map.ValueBytes).Text(" bytes, "u8)
                .Decimal(map.MaxEntries).Text(map.MaxEntries == 1 ? " entry\n"u8 : " entries\n"u8);
        }
        output.Text("sections\n"u8);
        for (int i = 1; i < session.Object.Elf.SectionCount; i++)
        {
            ElfSection section = session.Object.Elf.Section(i);
            if (section.Type == ElfSectionType.Null)
                continue;
            output.Decimal(section.Size, SizeWidth).Text(" bytes  "u8);
            PlainText.Write(output, session.Object.Elf.Name(section));
            output.Byte((byte)'\n');
        }
        output.Text("kernels with BTF on board\n"u8);
        int kernels = 0;
        for (int i = 0; i < session.Payload.Count; i++)
        {
            if (session.Payload.Kind(i) != PayloadKind.Btf)
                continue;
            output.Text("  "u8).Text(session.Payload.Name(i)).Byte((byte)'\n');
            kernels++;
        }
        if (kernels == 0)
            output.Text("  none; only kernels that have their own\n"u8);
    }

    /// <summary>Prints one line of JSON.</summary>
    public static void PrintJson(scoped in Session session, Utf8Writer output)
    {
        var json = new JsonWriter(output);
        json.BeginObject();
        json.String("loader"u8, session.Tool);
        json.String("version"u8, session.Payload.First(PayloadKind.Version));
        json.String("build_id"u8, session.Payload.First(PayloadKind.BuildId));
        json.BeginArray("programs"u8);
        foreach (ref ProgramSpec program in session.Object.Programs)
        {
            json.BeginObject();
            json.String("name"u8, session.Object.Name(program));
            json.String("section"u8, session.Object.SectionName(program));
            json.String("type"u8, ProgramTypeText.Of(program.Type));
            json.Number("instructions"u8, (uint)program.OwnInstructionCount);
            json.EndObject();
        }
        json.EndArray();
        json.BeginArray("maps"u8);
        foreach (ref MapSpec map in session.Object.Maps)
        {
            json.BeginObject();
            json.String("name"u8, session.Object.Name(map));
            json.Number("type"u8, (uint)map.Type);
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

    private static void Name(Utf8Writer output, ReadOnlySpan<byte> name) => PlainText.Write(output.Text("  "u8), name, NameWidth);
}
