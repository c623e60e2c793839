using System.IO;

namespace Corewright.Build;

/// <summary>Where things are. Every room is handed these; none works a path out for itself.</summary>
/// <param name="Root">The repository's root folder, absolute.</param>
/// <param name="Cache">The content-addressed cache, shared by all clones of one user.</param>
public sealed record BuildPaths(string Root, string Cache)
{
    /// <summary>YAML: architectures, boards, kernels, matrices, the package lock.</summary>
    public string Targets => Path.Combine(Root, "targets");

    /// <summary>The cargo workspace.</summary>
    public string EbpfCrates => Path.Combine(Root, "ebpf-crates");

    /// <summary>The sources that the loaders are made of.</summary>
    public string Packaging => Path.Combine(Root, "packaging");

    /// <summary>Everything that a build leaves behind.</summary>
    public string Artifacts => Path.Combine(Root, "artifacts");

    /// <summary>Finished objects: <c>artifacts/ebpf/&lt;program&gt;.bpf.o</c>.</summary>
    public string EbpfArtifacts => Path.Combine(Artifacts, "ebpf");

    /// <summary>Static loaders: <c>artifacts/loaders/&lt;program&gt;-&lt;architecture&gt;</c>.</summary>
    public string LoaderArtifacts => Path.Combine(Artifacts, "loaders");

    /// <summary>Release files and their checksums.</summary>
    public string PackageArtifacts => Path.Combine(Artifacts, "packages");

    /// <summary>Commands for this machine: <c>artifacts/tools/corewright-link</c>.</summary>
    public string ToolArtifacts => Path.Combine(Artifacts, "tools");

    /// <summary>What the feature suite proved, when it last ran whole.</summary>
    public string SupportProof => Path.Combine(Artifacts, "support.json");

    /// <summary>The reports.</summary>
    public string ReportArtifacts => Path.Combine(Artifacts, "report");

    /// <summary>Intermediate files; may be deleted at any time.</summary>
    public string Intermediate => Path.Combine(Artifacts, "obj");
}
