using System;
using System.Buffers.Text;
using System.Text;

namespace DdbBatch.Items;

/// <summary>
/// Writes an item in its wire form, compact UTF-8 DynamoDB JSON, and on the way counts its size by DynamoDB's rules,
/// guards DynamoDB's limits and catches its key. Attributes, elements and values are told in document order.
/// </summary>
internal sealed class ItemWriter
{
    private readonly Utf8Buffer _json = new();
    private readonly ItemKeyBuilder _key = new();
    private readonly AttributeNameCache _nestedNames = new();
    private readonly SetMembers _set = new();
    private readonly ContainerStack _containers = new();
    private int _sizeBytes;
    private KeyUse? _use;

    /// <summary>Where the writer stands in the item.</summary>
    public ItemPath Path { get; } = new();

    /// <summary>Starts an item.</summary>
    public void BeginItem()
    {
        _json.Clear();
        _key.Clear();
        _set.End();
        _containers.Clear();
        Path.Reset();
        Path.Enter();
        _sizeBytes = 0;
        _use = null;
        _json.WriteRaw((byte)'{');
    }

    /// <summary>Ends the item.</summary>
    /// <param name="schema">The table's keys; null where they don't matter.</param>
    /// <param name="findSimilarName">Gives a name of the input that differs from the given in case only, if any.</param>
    /// <exception cref="ItemException">KeyMissing.</exception>
    public EncodedItem EndItem(TableSchema? schema, Func<string, string?>? findSimilarName = null)
    {
        ItemKey key = schema is null ? default : _key.Build(schema, findSimilarName);
        _json.WriteRaw((byte)'}');
        return new EncodedItem(_json.Written.ToArray(), _sizeBytes, key);
    }

    /// <summary>Starts an attribute of the item; one value follows.</summary>
    public void BeginAttribute(AttributeName name)
    {
        Path.SetName(name.Text);
        _use = name.Use;
        WriteName(name);
    }

    /// <summary>Starts an attribute of the current map; one value follows.</summary>
    public void BeginMapAttribute(string name)
    {
        Path.SetName(name);
        Grow(ItemRules.ElementSizeBytes);
        WriteName(_nestedNames.Get(name, Path));
    }

    /// <summary>Starts an element of the current list or a member of the set; one value follows.</summary>
    public void BeginElement()
    {
        Path.NextIndex();
        if (_set.IsOpen)
            return;
        Grow(ItemRules.ElementSizeBytes);
        WriteComma();
    }

    /// <summary>Starts a map.</summary>
    /// <param name="source">What it is made of, so that a cycle is seen.</param>
    public void BeginMap(object? source) => BeginContainer(AttributeType.M, "{\"M\":{"u8, source);

    /// <summary>Starts a list.</summary>
    /// <param name="source">What it is made of, so that a cycle is seen.</param>
    public void BeginList(object? source) => BeginContainer(AttributeType.L, "{\"L\":["u8, source);

    /// <summary>Ends the map.</summary>
    public void EndMap() => EndContainer("}}"u8);

    /// <summary>Ends the list.</summary>
    public void EndList() => EndContainer("]}"u8);

    /// <summary>Starts a set; its members follow, strings, numbers or binary.</summary>
    /// <param name="type">SS, NS or BS; null to take the type from the first member.</param>
    public void BeginSet(AttributeType? type = null)
    {
        CheckType(type ?? AttributeType.SS);
        _set.Begin(type);
        Path.Enter();
    }

    /// <summary>Ends the set.</summary>
    /// <exception cref="ItemException">EmptySet.</exception>
    public void EndSet()
    {
        Path.Leave();
        if (!_set.HasMembers)
            throw ItemErrors.EmptySet(Path);
        _set.End();
        _json.WriteRaw("]}"u8);
    }

    /// <summary>Writes a string.</summary>
    public void WriteString(ReadOnlySpan<char> value)
    {
        if (value.Length > ItemRules.MaxItemSizeBytes)
            throw ItemErrors.ItemTooLarge(Path);
        BeginScalar(AttributeType.S, "{\"S\":"u8);
        int start = _json.Length;
        int sizeBytes = _json.WriteString(value);
        if (sizeBytes < 0)
            throw ItemErrors.InvalidSurrogate(Path, value.ToString(), -1 - sizeBytes);
        if (_set.IsOpen)
            _set.Add(_json.Written.Slice(start), Path);
        else if (_use is not null)
            CatchKey(AttributeType.S, Encoding.UTF8.GetBytes(value.ToArray()));
        EndScalar(sizeBytes);
    }

