using System;
using System.Text.Json;

namespace DdbBatch.Files;

/// <summary>Follows the tokens of an object that is read member by member, with its arrays element by element.</summary>
internal sealed class MemberSplitter
{
    private byte[] _name = [];
    private bool _isInArray;
    private bool _isEmpty;

    /// <summary>True while such an object is being read.</summary>
    public bool IsSplitting { get; private set; }

    /// <summary>
    /// True if an object is to be split: its first member is not an object. An attribute's value, an item and a table of
    /// requests are objects.
    /// </summary>
    /// <param name="reader">The reader, at the start of the object.</param>
    /// <returns>Null if more text is needed.</returns>
    public static bool? IsToSplit(Utf8JsonReader reader)
    {
        if (!reader.Read())
            return null;
        if (reader.TokenType != JsonTokenType.PropertyName)
            return false;
        return reader.Read() ? reader.TokenType != JsonTokenType.StartObject : null;
    }

    /// <summary>True if a text starts as a response with items does.</summary>
    public static bool IsEnvelope(ReadOnlySpan<byte> text) =>
        text is [(byte)'{', ..] && Blanks.TrimStart(text.Slice(1)).StartsWith("\"Items\""u8);

    /// <summary>Starts an object.</summary>
    public void Begin() => IsSplitting = true;

    /// <summary>Processes a token of the object.</summary>
    /// <returns>False at the start of a value that becomes an object of its own.</returns>
    public bool Take(in Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject when reader.CurrentDepth == 0:
                return true;
            case JsonTokenType.EndObject when reader.CurrentDepth == 0:
                IsSplitting = false;
                return true;
            case JsonTokenType.PropertyName when reader.CurrentDepth == 1:
                _name = reader.ValueSpan.ToArray();
                return true;
            case JsonTokenType.StartArray when reader.CurrentDepth == 1:
                _isInArray = _isEmpty = true;
                return true;
            case JsonTokenType.EndArray when reader.CurrentDepth == 1:
                _isInArray = false;
                return true;
            default:
                _isEmpty = false;
                return false;
        }
    }

    /// <summary>The member that has just ended, if it is an array without elements; otherwise null.</summary>
    public byte[]? TakeEmptyArray()
    {
        if (_isInArray || !_isEmpty)
            return null;
        _isEmpty = false;
        return [(byte)'{', (byte)'"', .. _name, .. "\":[]}"u8];
    }

    /// <summary>
    /// Returns the value as an object that has only the current member; outside such an object, unchanged.
    /// </summary>
    public byte[] Wrap(ReadOnlySpan<byte> value)
    {
        if (!IsSplitting)
            return value.ToArray();
        return _isInArray
            ? [(byte)'{', (byte)'"', .. _name, .. "\":["u8, .. value, .. "]}"u8]
            : [(byte)'{', (byte)'"', .. _name, .. "\":"u8, .. value, (byte)'}'];
    }
}
