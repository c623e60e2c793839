using System;

namespace Cake.Core;

public sealed class CakeException : Exception
{
    public CakeException(string message) : base(message)
    {
    }

    public CakeException(string message, Exception innerException) : base(message, innerException)
    {
    }
}
