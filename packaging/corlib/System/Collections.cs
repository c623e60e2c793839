// The C# compiler binds foreach over an array or a string to these two interfaces, and then writes a plain loop.

namespace System.Collections;

public interface IEnumerable
{
    IEnumerator GetEnumerator();
}

public interface IEnumerator
{
    object Current { get; }

    bool MoveNext();

    void Reset();
}
