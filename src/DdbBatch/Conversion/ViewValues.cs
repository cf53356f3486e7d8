using System;
using System.Collections;
using System.Linq;
using System.Management.Automation;
using System.Text.Json;

namespace DdbBatch.Conversion;

/// <summary>Compares the values of an item's properties, to find out whether one was modified.</summary>
internal static class ViewValues
{
    /// <summary>True if a value can be modified without setting the property: lists, maps, sets, binary values.</summary>
    public static bool IsMutable(object? value) =>
        value is PSObject { BaseObject: PSCustomObject } or IEnumerable and not (string or PSObject);

    /// <summary>True if two values have the same content, in the same types and in the same order.</summary>
    public static bool AreSame(object? left, object? right)
    {
        if (left is PSObject { BaseObject: PSCustomObject } object1)
            return right is PSObject { BaseObject: PSCustomObject } object2 && AreSameObjects(object1, object2);
        left = left is PSObject wrapped1 ? wrapped1.BaseObject : left;
        right = right is PSObject wrapped2 ? wrapped2.BaseObject : right;
        if (left is null || right is null || left.GetType() != right.GetType())
            return left is null && right is null;
        return left switch
        {
            string text => text == (string)right,
            byte[] bytes => bytes.AsSpan().SequenceEqual((byte[])right),
            IDictionary map => AreSameMaps(map, (IDictionary)right),
            IEnumerable list => AreSameLists(list, (IEnumerable)right),
            JsonElement json => json.GetRawText() == ((JsonElement)right).GetRawText(),
            IFormattable number => number.ToString(null, null) == ((IFormattable)right).ToString(null, null),
            _ => left.Equals(right),
        };
    }

    private static bool AreSameObjects(PSObject left, PSObject right)
    {
        PSPropertyInfo[] properties = [.. left.Properties];
        return properties.Length == right.Properties.Count() && properties.All(property =>
            right.Properties[property.Name] is { } other && other.Name == property.Name && AreSame(property.Value, other.Value));
    }

    private static bool AreSameMaps(IDictionary left, IDictionary right) =>
        left.Count == right.Count && left.Keys.Cast<object>().All(key => right.Contains(key) && AreSame(left[key], right[key]));

    private static bool AreSameLists(IEnumerable left, IEnumerable right)
    {
        object?[] other = [.. right.Cast<object?>()];
        object?[] elements = [.. left.Cast<object?>()];
        return elements.Length == other.Length && elements.Zip(other, AreSame).All(isSame => isSame);
    }
}
