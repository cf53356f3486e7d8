using System;
using System.Buffers.Binary;

namespace DdbBatch.Items;

/// <summary>Collects the values of a primary key, in any order, and creates the key.</summary>
internal sealed class ItemKeyBuilder
{
    private readonly Part[] _parts = [new(), new()];

    /// <summary>Clears the values.</summary>
    public void Clear()
    {
        foreach (Part part in _parts)
            part.Length = -1;
    }

    /// <summary>Sets one value of the key.</summary>
    /// <param name="position">0 for the partition key, 1 for the sort key.</param>
    /// <param name="identity">The value: UTF-8 text, a number's canonical text, or the bytes of a binary value.</param>
    public void Set(int position, ReadOnlySpan<byte> identity) => _parts[position].Set(identity);

    /// <summary>Creates the key.</summary>
    /// <param name="schema">The table's keys.</param>
    /// <param name="adviseMissing">Returns advice about a missing key attribute, given its name.</param>
    /// <exception cref="ItemException">KeyMissing.</exception>
    public ItemKey Build(TableSchema schema, Func<string, string?>? adviseMissing = null)
    {
        int count = schema.KeyAttributes.Count;
        int length = 0;
        for (int i = 0; i < count; i++)
        {
            if (_parts[i].Length < 0)
                throw Missing(schema, schema.KeyAttributes[i].Name, adviseMissing);
            length += sizeof(int) + _parts[i].Length;
        }

        byte[] identity = new byte[length];
        Span<byte> rest = identity;
        for (int i = 0; i < count; i++)
            rest = _parts[i].CopyTo(rest);
        return new ItemKey(identity);
    }

    private static ItemException Missing(TableSchema schema, string name, Func<string, string?>? adviseMissing) =>
        ItemErrors.KeyMissing(schema, name, adviseMissing?.Invoke(name));

    private sealed class Part
    {
        private byte[] _bytes = new byte[64];

        public int Length { get; set; } = -1;

        public void Set(ReadOnlySpan<byte> identity)
        {
            if (identity.Length > _bytes.Length)
                _bytes = new byte[identity.Length];
            identity.CopyTo(_bytes);
            Length = identity.Length;
        }

        public Span<byte> CopyTo(Span<byte> destination)
        {
            BinaryPrimitives.WriteInt32LittleEndian(destination, Length);
            _bytes.AsSpan(0, Length).CopyTo(destination.Slice(sizeof(int)));
            return destination.Slice(sizeof(int) + Length);
        }
    }
}
