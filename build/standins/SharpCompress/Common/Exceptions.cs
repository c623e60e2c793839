using System;

namespace SharpCompress.Common;

public class SharpCompressException : Exception
{
    public SharpCompressException(string message) : base(message)
    {
    }

    public SharpCompressException(string message, Exception inner) : base(message, inner)
    {
    }
}

public class ArchiveException(string message) : SharpCompressException(message)
{
}

public class IncompleteArchiveException(string message) : ArchiveException(message)
{
}

public class ExtractionException(string message) : SharpCompressException(message)
{
}

public class InvalidFormatException(string message) : ExtractionException(message)
{
}
