using System;
using System.Collections.Generic;

namespace DdbBatch.Transport;

/// <summary>Bytes in several pieces.</summary>
internal static class ByteSequence
{
    /// <summary>Copies the pieces, concatenated.</summary>
    /// <param name="pieces">The bytes.</param>
    /// <param name="destination">The destination, long enough for all pieces.</param>
    public static void Join(this IEnumerable<byte[]> pieces, Span<byte> destination)
    {
        foreach (byte[] piece in pieces)
        {
            piece.CopyTo(destination);
            destination = destination.Slice(piece.Length);
        }
    }
}
