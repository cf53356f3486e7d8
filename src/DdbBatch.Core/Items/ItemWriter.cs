using System;

namespace DdbBatch.Items;

/// <summary>
/// Writes an item in wire format, compact UTF-8 DynamoDB JSON. While writing, it counts the item's size, checks DynamoDB's
/// limits and collects the key. Attributes, elements and values are written in document order.
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

    /// <summary>The writer's path in the item.</summary>
    public ItemPath Path { get; } = new();

    /// <summary>True if the next values are members of a set.</summary>
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
    /// <param name="schema">The table's keys; null if keys are not checked.</param>
    /// <param name="adviseMissing">Returns advice about a missing key attribute, given its name.</param>
    /// <exception cref="ItemException">KeyMissing.</exception>
    public EncodedItem EndItem(TableSchema? schema, Func<string, string?>? adviseMissing = null)
    {
        ItemKey key = schema is null ? default : _key.Build(schema, adviseMissing);
        _json.WriteRaw((byte)'}');
        return new EncodedItem(_json.Written.ToArray(), _sizeBytes, key);
    }

    /// <summary>Starts an attribute of the item. One value must follow.</summary>
    public void BeginAttribute(AttributeName name)
    {
        Path.SetName(name.Text);
        _use = name.Use;
        WriteName(name);
    }

    /// <summary>Starts an attribute of the current map. One value must follow.</summary>
    public void BeginMapAttribute(string name)
    {
        Path.SetName(name);
        Grow(ItemRules.ElementSizeBytes);
        WriteName(_nestedNames.Get(name, Path));
    }

    /// <summary>
    /// Counts an attribute that is omitted. Without this count, an endless map of omitted attributes would never reach the
    /// size limit.
    /// </summary>
    /// <exception cref="ItemException">ItemTooLarge: the names, including those of omitted attributes, exceed the maximum
    /// size.</exception>
    public void OmitAttribute(string name)
    {
        Path.SetName(name);
        if (++_omitted > ItemRules.MaxItemSizeBytes)
            throw ItemErrors.ItemTooLarge(Path);
    }

    /// <summary>
    /// Abandons an attribute of the item, so that the next one can be checked. The item can no longer be completed.
    /// </summary>
    public void AbandonAttribute()
    {
        _set.End();
        _containers.Clear();
        Path.Reset();
        Path.Enter();
        _use = null;
    }

    /// <summary>Starts an element of the current list, or a member of the set. One value must follow.</summary>
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
    /// <param name="source">The object that the map or list is made of, to detect cycles.</param>
    public void BeginMap(object? source) => BeginContainer(AttributeType.M, "{\"M\":{"u8, source);

    /// <summary>Starts a list.</summary>
    /// <param name="source">The object that the map or list is made of, to detect cycles.</param>
    public void BeginList(object? source) => BeginContainer(AttributeType.L, "{\"L\":["u8, source);

    /// <summary>Ends the map.</summary>
    public void EndMap() => EndContainer("}}"u8);

    /// <summary>Ends the list.</summary>
    public void EndList() => EndContainer("]}"u8);

    /// <summary>Starts a set. Its members must follow: strings, numbers or binary values.</summary>
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

    // Neither a set nor a key allows values of these types. Each reports its own error.
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
