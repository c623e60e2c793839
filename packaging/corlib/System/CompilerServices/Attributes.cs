// System.Runtime.CompilerServices: attributes that the C# compiler, ILC or its JIT know by name.

namespace System.Runtime.CompilerServices;

public sealed class IntrinsicAttribute : Attribute;

public sealed class ExtensionAttribute : Attribute;

public sealed class CompilerGeneratedAttribute : Attribute;

public sealed class IsReadOnlyAttribute : Attribute;

public sealed class IsByRefLikeAttribute : Attribute;

public sealed class IsUnmanagedAttribute : Attribute;

public sealed class ScopedRefAttribute : Attribute;

public sealed class RefSafetyRulesAttribute : Attribute
{
    public RefSafetyRulesAttribute(int version)
    {
    }
}

public sealed class FixedBufferAttribute : Attribute
{
    public FixedBufferAttribute(Type elementType, int length)
    {
    }
}

public sealed class TupleElementNamesAttribute : Attribute
{
    public TupleElementNamesAttribute(string[] transformNames)
    {
    }
}

public sealed class UnsafeValueTypeAttribute : Attribute;

public sealed class InlineArrayAttribute : Attribute
{
    public InlineArrayAttribute(int length)
    {
    }
}

public sealed class IndexerNameAttribute : Attribute
{
    public IndexerNameAttribute(string indexerName)
    {
    }
}

public sealed class SkipLocalsInitAttribute : Attribute;

public sealed class RequiredMemberAttribute : Attribute;

public sealed class CompilerFeatureRequiredAttribute : Attribute
{
    public CompilerFeatureRequiredAttribute(string featureName)
    {
    }
}

public sealed class CallerFilePathAttribute : Attribute;

public sealed class CallerLineNumberAttribute : Attribute;

public sealed class CallerArgumentExpressionAttribute : Attribute
{
    public CallerArgumentExpressionAttribute(string parameterName)
    {
    }
}

public sealed class MethodImplAttribute : Attribute
{
    public MethodImplAttribute(MethodImplOptions methodImplOptions)
    {
    }
}

public enum MethodImplOptions
{
    NoInlining = 8,
    NoOptimization = 64,
    AggressiveInlining = 256,
    AggressiveOptimization = 512,
    InternalCall = 4096,
}

// Modifiers of signatures.
public static class IsVolatile;

public static class IsExternalInit;

/// <summary>What the compiler has a switch expression throw that has no arm for a value: thrown, it stops the program.</summary>
public sealed class SwitchExpressionException : Exception
{
    public SwitchExpressionException()
    {
    }
}
