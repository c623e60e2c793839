using System.Collections.Generic;
using System.Globalization;
using Cake.Core.Diagnostics;

namespace Corewright.Tests.Frame;

/// <summary>Keeps the lines that a log of this verbosity would print.</summary>
internal sealed class RecordingLog : ICakeLog
{
    public List<string> Lines { get; } = [];

    public Verbosity Verbosity { get; set; } = Verbosity.Normal;

    public void Write(Verbosity verbosity, LogLevel level, string format, params object[] args)
    {
        if (verbosity <= Verbosity)
            Lines.Add(string.Format(CultureInfo.InvariantCulture, format, args));
    }
}
