using System.Collections.Generic;
using Corewright.Build.Guests;

namespace Corewright.Build.Bench.Comparison;

/// <summary>A loader that is measured. Each carries the same two objects: a small one, and one with a ring buffer of 16 MiB.</summary>
/// <param name="Name">What the table calls it.</param>
/// <param name="Files">What is put into the guest.</param>
/// <param name="Start">The command that loads the small object.</param>
/// <param name="Drain">The command that loads the other one.</param>
/// <param name="CodeBytes">The size of its file, stripped, without the objects in it.</param>
internal sealed record Contender(
    string Name, IReadOnlyList<GuestFile> Files, IReadOnlyList<string> Start, IReadOnlyList<string> Drain, long CodeBytes);
