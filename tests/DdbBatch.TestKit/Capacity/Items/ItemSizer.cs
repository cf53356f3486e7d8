using System;
using System.Text;
using System.Text.Json;

namespace DdbBatch.TestKit.Capacity;

/// <summary>
/// Item sizes by AWS's rules ("DynamoDB Item sizes and formats" in the Developer Guide), read from DynamoDB JSON.
/// Written apart from the module's own arithmetic, so that each can show the other wrong.
/// </summary>
public static class ItemSizer
{
    private const int ContainerBytes = 3;
    private const int ElementBytes = 1;
    private const int LongestNumberBytes = 21;

    /// <summary>The size of an item: its names and values.</summary>
    /// <param name="item">The item, an object of attributes in DynamoDB JSON.</param>
    public static int SizeOf(ReadOnlySpan<byte> item)
    {
        Utf8JsonReader reader = new(item);
        reader.Read();
        int bytes = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            bytes += ReadText(ref reader) + ReadValue(ref reader);
        return bytes;
    }

    /// <summary>The length of the name or string that the reader stands on, in UTF-8 without JSON's escapes.</summary>
    internal static int ReadText(ref Utf8JsonReader reader) =>
        reader.ValueIsEscaped ? Encoding.UTF8.GetByteCount(reader.GetString()!) : reader.ValueSpan.Length;

    /// <summary>Reads the value that follows a name, as <c>{"S":"x"}</c>, and gives its size.</summary>
    internal static int ReadValue(ref Utf8JsonReader reader)
    {
        reader.Read();
        return ReadOpenedValue(ref reader);
    }

    private static int ReadOpenedValue(ref Utf8JsonReader reader)
    {
        reader.Read();
        string type = reader.GetString()!;
        reader.Read();
        int bytes = type switch
        {
            "BOOL" or "NULL" => 1,
            "SS" or "NS" or "BS" => ReadSet(ref reader, type[..1]),
            "L" => ReadList(ref reader),
            "M" => ReadMap(ref reader),
            _ => SizeOfScalar(ref reader, type),
        };
        reader.Read();
        return bytes;
    }

    private static int SizeOfScalar(ref Utf8JsonReader reader, string type) => type switch
    {
        "S" => ReadText(ref reader),
        "N" => SizeOfNumber(reader.GetString()!),
        "B" => reader.GetBytesFromBase64().Length,
        _ => throw new JsonException($"{type} is no DynamoDB type."),
    };

    private static int ReadSet(ref Utf8JsonReader reader, string type)
    {
        int bytes = 0;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            bytes += SizeOfScalar(ref reader, type);
        return bytes;
    }

    private static int ReadList(ref Utf8JsonReader reader)
    {
        int bytes = ContainerBytes;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            bytes += ElementBytes + ReadOpenedValue(ref reader);
        return bytes;
    }

    private static int ReadMap(ref Utf8JsonReader reader)
    {
        int bytes = ContainerBytes;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
            bytes += ElementBytes + ReadText(ref reader) + ReadValue(ref reader);
        return bytes;
    }

    /// <summary>A byte, one per two significant digits, and one for a minus sign.</summary>
    /// <remarks>
    /// The guide says "approximately": as DynamoDB Local charges, digits pair up from the decimal point on, so that 120
    /// and 1.2 take two pairs, 12 and 0.12 one.
    /// </remarks>
    private static int SizeOfNumber(string number)
    {
        NumberText parts = NumberText.Parse(number);
        if (parts.Digits.Length == 0)
            return 1;
        int lowest = parts.Highest - parts.Digits.Length + 1;
        int pairs = (parts.Highest >> 1) - (lowest >> 1) + 1;
        int sign = parts.IsNegative ? 1 : 0;
        return Math.Min(pairs + 1 + sign, LongestNumberBytes);
    }
}
