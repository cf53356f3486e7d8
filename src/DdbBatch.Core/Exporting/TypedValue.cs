using System;
using System.Text.Json;
using DdbBatch.Items;

namespace DdbBatch.Exporting;

/// <summary>Reads the wrapper of a value in DynamoDB JSON, as <c>{"N":"1"}</c>.</summary>
internal static class TypedValue
{
    /// <summary>Goes from the beginning of the wrapper to the value in it.</summary>
    /// <returns>The value's type.</returns>
    public static AttributeType Enter(ref Utf8JsonReader reader)
    {
        reader.Read();
        AttributeType type = TypeOf(reader.ValueSpan);
        reader.Read();
        return type;
    }

    /// <summary>Goes from the end of the value to the end of its wrapper.</summary>
    public static void Leave(ref Utf8JsonReader reader) => reader.Read();

    /// <summary>The text of a number, in JSON's grammar.</summary>
    public static void WriteNumber(ReadOnlySpan<byte> text, Utf8Buffer output)
    {
        if (DdbNumber.IsJsonNumber(text) || DdbNumber.Parse(text, out DdbNumber number) != DdbNumberStatus.Valid)
        {
            output.WriteRaw(text);
            return;
        }

        Span<byte> plain = stackalloc byte[DdbNumber.MaxTextBytes];
        output.WriteRaw(plain.Slice(0, number.WritePlain(plain)));
    }

    private static AttributeType TypeOf(ReadOnlySpan<byte> name) => name switch
    {
        [(byte)'S'] => AttributeType.S,
        [(byte)'N'] => AttributeType.N,
        [(byte)'B'] => AttributeType.B,
        [(byte)'M'] => AttributeType.M,
        [(byte)'L'] => AttributeType.L,
        [(byte)'S', (byte)'S'] => AttributeType.SS,
        [(byte)'N', (byte)'S'] => AttributeType.NS,
        [(byte)'B', (byte)'S'] => AttributeType.BS,
        [(byte)'B', ..] => AttributeType.BOOL,
        [(byte)'N', ..] => AttributeType.NULL,
        _ => throw new JsonException("The value has no type of DynamoDB."),
    };
}
