using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Reflection;
using DdbBatch.Items;

namespace DdbBatch.Conversion;

/// <summary>Visits the entries of dictionaries.</summary>
internal static class DictionaryAttributes
{
    /// <summary>Visits the entries of a dictionary.</summary>
    /// <param name="dictionary">An IDictionary.</param>
    /// <param name="visitor">Receives the entries.</param>
    /// <exception cref="ItemException">A key is not a string.</exception>
    public static void Visit(object dictionary, IAttributeVisitor visitor)
    {
        IDictionaryEnumerator entries = ((IDictionary)dictionary).GetEnumerator();
        while (entries.MoveNext())
        {
            DictionaryEntry entry = entries.Entry;
            visitor.Visit(entry.Key as string ?? NameOf(entry.Key, visitor), entry.Value);
        }
    }

    /// <summary>
    /// Returns the visitor for a generic dictionary that is not an IDictionary, such as ExpandoObject; null for a type that
    /// is not a dictionary.
    /// </summary>
    public static Action<object, IAttributeVisitor>? FindVisit(Type type)
    {
        Type? dictionary = type.GetInterfaces().FirstOrDefault(IsDictionary);
        if (dictionary is null)
            return null;
        return (Action<object, IAttributeVisitor>)typeof(DictionaryAttributes)
            .GetMethod(nameof(VisitPairs), BindingFlags.NonPublic | BindingFlags.Static)!
            .MakeGenericMethod(dictionary.GetGenericArguments())
            .CreateDelegate(typeof(Action<object, IAttributeVisitor>));
    }

    private static bool IsDictionary(Type type) =>
        type.IsGenericType && (type.GetGenericTypeDefinition() == typeof(IDictionary<,>)
            || type.GetGenericTypeDefinition() == typeof(IReadOnlyDictionary<,>));

    private static void VisitPairs<TKey, TValue>(object dictionary, IAttributeVisitor visitor)
    {
        foreach (KeyValuePair<TKey, TValue> pair in (IEnumerable<KeyValuePair<TKey, TValue>>)dictionary)
            visitor.Visit(NameOf(pair.Key, visitor), pair.Value);
    }

    private static string NameOf(object? key, IAttributeVisitor visitor)
    {
        object? plain = key is PSObject wrapped ? wrapped.BaseObject : key;
        return plain as string
            ?? throw ItemErrors.AttributeNameInvalid(visitor.Path, $"a key here is of type {TypeName.Of(plain)}");
    }
}
