using System;
using System.Collections.Generic;

namespace DdbBatch.Transport;

/// <summary>The body of a call, in one or several pieces.</summary>
/// <param name="Pieces">The bytes, in order. They can be enumerated more than once.</param>
/// <param name="Length">The length of all pieces, in bytes.</param>
internal sealed record CallBody(IEnumerable<byte[]> Pieces, int Length)
{
    public CallBody(byte[] body)
        : this([body], body.Length)
    {
    }

    /// <summary>The body in one piece.</summary>
    public byte[] ToArray()
    {
        byte[] body = new byte[Length];
        CopyTo(body);
        return body;
    }

    /// <summary>Copies the pieces, concatenated.</summary>
    /// <param name="destination">The destination, long enough for all pieces.</param>
    public void CopyTo(Span<byte> destination)
    {
        foreach (byte[] piece in Pieces)
        {
            piece.CopyTo(destination);
            destination = destination.Slice(piece.Length);
        }
    }
}
