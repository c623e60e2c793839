using Corewright.Freestanding;

namespace Corewright.Tests.Corlib.Programs;

internal static partial class Async
{
    static partial void Freeze() => Arena.Freeze();
}
