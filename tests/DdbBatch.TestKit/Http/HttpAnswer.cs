using System;
using System.Net;
using System.Text;

namespace DdbBatch.TestKit.Http;

/// <summary>An answer of a server.</summary>
/// <param name="Status">The HTTP status code.</param>
/// <param name="Body">The body.</param>
public abstract record HttpAnswer(int Status, ReadOnlyMemory<byte> Body)
{
    /// <summary>The <c>Content-Length</c> header.</summary>
    protected virtual long ContentLength => Body.Length;

    /// <summary>The other headers, each with the end of its line.</summary>
    protected abstract string Headers { get; }

    /// <summary>The answer as it goes over the wire.</summary>
    public byte[] ToBytes()
    {
        string head = $"HTTP/1.1 {Status} {(HttpStatusCode)Status}\r\nContent-Length: {ContentLength}\r\n{Headers}\r\n";
        return [.. Encoding.ASCII.GetBytes(head), .. Body.Span];
    }
}
