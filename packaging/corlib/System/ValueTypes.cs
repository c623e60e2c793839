// The abstract bases that the C# compiler and ILC look up by name, and Nullable<T>.

namespace System;

public abstract class ValueType;

public abstract class Enum : ValueType;

public struct Nullable<T>
    where T : struct
{
    // ILC finds the two fields by these names and in this order.
    private readonly bool hasValue;
    internal T value;

    public Nullable(T value)
    {
        this.value = value;
        hasValue = true;
    }

    public readonly bool HasValue => hasValue;

    public readonly T Value
    {
        get
        {
            if (!hasValue)
                Corewright.Freestanding.Fatal.Stop("a value was asked of an empty Nullable"u8);
            return value;
        }
    }

    public readonly T GetValueOrDefault() => value;

    public readonly T GetValueOrDefault(T defaultValue) => hasValue ? value : defaultValue;

    public static implicit operator Nullable<T>(T value) => new Nullable<T>(value);

    public static explicit operator T(Nullable<T> value) => value!.Value;
}

public struct RuntimeTypeHandle
{
    private nint _value;
}

public struct RuntimeMethodHandle
{
    private nint _value;
}

public struct RuntimeFieldHandle
{
    private nint _value;
}

public abstract class Type;

// ILC lays out an object of this class where code mentions a type.
internal sealed unsafe class RuntimeType : Type
{
    private Internal.Runtime.MethodTable* _pUnderlyingEEType;
}

// Only so that the C# compiler accepts code that mentions it: throwing stops the program (see RhpThrowEx).
public class Exception
{
    public Exception()
    {
    }

    public Exception(string message)
    {
    }
}

public interface IDisposable
{
    void Dispose();
}

public interface IEquatable<T>
{
    bool Equals(T other);
}
