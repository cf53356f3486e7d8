using System;
using System.Text;
using System.Text.Json;
using DdbBatch.Items;

namespace DdbBatch.Conversion;

/// <summary>
/// Reads strings, numbers, booleans and NULL in DynamoDB JSON for PowerShell. Most attributes are of these types, and building a
/// document for each costs ten times their size.
/// </summary>
internal static class ScalarReader
{
    /// <summary>Reads a value: <c>{"N":"1999"}</c>.</summary>
    /// <param name="json">The value, valid JSON.</param>
    /// <param name="value">The value as <see cref="DdbJsonReader"/> reads it.</param>
    /// <returns>False if it is of another type, or not valid.</returns>
    public static bool TryRead(ReadOnlySpan<byte> json, out object? value)
    {
        value = null;
        Utf8JsonReader reader = new(json, JsonLimits.Reader);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject || !reader.Read() || reader.TokenType != JsonTokenType.PropertyName)
            return false;
        bool isRead = reader.ValueSpan switch
        {
            [(byte)'S'] => TryReadString(ref reader, out value),
            [(byte)'N'] => TryReadNumber(ref reader, out value),
            [(byte)'B', (byte)'O', (byte)'O', (byte)'L'] => TryReadBool(ref reader, out value),
            [(byte)'N', (byte)'U', (byte)'L', (byte)'L'] => reader.Read() && reader.TokenType == JsonTokenType.True,
            _ => false,
        };
        return isRead && reader.Read() && reader.TokenType == JsonTokenType.EndObject;
    }

    private static bool TryReadString(ref Utf8JsonReader reader, out object? value)
    {
        value = null;
        if (!reader.Read() || reader.TokenType != JsonTokenType.String)
            return false;
        try
        {
            value = reader.GetString();
            return true;
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair.
            return false;
        }
    }

    private static bool TryReadNumber(ref Utf8JsonReader reader, out object? value)
    {
        value = null;
        if (!reader.Read()
            || reader.TokenType != JsonTokenType.String
            || reader.ValueIsEscaped
            || DdbNumber.Parse(reader.ValueSpan, out _) != DdbNumberStatus.Valid)
        {
            return false;
        }

        value = NumberReader.Read(Encoding.ASCII.GetString(reader.ValueSpan.ToArray()));
        return true;
    }

    private static bool TryReadBool(ref Utf8JsonReader reader, out object? value)
    {
        bool isBool = reader.Read() && reader.TokenType is (JsonTokenType.True or JsonTokenType.False);
        value = isBool ? reader.TokenType == JsonTokenType.True : null;
        return isBool;
    }
}
