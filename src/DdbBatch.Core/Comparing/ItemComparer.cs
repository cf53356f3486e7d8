using System;
using System.Collections.Generic;
using System.Text;
using System.Text.Json;
using DdbBatch.Items;

namespace DdbBatch.Comparing;

/// <summary>
/// Finds the attributes in which two items in DynamoDB JSON differ. Values compare as in <see cref="ItemEquality"/>: numbers by
/// value, sets in any order. It allocates nothing for items of the same bytes, and is not thread-safe.
/// </summary>
/// <param name="attributes">The attributes that are compared.</param>
internal sealed class ItemComparer(ComparedAttributes attributes)
{
    private static readonly Comparison<Member> ByName = (left, right) => left.Name.Span.SequenceCompareTo(right.Name.Span);

    private readonly List<Member> _reference = [];
    private readonly List<Member> _table = [];

    /// <summary>Compares two items.</summary>
    /// <returns>The attributes that differ, in the order of their names. Their values refer to the items' memory.</returns>
    public IReadOnlyList<DifferentAttribute> Compare(ReadOnlyMemory<byte> reference, ReadOnlyMemory<byte> table)
    {
        attributes.Unseen.See(reference.Span);
        attributes.Unseen.See(table.Span);
        if (reference.Span.SequenceEqual(table.Span))
            return [];
        Read(reference, _reference);
        Read(table, _table);
        return Merge();
    }

    // DynamoDB returns attributes in another order than it got them, so both lists are sorted.
    private IReadOnlyList<DifferentAttribute> Merge()
    {
        List<DifferentAttribute>? differences = null;
        int left = 0;
        int right = 0;
        while (left < _reference.Count || right < _table.Count)
        {
            int order = Order(left, right);
            Member? reference = order <= 0 ? _reference[left++] : null;
            Member? table = order >= 0 ? _table[right++] : null;
            if (reference is { } one && table is { } other && ItemEquality.AreEqualValues(one.Value, other.Value))
                continue;
            string name = (reference ?? table)!.Value.Text;
            if (attributes.Includes(name))
                (differences ??= []).Add(new DifferentAttribute(name, reference?.Value, table?.Value));
        }

        return differences ?? (IReadOnlyList<DifferentAttribute>)[];
    }

    private int Order(int left, int right)
    {
        if (left == _reference.Count)
            return 1;
        return right == _table.Count ? -1 : ByName(_reference[left], _table[right]);
    }

    private void Read(ReadOnlyMemory<byte> json, List<Member> members)
    {
        members.Clear();
        Utf8JsonReader reader = new(json.Span, JsonLimits.Reader);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            ReadOnlyMemory<byte> name = reader.ValueIsEscaped
                ? Encoding.UTF8.GetBytes(reader.GetString()!)
                : json.Slice((int)reader.TokenStartIndex + 1, reader.ValueSpan.Length);
            reader.Read();
            int start = (int)reader.TokenStartIndex;
            reader.Skip();
            members.Add(new Member(name, json.Slice(start, (int)reader.BytesConsumed - start)));
        }

        members.Sort(ByName);
    }

    /// <param name="Name">The name, UTF-8.</param>
    /// <param name="Value">The value in DynamoDB JSON.</param>
    private readonly record struct Member(ReadOnlyMemory<byte> Name, ReadOnlyMemory<byte> Value)
    {
        public string Text => Encoding.UTF8.GetString(Name.ToArray());
    }
}
