using System;
using System.Collections;
using System.Collections.Generic;
using System.IO;
using DdbBatch.Items;

namespace DdbBatch.Conversion;

/// <summary>Writes AttributeValue objects of the AWS SDK, of any copy and major version.</summary>
internal sealed class SdkAttributeValues(ItemWriter writer, ValueWriter values)
{
    private readonly Dictionary<Type, PropertyGetters> _getters = [];

    /// <summary>Writes an AttributeValue.</summary>
    /// <exception cref="ItemException">The value is not set, or a value breaks a rule.</exception>
    public void Write(object attributeValue)
    {
        Type type = attributeValue.GetType();
        if (!_getters.TryGetValue(type, out PropertyGetters? getters))
            _getters[type] = getters = new PropertyGetters(type);
        if (!TryWriteScalar(attributeValue, getters) && !TryWriteCollection(attributeValue, getters))
            throw ConversionErrors.UnsupportedType(writer.Path, "AttributeValue", "nothing is set in it");
    }

    private bool TryWriteScalar(object source, PropertyGetters get)
    {
        if (get.Get(source, "S") is string text)
            writer.WriteString(text.AsSpan());
        else if (get.Get(source, "N") is string number)
            writer.WriteNumber(number);
        else if (get.Get(source, "B") is MemoryStream bytes)
            writer.WriteBinary(bytes.ToArray());
        else if (get.Get(source, "NULL") is true)
            writer.WriteNull();
        else if (get.Get(source, "BOOL") is bool truth && get.Get(source, "IsBOOLSet") is not false)
            writer.WriteBool(truth);
        else
            return false;
        return true;
    }

    // Version 3 of the SDK creates all collections, empty; Is…Set shows which one is set. In version 4 the others are null.
    private bool TryWriteCollection(object source, PropertyGetters get)
    {
        if (get.Get(source, "M") is IDictionary { } map && (map.Count > 0 || get.Get(source, "IsMSet") is true))
            values.Write(map);
        else if (get.Get(source, "L") is IList { } list && (list.Count > 0 || get.Get(source, "IsLSet") is true))
            values.Write(list);
        else if (get.Get(source, "SS") is IList { Count: > 0 } strings)
            WriteSet(AttributeType.SS, strings, member => writer.WriteString(((string)member!).AsSpan()));
        else if (get.Get(source, "NS") is IList { Count: > 0 } numbers)
            WriteSet(AttributeType.NS, numbers, member => writer.WriteNumber((string)member!));
        else if (get.Get(source, "BS") is IList { Count: > 0 } binaries)
            WriteSet(AttributeType.BS, binaries, member => writer.WriteBinary(((MemoryStream)member!).ToArray()));
        else
            return false;
        return true;
    }

    private void WriteSet(AttributeType type, IList members, Action<object?> write)
    {
        writer.BeginSet(type);
        foreach (object? member in members)
        {
            writer.BeginElement();
            write(member);
        }

        writer.EndSet();
    }
}
