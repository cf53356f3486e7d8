using System;
using System.Diagnostics.CodeAnalysis;

namespace DdbBatch.Items;

/// <summary>
/// A primary key's identity: two keys are equal where DynamoDB holds them to be one key. Numbers compare by value
/// (<c>1</c>, <c>1.0</c> and <c>1e0</c> are one), strings ordinally, binaries by their bytes.
/// </summary>
internal readonly struct ItemKey : IEquatable<ItemKey>
{
    private readonly byte[]? _identity;
    private readonly int _hash;

    /// <summary>A key of its identity bytes.</summary>
    /// <param name="identity">
    /// The partition key's canonical bytes and the sort key's, each behind its length.
    /// </param>
    internal ItemKey(byte[] identity)
    {
        _identity = identity;
        _hash = Hash(identity);
    }

    /// <summary>True for the default value: no key is known.</summary>
    public bool IsEmpty => _identity is null;

    /// <summary>The bytes by which keys are compared.</summary>
    public ReadOnlySpan<byte> Identity => _identity;

    /// <inheritdoc/>
    public bool Equals(ItemKey other) =>
        _hash == other._hash && (_identity ?? []).AsSpan().SequenceEqual(other._identity ?? []);

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => obj is ItemKey other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _hash;

    /// <summary>Equality by identity.</summary>
    public static bool operator ==(ItemKey left, ItemKey right) => left.Equals(right);

    /// <summary>Inequality by identity.</summary>
    public static bool operator !=(ItemKey left, ItemKey right) => !left.Equals(right);

    // FNV-1a, with a last mix so that short sequential keys spread over the low bits.
    private static int Hash(ReadOnlySpan<byte> bytes)
    {
        ulong hash = 14695981039346656037;
        foreach (byte b in bytes)
            hash = (hash ^ b) * 1099511628211;
        hash ^= hash >> 32;
        return (int)hash;
    }
}
