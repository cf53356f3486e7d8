using System;
using System.Collections.Generic;

namespace DdbBatch.Transport;

/// <summary>Bytes in several pieces.</summary>
internal static class ByteSequence
{
    /// <summary>Copies them one behind the other.</summary>
    /// <param name="pieces">The bytes.</param>
    /// <param name="destination">Where to; long enough for all.</param>
    public static void Join(this IEnumerable<byte[]> pieces, Span<byte> destination)
    {
        foreach (byte[] piece in pieces)
        {
            piece.CopyTo(destination);
            destination = destination.Slice(piece.Length);
        }
    }
}
