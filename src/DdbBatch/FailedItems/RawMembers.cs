using System;
using System.Collections;
using System.Collections.Generic;
using System.Collections.Specialized;
using System.Globalization;
using System.Management.Automation;
using DdbBatch.Conversion;

namespace DdbBatch.FailedItems;

/// <summary>The members of any object, as they are: without conversion, and with what its own code throws.</summary>
internal static class RawMembers
{
    /// <summary>The value of a property whose code throws.</summary>
    public static readonly object Unreadable = new();

    /// <summary>The attributes of an item. Names that differ only in case share one property.</summary>
    public static IEnumerable<KeyValuePair<string, object?>> Attributes(DdbItem item)
    {
        foreach (PSPropertyInfo property in item.WithProperties().Properties)
        {
            if (property is not ItemProperty { IsUnchanged: true } unchanged)
            {
                yield return new(property.Name, ValueOf(property));
                continue;
            }

            for (ItemProperty? attribute = unchanged; attribute is not null; attribute = attribute.SameName)
                yield return new(attribute.Name, attribute.Source.Read());
        }
    }

    /// <summary>The properties of an object.</summary>
    public static IEnumerable<KeyValuePair<string, object?>> Properties(object value)
    {
        foreach (PSPropertyInfo property in PSObject.AsPSObject(value).Properties)
            yield return new(property.Name, ValueOf(property));
    }

    /// <summary>The entries of a dictionary.</summary>
    public static IEnumerable<KeyValuePair<string, object?>> Entries(IDictionary dictionary)
    {
        foreach (DictionaryEntry entry in dictionary)
            yield return new(TextOf(entry.Key), entry.Value);
    }

    /// <summary>
    /// True if a value has text keys, elements of a list or notes, and nothing else. An object from another process has more.
    /// </summary>
    public static bool ArePlain(object value, object plain) => plain switch
    {
        Hashtable or OrderedDictionary or Dictionary<string, object?> => HasTextKeys((IDictionary)plain),
        PSObject => ((PSObject)value).TypeNames is [] or ["System.Management.Automation.PSCustomObject", ..],
        _ => plain is Array { Rank: 1 } or ArrayList or List<object>,
    };

    private static bool HasTextKeys(IDictionary dictionary)
    {
        foreach (object key in dictionary.Keys)
        {
            if (key is not string)
                return false;
        }

        return true;
    }

    // The object's own code runs here, and may throw anything.
    private static object? ValueOf(PSPropertyInfo property)
    {
        try
        {
            return property.Value;
        }
        catch (Exception exception) when (exception is not PipelineStoppedException)
        {
            return Unreadable;
        }
    }

    /// <summary>The text of a value, by its own code; the name of its type if that throws.</summary>
    public static string TextOf(object value)
    {
        try
        {
            return Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
        }
        catch (Exception exception) when (exception is not PipelineStoppedException)
        {
            return value.GetType().FullName ?? "";
        }
    }
}
