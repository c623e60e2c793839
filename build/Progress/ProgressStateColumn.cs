using System;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Corewright.Build.Progress;

/// <summary>The words beside a bar: where the work is, how much is done and how fast.</summary>
/// <param name="find">Finds the state of a bar's id; null where it has just ended.</param>
/// <param name="time">The clock.</param>
internal sealed class ProgressStateColumn(Func<int, ProgressState?> find, TimeProvider time) : ProgressColumn
{
    protected override bool NoWrap => true;

    public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime)
    {
        if (find(task.Id) is not { } state)
            return new Text("");
        string line = ProgressText.Line(state, time.GetElapsedTime(state.Started));
        return new Text(line[(state.Label.Length + 2)..], new Style(foreground: Color.Grey));
    }
}
