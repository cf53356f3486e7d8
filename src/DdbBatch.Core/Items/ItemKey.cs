using System;
using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace DdbBatch.Items;

/// <summary>
/// A primary key's identity. Two keys are equal if DynamoDB treats them as the same key: numbers compare by value (<c>1</c>,
/// <c>1.0</c> and <c>1e0</c> are equal), strings ordinally, binary values by their bytes.
/// </summary>
internal readonly struct ItemKey : IEquatable<ItemKey>
{
    private readonly byte[]? _identity;
    private readonly int _hash;

    /// <summary>Creates a key from its identity bytes.</summary>
    /// <param name="identity">The canonical bytes of the partition key and the sort key, each after its length.</param>
    internal ItemKey(byte[] identity)
    {
        _identity = identity;
        _hash = Hash(identity);
    }

    /// <summary>True for the default value: the key is unknown.</summary>
    public bool IsEmpty => _identity is null;

    /// <summary>The bytes that are compared.</summary>
    public ReadOnlySpan<byte> Identity => _identity;

    /// <inheritdoc/>
    public bool Equals(ItemKey other) =>
        _hash == other._hash && (_identity ?? []).AsSpan().SequenceEqual(other._identity ?? []);

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => obj is ItemKey other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _hash;

    /// <summary>Compares two keys by identity.</summary>
    public static bool operator ==(ItemKey left, ItemKey right) => left.Equals(right);

    /// <summary>Compares two keys by identity.</summary>
    public static bool operator !=(ItemKey left, ItemKey right) => !left.Equals(right);

    // Takes eight bytes per step, because every operation's key is hashed.
    private static int Hash(ReadOnlySpan<byte> bytes)
    {
        ulong hash = (ulong)bytes.Length;
        for (; bytes.Length >= sizeof(ulong); bytes = bytes.Slice(sizeof(ulong)))
            hash = Mix(hash, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        ulong rest = 0;
        foreach (byte b in bytes)
            rest = (rest << 8) | b;
        return (int)Mix(hash, rest);
    }

    private static ulong Mix(ulong hash, ulong value)
    {
        hash = (hash ^ value) * 0x9E3779B97F4A7C15;
        return hash ^ (hash >> 32);
    }
}
