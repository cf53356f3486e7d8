using System;
using System.Linq;

namespace DdbBatch.TestKit.Http;

/// <summary>An answer of a server that isn't DynamoDB, or is only like it: no header but those given.</summary>
/// <param name="Status">The HTTP status code.</param>
/// <param name="Body">The body.</param>
/// <param name="Lines">Headers, as <c>Name: value</c>.</param>
public sealed record PlainAnswer(int Status, ReadOnlyMemory<byte> Body, params string[] Lines) : HttpAnswer(Status, Body)
{
    /// <inheritdoc/>
    protected override string Headers => string.Concat(Lines.Select(line => line + "\r\n"));
}
