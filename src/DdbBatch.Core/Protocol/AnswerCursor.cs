using System;
using System.Collections.Generic;
using System.Text.Json;
using DdbBatch.Items;

namespace DdbBatch.Protocol;

/// <summary>Moves over an answer's JSON and refuses whatever is not expected. Every failure is a FormatException.</summary>
/// <param name="body">The answer's body, UTF-8 JSON.</param>
internal ref struct AnswerCursor(byte[] body)
{
    private Utf8JsonReader _reader = new(body, JsonLimits.Reader);

    public readonly JsonTokenType Token => _reader.TokenType;

    /// <summary>Reads a body.</summary>
    /// <typeparam name="T">The type of the result.</typeparam>
    /// <param name="body">The body.</param>
    /// <param name="read">Reads the root object; what follows it is an error.</param>
    /// <exception cref="FormatException">The body is not what the API promises.</exception>
    public static T Read<T>(byte[] body, Reading<T> read)
    {
        try
        {
            AnswerCursor cursor = new(body);
            cursor.Expect(JsonTokenType.StartObject);
            T result = read(ref cursor);
            return cursor._reader.Read() ? throw new FormatException("Something follows the answer.") : result;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or ItemException
            or KeyNotFoundException or ArgumentException)
        {
            throw new FormatException(JsonReasons.Of(exception), exception);
        }
    }

    /// <summary>Reads what follows the start of an object.</summary>
    public delegate T Reading<T>(ref AnswerCursor cursor);

    /// <summary>True if the present token is that text.</summary>
    public readonly bool Is(ReadOnlySpan<byte> text) => _reader.ValueTextEquals(text);

    /// <summary>Moves to the next token.</summary>
    public void Move()
    {
        if (!_reader.Read())
            throw new FormatException("The answer ends too early.");
    }

    /// <summary>Moves to the next token, which has to be of that kind.</summary>
    public void Expect(JsonTokenType token)
    {
        Move();
        if (_reader.TokenType != token)
            throw new FormatException($"{token} is expected, not {_reader.TokenType}.");
    }

    /// <summary>Moves to the next member's name.</summary>
    /// <returns>False at the end of the object.</returns>
    public bool NextName()
    {
        Move();
        return _reader.TokenType switch
        {
            JsonTokenType.PropertyName => true,
            JsonTokenType.EndObject => false,
            _ => throw new FormatException($"A name is expected, not {_reader.TokenType}."),
        };
    }

    /// <summary>Moves to the next member's name, which has to be there.</summary>
    public void ExpectName()
    {
        if (!NextName())
            throw new FormatException("A name is expected.");
    }

    /// <summary>Moves to the next element of an array.</summary>
    /// <returns>False at the end of the array.</returns>
    public bool NextElement()
    {
        Move();
        return _reader.TokenType != JsonTokenType.EndArray;
    }

    /// <summary>Skips the value that follows.</summary>
    public void SkipValue()
    {
        Move();
        _reader.Skip();
    }

    /// <summary>Reads the integer that follows.</summary>
    public long ReadInt64()
    {
        Move();
        return _reader.GetInt64();
    }

    /// <summary>Reads the number that follows.</summary>
    public double ReadDouble()
    {
        Expect(JsonTokenType.Number);
        return _reader.GetDouble();
    }

    /// <summary>Reads the text that follows; null if it is null.</summary>
    public string? ReadString()
    {
        Move();
        return _reader.GetString();
    }

    /// <summary>The text of the present token.</summary>
    public readonly string Text() => _reader.GetString()!;

    /// <summary>The value that begins here, as a document of its own.</summary>
    public JsonElement ReadElement() => JsonElement.ParseValue(ref _reader);

    /// <summary>The object that begins here, as it came.</summary>
    public ReadOnlyMemory<byte> SliceObject()
    {
        if (_reader.TokenType != JsonTokenType.StartObject)
            throw new FormatException($"An object is expected, not {_reader.TokenType}.");
        int start = (int)_reader.TokenStartIndex;
        _reader.Skip();
        return body.AsMemory(start, (int)_reader.BytesConsumed - start);
    }

    /// <summary>CapacityUnits of the ConsumedCapacity that begins here: <c>{"TableName":"…","CapacityUnits":128.0}</c>.</summary>
    public double? ReadCapacityUnits()
    {
        double? units = null;
        if (_reader.TokenType != JsonTokenType.StartObject)
            throw new FormatException($"An object is expected, not {_reader.TokenType}.");
        while (NextName())
        {
            if (!Is("CapacityUnits"u8))
            {
                SkipValue();
                continue;
            }

            Move();
            units = _reader.GetDouble();
        }

        return units;
    }
}
