using System;
using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Text.Json;

namespace DdbBatch.TestKit.Capacity;

/// <summary>
/// Attribute values as bytes that compare as DynamoDB compares the values: numbers by value, strings by their UTF-8, binaries by
/// their bytes, sets without an order.
/// </summary>
/// <remarks>The first byte is the type. Only strings, numbers and binaries have an order; other types have equality.</remarks>
internal static class ComparableValue
{
    private static readonly string[] Types = ["S", "N", "B", "BOOL", "NULL", "SS", "NS", "BS", "L", "M"];

    /// <summary>The type of a value, as <c>N</c>.</summary>
    public static string TypeOf(JsonElement value) => value.EnumerateObject().First().Name;

    /// <summary>The bytes of a value such as <c>{"N":"1.0"}</c>.</summary>
    public static byte[] Encode(JsonElement value)
    {
        JsonProperty typed = value.EnumerateObject().First();
        return [(byte)Array.IndexOf(Types, typed.Name), .. Content(typed.Name, typed.Value)];
    }

    /// <summary>The value of bytes that stand for a number; -1 if it is no integer from 0 on.</summary>
    public static long DecodeInteger(ReadOnlySpan<byte> encoded)
    {
        if (encoded.Length == 2)
            return 0;
        int highest = BinaryPrimitives.ReadUInt16BigEndian(encoded[2..]) - 0x8000;
        string digits = Encoding.ASCII.GetString(encoded[4..]);
        bool isInteger = encoded[1] == 2 && highest is >= 0 and < 18 && digits.Length <= highest + 1;
        return isInteger ? long.Parse(digits.PadRight(highest + 1, '0'), CultureInfo.InvariantCulture) : -1;
    }

    private static byte[] Content(string type, JsonElement content) => type switch
    {
        "N" => Number(NumberText.Parse(content.GetString()!)),
        "B" => content.GetBytesFromBase64(),
        "S" => Encoding.UTF8.GetBytes(content.GetString()!),
        "SS" or "NS" or "BS" => Join(content.EnumerateArray().Select(member => Content(type[..1], member)).Order(Bytes)),
        "L" => Join(content.EnumerateArray().Select(Encode)),
        "M" => Join(content.EnumerateObject().OrderBy(member => member.Name, StringComparer.Ordinal)
            .SelectMany(member => new[] { Encoding.UTF8.GetBytes(member.Name), Encode(member.Value) })),
        _ => [content.GetBoolean() ? (byte)1 : (byte)0],
    };

    // Sign, power of ten, digits. The bytes of a negative number are inverted, and end above every digit.
    private static byte[] Number(NumberText number)
    {
        if (number.Digits.Length == 0)
            return [1];
        byte[] size = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(size, (ushort)(number.Highest + 0x8000));
        byte[] magnitude = [.. size, .. Encoding.ASCII.GetBytes(number.Digits)];
        return number.IsNegative ? [0, .. magnitude.Select(part => (byte)~part), 0xFF] : [2, .. magnitude];
    }

    private static Comparer<byte[]> Bytes { get; } = Comparer<byte[]>.Create((one, other) => one.AsSpan().SequenceCompareTo(other));

    private static byte[] Join(IEnumerable<byte[]> parts)
    {
        ArrayBufferWriter<byte> joined = new();
        foreach (byte[] part in parts)
        {
            BinaryPrimitives.WriteInt32BigEndian(joined.GetSpan(sizeof(int)), part.Length);
            joined.Advance(sizeof(int));
            joined.Write(part);
        }

        return joined.WrittenSpan.ToArray();
    }
}
