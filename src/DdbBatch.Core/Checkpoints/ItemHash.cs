using System;
using System.Text.Json;
using DdbBatch.Items;

namespace DdbBatch.Checkpoints;

/// <summary>
/// The hash of an item in DynamoDB JSON. Its attributes count in any order: a hashtable gives them in another one in every
/// process.
/// </summary>
internal static class ItemHash
{
    public static ulong Of(ReadOnlySpan<byte> json)
    {
        Utf8JsonReader reader = new(json, JsonLimits.Reader);
        reader.Read();
        return OfValue(ref reader);
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
