using System;

namespace DdbBatch.TestKit.Http;

/// <summary>A request as it came over the wire.</summary>
/// <param name="Head">The request line and the headers, up to and with the empty line.</param>
/// <param name="Body">The body.</param>
public sealed record HttpRequest(string Head, ReadOnlyMemory<byte> Body)
{
    /// <summary>The method, as <c>POST</c>.</summary>
    public string Method => Head[..Head.IndexOf(' ')];

    /// <summary>Path and query, as they came.</summary>
    public string Target => Head.Split(' ', 3)[1];

    /// <summary>The requested DynamoDB operation, for example <c>BatchWriteItem</c>; empty if there is none.</summary>
    public string Operation
    {
        get
        {
            string target = Header("X-Amz-Target") ?? "";
            return target[(target.IndexOf('.') + 1)..];
        }
    }

    /// <summary>Returns a header's value; null if the request does not have the header.</summary>
    public string? Header(string name)
    {
        int start = Head.IndexOf($"\r\n{name}:", StringComparison.OrdinalIgnoreCase);
        if (start < 0)
            return null;
        start += name.Length + 3;
        return Head[start..Head.IndexOf("\r\n", start, StringComparison.Ordinal)].Trim();
    }
}
