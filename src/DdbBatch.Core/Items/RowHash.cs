using System;
using System.Buffers.Binary;
using System.Text;

namespace DdbBatch.Items;

/// <summary>
/// A running hash over rows. It detects an input that was changed, but is not secure against deliberate forgery.
/// </summary>
internal struct RowHash(ulong value)
{
    private const ulong Odd = 0x9E3779B97F4A7C15;

    /// <summary>The hash of everything that was added.</summary>
    public ulong Value { get; private set; } = value;

    /// <summary>Adds bytes.</summary>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        Add(bytes.Length);
        for (; bytes.Length >= sizeof(ulong); bytes = bytes.Slice(sizeof(ulong)))
            Mix(BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        ulong rest = 0;
        foreach (byte one in bytes)
            rest = (rest << 8) | one;
        Mix(rest);
    }

    /// <summary>Adds a text.</summary>
    public void Add(string text) => Add(Encoding.UTF8.GetBytes(text));

    /// <summary>Adds a number.</summary>
    public void Add(long number) => Mix((ulong)number);

    // Two multiplications by an odd number let every bit of the word affect every bit of the hash.
    private void Mix(ulong word)
    {
        ulong mixed = (Value ^ word) * Odd;
        mixed = (mixed ^ (mixed >> 32)) * Odd;
        Value = mixed ^ (mixed >> 29);
    }
}
