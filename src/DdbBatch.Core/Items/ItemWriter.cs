using System;

namespace DdbBatch.Items;

/// <summary>
/// Writes an item in its wire form, compact UTF-8 DynamoDB JSON, and on the way counts its size by DynamoDB's rules,
/// guards DynamoDB's limits and catches its key. Attributes, elements and values are told in document order.
/// </summary>
internal sealed partial class ItemWriter
{
    private readonly Utf8Buffer _json = new();
    private readonly ItemKeyBuilder _key = new();
    private readonly AttributeNameCache _nestedNames = new();
    private readonly SetMembers _set = new();
    private readonly ContainerStack _containers = new();
    private int _sizeBytes;
    private int _omitted;
    private KeyUse? _use;

    /// <summary>Where the writer stands in the item.</summary>
    public ItemPath Path { get; } = new();

    /// <summary>Whether what follows are the members of a set.</summary>
    public bool IsInSet => _set.IsOpen;

    /// <summary>Starts an item.</summary>
    public void BeginItem()
    {
        _json.Clear();
        _key.Clear();
        _set.End();
        _containers.Clear();
        Path.Reset();
        Path.Enter();
        _sizeBytes = _omitted = 0;
        _use = null;
        _json.WriteRaw((byte)'{');
    }

    /// <summary>Ends the item.</summary>
    /// <param name="schema">The table's keys; null where they don't matter.</param>
    /// <param name="adviseMissing">Says what to do about a key attribute that is missing, by its name.</param>
    /// <exception cref="ItemException">KeyMissing.</exception>
    public EncodedItem EndItem(TableSchema? schema, Func<string, string?>? adviseMissing = null)
    {
        ItemKey key = schema is null ? default : _key.Build(schema, adviseMissing);
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

    /// <summary>Takes note that an attribute is left out: of an endless map of such the size limit would never be met.</summary>
    /// <exception cref="ItemException">ItemTooLarge: with all that is left out, it has more names than bytes.</exception>
    public void OmitAttribute(string name)
    {
        Path.SetName(name);
        if (++_omitted > ItemRules.MaxItemSizeBytes)
            throw ItemErrors.ItemTooLarge(Path);
    }

    /// <summary>
    /// Leaves an attribute of the item half-written, so that the next one can be checked. The item itself can't be ended any more.
    /// </summary>
    public void AbandonAttribute()
    {
        _set.End();
        _containers.Clear();
        Path.Reset();
        Path.Enter();
        _use = null;
    }

    /// <summary>Starts an element of the current list or a member of the set; one value follows.</summary>
    public void BeginElement()
    {
        Path.NextIndex();
        if (_set.IsOpen)
            return;
        Grow(ItemRules.ElementSizeBytes);
        if (_json.Last != '[')
            _json.WriteRaw((byte)',');
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

    // Neither a set nor a key takes values of these types; either refuses in its own words.
    private void CheckType(AttributeType type)
    {
        if (_set.IsOpen)
            _set.CheckType(type, Path);
        _use?.Check(type, 0, Path);
    }

    private void WriteName(AttributeName name)
    {
        bool isFirst = _json.Last == '{';
        _json.WriteRaw(name.Json.AsSpan(isFirst ? 1 : 0));
        Grow(name.SizeBytes);
    }

    private void Grow(int bytes)
    {
        _sizeBytes += bytes;
        if (_sizeBytes > ItemRules.MaxItemSizeBytes)
            throw ItemErrors.ItemTooLarge(Path);
    }
}
