using System;
using System.Text.Json;

namespace DdbBatch.Items;

/// <summary>
/// The hash of an item in DynamoDB JSON. It does not depend on the order of attributes, because a hashtable enumerates them
/// in a different order in every process.
/// </summary>
internal static class ItemHash
{
    /// <param name="json">The item as <see cref="ItemWriter"/> writes it, without white space.</param>
    public static ulong Of(ReadOnlySpan<byte> json)
    {
        ulong sum = 0;
        for (ReadOnlySpan<byte> rest = json.Slice(1); rest[0] == (byte)'"';)
        {
            int length = ScalarLength(rest);
            ulong hash = length > 0 ? OfBytes(rest.Slice(0, length)) : OfMember(rest, out length);
            unchecked
            {
                sum += hash;
            }

            rest = rest.Slice(rest[length] == (byte)',' ? length + 1 : length);
        }

        return OfMap(sum);
    }

    /// <summary>Returns the hash of any JSON value. The two methods return different hashes for the same item.</summary>
    /// <param name="json">One value, with or without white space.</param>
    public static ulong OfJson(ReadOnlySpan<byte> json)
    {
        Utf8JsonReader reader = new(json, JsonLimits.Reader);
        reader.Read();
        return OfValue(ref reader);
    }

    // The common form of an attribute, "name":{"S":"text"}. No value of this form has members whose order could differ.
    private static int ScalarLength(ReadOnlySpan<byte> member)
    {
        int type = EndOfString(member, 1) + 4;
        if (!(member[type] is (byte)'S' or (byte)'N' or (byte)'B' && member.Slice(type + 1).StartsWith("\":\""u8)))
            return 0;
        return EndOfString(member, type + 4) + 2;
    }

    private static ulong OfMember(ReadOnlySpan<byte> member, out int length)
    {
        int nameEnd = EndOfString(member, 1);
        RowHash hash = new(0);
        hash.Add(member.Slice(1, nameEnd - 1));
        Utf8JsonReader reader = new(member.Slice(nameEnd + 2), JsonLimits.Reader);
        reader.Read();
        hash.Add((long)OfValue(ref reader));
        length = nameEnd + 2 + (int)reader.BytesConsumed;
        return hash.Value;
    }

    // The index of the quote that ends a string.
    private static int EndOfString(ReadOnlySpan<byte> json, int start)
    {
        while (true)
        {
            start += json.Slice(start).IndexOfAny((byte)'"', (byte)'\\');
            if (json[start] == (byte)'"')
                return start;
            start += 2;
        }
    }

    private static ulong OfBytes(ReadOnlySpan<byte> bytes)
    {
        RowHash hash = new(0);
        hash.Add(bytes);
        return hash.Value;
    }

    private static ulong OfMap(ulong sumOfMembers)
    {
        RowHash hash = new((ulong)JsonTokenType.StartObject);
        hash.Add((long)sumOfMembers);
        return hash.Value;
    }

    private static ulong OfValue(ref Utf8JsonReader reader)
    {
        RowHash hash = new((ulong)reader.TokenType);
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                hash.Add((long)SumOfMembers(ref reader));
                break;
            case JsonTokenType.StartArray:
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                    hash.Add((long)OfValue(ref reader));
                break;
            default:
                hash.Add(reader.ValueSpan);
                break;
        }

        return hash.Value;
    }

    private static ulong SumOfMembers(ref Utf8JsonReader reader)
    {
        ulong sum = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            RowHash member = new(0);
            member.Add(reader.ValueSpan);
            reader.Read();
            member.Add((long)OfValue(ref reader));
            unchecked
            {
                sum += member.Value;
            }
        }

        return sum;
    }
}
