// ILC writes literals as frozen objects in this layout: MethodTable pointer, 32-bit length, UTF-16 text, a zero.

using System.Runtime.CompilerServices;

namespace System;

public sealed class String
{
    // ILC checks these two names.
    private readonly int _stringLength;
    private char _firstChar;

    [Intrinsic]
    public int Length => _stringLength;

    [IndexerName("Chars")]
    public char this[int index]
    {
        [Intrinsic]
        get
        {
            if ((uint)index >= (uint)_stringLength)
                Internal.Runtime.CompilerHelpers.ThrowHelpers.ThrowIndexOutOfRangeException();
            return Unsafe.Add(ref _firstChar, index);
        }
    }

    public ref readonly char GetPinnableReference() => ref _firstChar;
}
