using System;
using System.Buffers.Text;
using System.Text;

namespace DdbBatch.Items;

/// <content>Strings, numbers, binary, truth values and NULL.</content>
internal sealed partial class ItemWriter
{
    private ReadOnlySpan<byte> Closing => _set.IsOpen ? "\""u8 : "\"}"u8;

    /// <summary>Writes a string.</summary>
    public void WriteString(ReadOnlySpan<char> value)
    {
        if (value.Length > ItemRules.MaxItemSizeBytes)
            throw ItemErrors.ItemTooLarge(Path);
        ReadOnlySpan<byte> opening = Opening(AttributeType.S);
        int start = _json.Length + opening.Length;
        int sizeBytes = _json.WriteText(opening, value, Closing);
        if (sizeBytes < 0)
            throw ItemErrors.InvalidSurrogate(Path, value.ToString(), -1 - sizeBytes);
        ReadOnlySpan<byte> escaped = _json.Written.Slice(start, _json.Length - Closing.Length - start);
        if (_set.IsOpen)
            _set.Add(escaped, Path);
        else if (_use is not null)
            CatchKey(AttributeType.S, escaped.Length == sizeBytes ? escaped : Encoding.UTF8.GetBytes(value.ToArray()));
        Grow(sizeBytes);
    }

    /// <summary>Writes a number.</summary>
    /// <exception cref="ItemException">NotANumber, NumberTooPrecise or NumberOutOfRange.</exception>
    public void WriteNumber(ReadOnlySpan<byte> text)
    {
        DdbNumberStatus status = DdbNumber.Parse(text, out DdbNumber number);
        if (status != DdbNumberStatus.Valid)
            throw InvalidNumber(Encoding.UTF8.GetString(text.ToArray()), status);
        if (DdbNumber.IsJsonNumber(text))
        {
            WriteNumber(text, number);
            return;
        }

        Span<byte> plain = stackalloc byte[DdbNumber.MaxTextBytes];
        WriteNumber(plain.Slice(0, number.WritePlain(plain)), number);
    }

    /// <summary>Writes a number.</summary>
    /// <exception cref="ItemException">NotANumber, NumberTooPrecise or NumberOutOfRange.</exception>
    public void WriteNumber(string text)
    {
        Span<byte> ascii = text.Length <= 128 ? stackalloc byte[128] : new byte[text.Length];
        for (int i = 0; i < text.Length; i++)
        {
            // DynamoDB does not accept digits of other scripts, so they must not be converted here.
            ascii[i] = text[i] < '\u0080' ? (byte)text[i] : (byte)'?';
        }

        if (DdbNumber.Parse(ascii.Slice(0, text.Length), out _) is var status and not DdbNumberStatus.Valid)
            throw InvalidNumber(text, status);
        WriteNumber(ascii.Slice(0, text.Length));
    }

    /// <summary>Writes a number.</summary>
    public void WriteNumber(long value)
    {
        Span<byte> text = stackalloc byte[20];
        Utf8Formatter.TryFormat(value, text, out int length);
        text = text.Slice(0, length);
        WriteNumber(text, DdbNumber.OfInteger(text));
    }

    /// <summary>Writes binary.</summary>
    public void WriteBinary(ReadOnlySpan<byte> value)
    {
        if (value.Length > ItemRules.MaxItemSizeBytes)
            throw ItemErrors.ItemTooLarge(Path);
        _json.WriteBase64(Opening(AttributeType.B), value, Closing);
        if (_set.IsOpen)
            _set.Add(value, Path);
        else if (_use is not null)
            CatchKey(AttributeType.B, value);
        Grow(value.Length);
    }

    /// <summary>Writes binary.</summary>
    /// <exception cref="ItemException">NotBase64.</exception>
    public void WriteBase64(string text)
    {
        if (!Base64Text.TryRead(text, out byte[] value))
        {
            throw _use is { Type: ScalarAttributeType.B }
                ? ItemErrors.KeyValueInvalid(Path, _use, text)
                : ItemErrors.NotBase64(Path, text);
        }

        WriteBinary(value);
    }

    /// <summary>Writes a Boolean.</summary>
    public void WriteBool(bool value)
    {
        CheckType(AttributeType.BOOL);
        _json.WriteRaw(value ? "{\"BOOL\":true}"u8 : "{\"BOOL\":false}"u8);
        Grow(1);
    }

    /// <summary>Writes NULL.</summary>
    public void WriteNull()
    {
        CheckType(AttributeType.NULL);
        _json.WriteRaw("{\"NULL\":true}"u8);
        Grow(1);
    }

    // Writes the text before a string, number or binary value: its type or, in a set, the separator.
    private ReadOnlySpan<byte> Opening(AttributeType type)
    {
        if (!_set.IsOpen)
            return type == AttributeType.S ? "{\"S\":\""u8 : type == AttributeType.N ? "{\"N\":\""u8 : "{\"B\":\""u8;
        AttributeType set = _set.CheckType(type, Path);
        if (_set.HasMembers)
            return ",\""u8;
        return set == AttributeType.SS ? "{\"SS\":[\""u8 : set == AttributeType.NS ? "{\"NS\":[\""u8 : "{\"BS\":[\""u8;
    }

    private ItemException InvalidNumber(string text, DdbNumberStatus status) =>
        _use is { Type: ScalarAttributeType.N } && status == DdbNumberStatus.NotANumber
            ? ItemErrors.KeyValueInvalid(Path, _use, text)
            : ItemErrors.Number(Path, text, status);

    private void WriteNumber(ReadOnlySpan<byte> wire, DdbNumber number)
    {
        _json.WriteRaw(Opening(AttributeType.N), wire, Closing);
        if (_set.IsOpen || _use is not null)
            CatchIdentity(number);
        Grow(number.SizeBytes);
    }

    private void CatchIdentity(DdbNumber number)
    {
        Span<byte> text = stackalloc byte[DdbNumber.MaxTextBytes];
        text = text.Slice(0, number.WriteCanonical(text));
        if (_set.IsOpen)
            _set.Add(text, Path);
        else
            CatchKey(AttributeType.N, text);
    }

    private void CatchKey(AttributeType type, ReadOnlySpan<byte> identity)
    {
        _use!.Check(type, identity.Length, Path);
        if (_use.IsTableKey)
            _key.Set(_use.TablePosition, identity);
    }
}