    /// <summary>Writes a number.</summary>
    /// <exception cref="ItemException">NotANumber, NumberTooPrecise or NumberOutOfRange.</exception>
    public void WriteNumber(ReadOnlySpan<byte> text)
    {
        DdbNumberStatus status = DdbNumber.Parse(text, out DdbNumber number);
        if (status != DdbNumberStatus.Valid)
            throw InvalidNumber(Encoding.UTF8.GetString(text.ToArray()), status);
        BeginScalar(AttributeType.N, "{\"N\":"u8);
        _json.WriteRaw((byte)'"');
        Span<byte> plain = stackalloc byte[DdbNumber.MaxTextBytes];
        _json.WriteRaw(DdbNumber.IsJsonNumber(text) ? text : plain.Slice(0, number.WritePlain(plain)));
        _json.WriteRaw((byte)'"');
        if (_set.IsOpen || _use is not null)
            CatchIdentity(number);
        EndScalar(number.SizeBytes);
    }

    /// <summary>Writes a number.</summary>
    /// <exception cref="ItemException">NotANumber, NumberTooPrecise or NumberOutOfRange.</exception>
    public void WriteNumber(string text)
    {
        Span<byte> ascii = text.Length <= 128 ? stackalloc byte[128] : new byte[text.Length];
        for (int i = 0; i < text.Length; i++)
        {
            // A digit of another script is no digit to DynamoDB, and must not become one here.
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
        WriteNumber(text.Slice(0, length));
    }

    /// <summary>Writes binary.</summary>
    public void WriteBinary(ReadOnlySpan<byte> value)
    {
        if (value.Length > ItemRules.MaxItemSizeBytes)
            throw ItemErrors.ItemTooLarge(Path);
        BeginScalar(AttributeType.B, "{\"B\":"u8);
        int start = _json.Length;
        _json.WriteBase64(value);
        if (_set.IsOpen)
            _set.Add(_json.Written.Slice(start), Path);
        else if (_use is not null)
            CatchKey(AttributeType.B, value);
        EndScalar(value.Length);
    }

    /// <summary>Writes binary.</summary>
    /// <exception cref="ItemException">NotBase64.</exception>
    public void WriteBase64(string text)
    {
        byte[] value;
        try
        {
            value = Convert.FromBase64String(text);
        }
        catch (FormatException)
        {
            throw _use is { Type: ScalarAttributeType.B }
                ? ItemErrors.KeyValueInvalid(Path, _use, text)
                : ItemErrors.NotBase64(Path, text);
        }

        WriteBinary(value);
    }

    /// <summary>Writes a truth value.</summary>
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

    private void BeginContainer(AttributeType type, ReadOnlySpan<byte> opening, object? source)
    {
        CheckType(type);
        _containers.Enter(source, Path);
        Path.Enter();
        _json.WriteRaw(opening);
        Grow(ItemRules.ContainerSizeBytes);
    }

    private void EndContainer(ReadOnlySpan<byte> closing)
    {
        _json.WriteRaw(closing);
        Path.Leave();
        _containers.Leave();
    }

    private void BeginScalar(AttributeType type, ReadOnlySpan<byte> opening)
    {
        if (!_set.IsOpen)
        {
            _json.WriteRaw(opening);
            return;
        }

        AttributeType setType = _set.CheckType(type, Path);
        if (_set.HasMembers)
            _json.WriteRaw((byte)',');
        else
            _json.WriteRaw(setType switch
            {
                AttributeType.SS => "{\"SS\":["u8,
                AttributeType.NS => "{\"NS\":["u8,
                _ => "{\"BS\":["u8,
            });
    }

    private void EndScalar(int sizeBytes)
    {
        Grow(sizeBytes);
        if (!_set.IsOpen)
            _json.WriteRaw((byte)'}');
    }

    // Neither a set nor a key takes values of these types; either refuses in its own words.
    private void CheckType(AttributeType type)
    {
        if (_set.IsOpen)
            _set.CheckType(type, Path);
        _use?.Check(type, 0, Path);
    }

    private ItemException InvalidNumber(string text, DdbNumberStatus status) =>
        _use is { Type: ScalarAttributeType.N } && status == DdbNumberStatus.NotANumber
            ? ItemErrors.KeyValueInvalid(Path, _use, text)
            : ItemErrors.Number(Path, text, status);

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

    private void WriteName(AttributeName name)
    {
        WriteComma();
        _json.WriteRaw(name.Json);
        Grow(name.SizeBytes);
    }

    private void WriteComma()
    {
        if (_json.Last is not ((byte)'{' or (byte)'['))
            _json.WriteRaw((byte)',');
    }

    private void Grow(int bytes)
    {
        _sizeBytes += bytes;
        if (_sizeBytes > ItemRules.MaxItemSizeBytes)
            throw ItemErrors.ItemTooLarge(Path);
    }
}
