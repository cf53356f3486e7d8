using System;
using System.Collections.Generic;

namespace DdbBatch.Conversion;

/// <summary>Compares binary values by their bytes, so that the members of a binary set can be found.</summary>
internal sealed class BinaryComparer : IEqualityComparer<byte[]>
{
    /// <summary>The only instance.</summary>
    public static BinaryComparer Instance { get; } = new();

    /// <inheritdoc/>
    public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

    /// <inheritdoc/>
    public int GetHashCode(byte[] obj)
    {
        int hash = obj.Length;
        foreach (byte b in obj)
            hash = unchecked((hash * 31) + b);
        return hash;
    }
}
