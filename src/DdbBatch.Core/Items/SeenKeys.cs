using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Security.Cryptography;

namespace DdbBatch.Items;

/// <summary>
/// The keys seen in a run, as 128 bits each, whatever their length. Two different keys are confused only if their SHA-256
/// hashes start with the same 128 bits, which is not expected of any input.
/// </summary>
internal sealed class SeenKeys
{
    private readonly HashSet<(ulong, ulong)> _hashes = [];

    /// <summary>The number of keys.</summary>
    public int Count => _hashes.Count;

    /// <returns>False if the key was seen before.</returns>
    public bool Add(ItemKey key) => _hashes.Add(Hash(key.Identity));

    /// <summary>True if the key was seen before.</summary>
    public bool Contains(ItemKey key) => _hashes.Contains(Hash(key.Identity));

    private static (ulong, ulong) Hash(ReadOnlySpan<byte> identity)
    {
#if NET
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(identity, hash);
#else
        using SHA256 sha = SHA256.Create();
        ReadOnlySpan<byte> hash = sha.ComputeHash(identity.ToArray());
#endif
        return (BinaryPrimitives.ReadUInt64LittleEndian(hash), BinaryPrimitives.ReadUInt64LittleEndian(hash.Slice(8)));
    }
}
