// Where compiled code goes when a check fails. ILC and its JIT call these methods by name; here each stops the program.

using Corewright.Freestanding;

namespace Internal.Runtime.CompilerHelpers;

internal static class ThrowHelpers
{
    public static void ThrowIndexOutOfRangeException() => throw Fatal.Stopping("index out of range"u8);

    public static void ThrowArgumentOutOfRangeException() => throw Fatal.Stopping("argument out of range"u8);

    public static void ThrowArgumentException() => throw Fatal.Stopping("destination too short"u8);

    public static void ThrowNullReferenceException() => throw Fatal.Stopping("null reference"u8);

    public static void ThrowDivideByZeroException() => throw Fatal.Stopping("division by zero"u8);

    public static void ThrowOverflowException() => throw Fatal.Stopping("arithmetic overflow"u8);

    public static void ThrowPlatformNotSupportedException() => throw Fatal.Stopping("not supported on this platform"u8);

    public static void ThrowNotImplementedException() => throw Fatal.Stopping("not part of the core library"u8);

    public static void ThrowFeatureBodyRemoved() => throw Fatal.Stopping("a method was called that the compiler had removed"u8);

    public static void ThrowInvalidProgramException(int id) => throw Fatal.Stopping("a method that could not be compiled"u8);

    public static void ThrowInvalidProgramExceptionWithArgument(int id, string methodName) =>
        throw Fatal.Stopping("a method that could not be compiled"u8);

    public static void ThrowTypeLoadException(int id, string typeName, string assemblyName) =>
        throw Fatal.Stopping("a type that could not be loaded"u8);

    public static void ThrowTypeLoadExceptionWithArgument(int id, string typeName, string assemblyName, string argument) =>
        throw Fatal.Stopping("a type that could not be loaded"u8);

    public static void ThrowMissingMethodException(int id, string methodName) =>
        throw Fatal.Stopping("a method that could not be found"u8);

    public static void ThrowMissingFieldException(int id, string fieldName) =>
        throw Fatal.Stopping("a field that could not be found"u8);

    public static void ThrowFileNotFoundException(int id, string fileName) =>
        throw Fatal.Stopping("an assembly that could not be found"u8);
}
