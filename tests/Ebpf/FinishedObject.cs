using System.IO;
using System.Linq;
using Corewright.Bpf.Btf;
using Corewright.Build.Ebpf.Finalise;
using Shouldly;

namespace Corewright.Tests.Ebpf;

/// <summary>An object as it comes out of the finaliser, read again.</summary>
internal sealed class FinishedObject
{
    internal FinishedObject(byte[] file)
    {
        Image = ElfImage.Read(file, "finished.o");
        Graph = BtfGraph.Read(Image.Find(".BTF").ShouldNotBeNull().Data, "finished.o");
        Records = BtfExtRecords.Read(Image.Find(".BTF.ext").ShouldNotBeNull().Data, Graph, "finished.o");
    }

    internal ElfImage Image { get; }

    internal BtfGraph Graph { get; }

    internal BtfExtRecords Records { get; }

    internal static FinishedObject From(LlvmObject source) => new(Finaliser.Finalise(source.Build(), "test.o"));

    internal static FinishedObject Open(string path) => new(File.ReadAllBytes(path));

    internal BtfNode Named(BtfKind kind, string name) => Graph.Nodes.Single(node => node.Kind == kind && node.Name == name);

    internal bool Has(string name) => Graph.Nodes.Any(node => node.Name == name);
}
