// Where compiled code goes when a check fails. ILC and its JIT call these methods by name; here each stops the program.

using Corewright.Freestanding;

namespace Internal.Runtime.CompilerHelpers;

internal static class ThrowHelpers
{
    public static void ThrowIndexOutOfRangeException() => Fatal.Stop("index out of range"u8);

    public static void ThrowArgumentOutOfRangeException() => Fatal.Stop("argument out of range"u8);

    public static void ThrowArgumentException() => Fatal.Stop("destination too short"u8);

    public static void ThrowNullReferenceException() => Fatal.Stop("null reference"u8);

    public static void ThrowDivideByZeroException() => Fatal.Stop("division by zero"u8);

    public static void ThrowOverflowException() => Fatal.Stop("arithmetic overflow"u8);

    public static void ThrowPlatformNotSupportedException() => Fatal.Stop("not supported on this platform"u8);

    public static void ThrowNotImplementedException() => Fatal.Stop("not part of the core library"u8);

    public static void ThrowFeatureBodyRemoved() => Fatal.Stop("a method was called that the compiler had removed"u8);

    public static void ThrowInvalidProgramException(int id) => Fatal.Stop("a method that could not be compiled"u8);

    public static void ThrowInvalidProgramExceptionWithArgument(int id, string methodName) =>
        Fatal.Stop("a method that could not be compiled"u8);

    public static void ThrowTypeLoadException(int id, string typeName, string assemblyName) =>
        Fatal.Stop("a type that could not be loaded"u8);

    public static void ThrowTypeLoadExceptionWithArgument(int id, string typeName, string assemblyName, string argument) =>
        Fatal.Stop("a type that could not be loaded"u8);

    public static void ThrowMissingMethodException(int id, string methodName) =>
        Fatal.Stop("a method that could not be found"u8);

    public static void ThrowMissingFieldException(int id, string fieldName) =>
        Fatal.Stop("a field that could not be found"u8);

    public static void ThrowFileNotFoundException(int id, string fileName) =>
        Fatal.Stop("an assembly that could not be found"u8);
}
