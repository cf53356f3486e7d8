using System;
using System.Collections;
using System.Collections.Generic;
using System.Management.Automation;
using System.Text.Json;
using DdbBatch.Items;

namespace DdbBatch.Conversion;

/// <summary>Converts items in DynamoDB JSON to PowerShell objects: the inverse of <see cref="ItemConverter"/>.</summary>
/// <param name="asHashtable">True to create hashtables, which are case-sensitive, instead of PSCustomObjects.</param>
internal sealed class DdbJsonReader(bool asHashtable)
{
    private const string WrapperAdvice =
        " If this is an answer or an export that has the item under Item, pass what is under it.";

    private readonly ItemPath _path = new();

    /// <summary>Reads an item.</summary>
    /// <param name="json">An attribute map: <c>{"Year":{"N":"1999"}}</c>.</param>
    /// <exception cref="ItemException">NotDdbJson, NameCollision or an error of a number.</exception>
    public object Read(ReadOnlyMemory<byte> json)
    {
        _path.Reset();
        try
        {
            using JsonDocument document = JsonDocument.Parse(json, JsonLimits.Document);
            return ReadMap(Expect(document.RootElement, JsonValueKind.Object));
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw ItemErrors.NotDdbJson(_path, JsonReasons.Of(exception), exception);
        }
    }

    /// <summary>Reads the value of one attribute: <c>{"N":"1999"}</c>.</summary>
    /// <exception cref="ItemException">NotDdbJson, NameCollision or an error of a number.</exception>
    public object? ReadAttribute(JsonElement value)
    {
        _path.Reset();
        return ReadValue(value);
    }

    private object? ReadValue(JsonElement element)
    {
        JsonElement.ObjectEnumerator entries = Expect(element, JsonValueKind.Object).EnumerateObject();
        if (!entries.MoveNext())
            throw Wrong("a value has a type and its content." + WrapperAdvice);
        JsonProperty value = entries.Current;
        if (entries.MoveNext())
            throw Wrong("a value has one type." + WrapperAdvice);
        return value.Name switch
        {
            nameof(AttributeType.S) => ReadString(value.Value),
            nameof(AttributeType.N) => ReadNumber(value.Value),
            nameof(AttributeType.B) => ReadBinary(value.Value),
            nameof(AttributeType.BOOL) => ReadBool(value.Value),
            nameof(AttributeType.NULL) => ReadBool(value.Value) ? null : throw Wrong("NULL is either true or omitted."),
            nameof(AttributeType.SS) => ReadSet(value.Value, ReadString, StringComparer.Ordinal),
            nameof(AttributeType.NS) => ReadSet(value.Value, ReadNumber, EqualityComparer<object>.Default),
            nameof(AttributeType.BS) => ReadSet(value.Value, ReadBinary, BinaryComparer.Instance),
            nameof(AttributeType.L) => ReadList(value.Value),
            nameof(AttributeType.M) => ReadMap(Expect(value.Value, JsonValueKind.Object)),
            _ => throw Wrong($"'{Excerpt.Of(value.Name)}' is no data type of DynamoDB." + WrapperAdvice),
        };
    }

    private object ReadMap(JsonElement map)
    {
        Hashtable table = new(StringComparer.Ordinal);
        PSObject custom = new();
        _path.Enter();
        foreach (JsonProperty attribute in map.EnumerateObject())
        {
            _path.SetName(attribute.Name);
            object? value = ReadValue(attribute.Value);
            if (table.ContainsKey(attribute.Name))
                throw ItemErrors.DuplicateAttribute(_path, attribute.Name);
            table[attribute.Name] = value;
            if (!asHashtable)
                AddProperty(custom, attribute.Name, value);
        }

        _path.Leave();
        return asHashtable ? table : custom;
    }

    private void AddProperty(PSObject custom, string name, object? value)
    {
        if (custom.Properties[name] is not null)
            throw ConversionErrors.NameCollision(_path, "a name that differs from another in letter case only");
        try
        {
            custom.Properties.Add(new PSNoteProperty(name, value));
        }
        catch (ExtendedTypeSystemException)
        {
            throw ConversionErrors.NameCollision(_path, "a name that PowerShell keeps for itself");
        }
    }

    private object?[] ReadList(JsonElement list)
    {
        List<object?> elements = [];
        _path.Enter();
        foreach (JsonElement element in Expect(list, JsonValueKind.Array).EnumerateArray())
        {
            _path.NextIndex();
            elements.Add(ReadValue(element));
        }

        _path.Leave();
        return [.. elements];
    }

    private HashSet<T> ReadSet<T>(JsonElement set, Func<JsonElement, T> read, IEqualityComparer<T> comparer)
    {
        HashSet<T> members = new(comparer);
        _path.Enter();
        foreach (JsonElement member in Expect(set, JsonValueKind.Array).EnumerateArray())
        {
            _path.NextIndex();
            members.Add(read(member));
        }

        _path.Leave();
        return members;
    }

    private string ReadString(JsonElement text) => Expect(text, JsonValueKind.String).GetString()!;

    private object ReadNumber(JsonElement number)
    {
        string text = ReadString(number);
        DdbNumberStatus status = DdbNumber.Parse(System.Text.Encoding.UTF8.GetBytes(text), out _);
        if (status != DdbNumberStatus.Valid)
            throw ItemErrors.Number(_path, text, status);
        return NumberReader.Read(text);
    }

    private byte[] ReadBinary(JsonElement base64)
    {
        string text = ReadString(base64);
        return Base64Text.TryRead(text, out byte[] value) ? value : throw ItemErrors.NotBase64(_path, text);
    }

    private bool ReadBool(JsonElement truth) => truth.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw Wrong("true or false is expected."),
    };

    private JsonElement Expect(JsonElement element, JsonValueKind kind) => element.ValueKind == kind
        ? element
        : throw Wrong($"{kind} is expected, but the value is {element.ValueKind}." + WrapperAdvice);

    private ItemException Wrong(string why) => ItemErrors.NotDdbJson(_path, why);
}
