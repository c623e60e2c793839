// Static constructors that ILC could not run at compile time. Compiled code comes here before it touches the type's
// statics, with the constructor's address in a cell; a cleared cell means that it has run. There is one thread.

namespace System.Runtime.CompilerServices;

internal struct StaticClassConstructionContext
{
    // ILC writes this field.
    public nint cctorMethodAddress;
}

internal static unsafe class ClassConstructorRunner
{
    private static void CheckStaticClassConstruction(ref StaticClassConstructionContext context) => Run(ref context);

    private static object CheckStaticClassConstructionReturnGCStaticBase(
        ref StaticClassConstructionContext context, object gcStaticBase)
    {
        Run(ref context);
        return gcStaticBase;
    }

    private static nint CheckStaticClassConstructionReturnNonGCStaticBase(
        ref StaticClassConstructionContext context, nint nonGcStaticBase)
    {
        Run(ref context);
        return nonGcStaticBase;
    }

    private static void Run(ref StaticClassConstructionContext context)
    {
        nint constructor = context.cctorMethodAddress;
        if (constructor == 0)
            return;

        // Cleared first: a constructor that reads its own statics sees them as they are so far.
        context.cctorMethodAddress = 0;
        ((delegate*<void>)constructor)();
    }
}
