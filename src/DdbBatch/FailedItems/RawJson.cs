using System;
using System.Collections;
using System.Collections.Generic;
using System.Collections.Specialized;
using System.Globalization;
using System.IO;
using System.Management.Automation;
using System.Management.Automation.Internal;
using System.Numerics;
using System.Text;
using System.Text.Json;
using DdbBatch.Conversion;

namespace DdbBatch.FailedItems;

/// <summary>
/// Writes any object as plain JSON, for display and for a replay: names and values unchanged, and text for values that JSON
/// cannot represent. It never fails.
/// </summary>
internal sealed class RawJson
{
    private const int MaxDepth = 64;
    private const long MaxBytes = 8 * 1024 * 1024;

    private readonly List<object> _containers = [];
    private Utf8JsonWriter _writer;
    private bool _isExact = true;

    /// <param name="writer">Receives the JSON.</param>
    public RawJson(Utf8JsonWriter writer) => _writer = writer;

    private bool IsFull
    {
        get
        {
            _isExact &= !IsTooLarge;
            return IsTooLarge;
        }
    }

    // Limits the output for an object without end.
    private bool IsTooLarge => _writer.BytesCommitted + _writer.BytesPending > MaxBytes;

    /// <summary>A value as JSON.</summary>
    public static byte[] Of(object? value) => Of(value, new JsonWriterOptions { SkipValidation = true }, out _);

    /// <summary>A value as JSON.</summary>
    /// <param name="value">The value.</param>
    /// <param name="options">The options of the JSON.</param>
    /// <param name="isExact">True if the JSON certainly represents the whole value: it consists of texts, numbers, Booleans,
    /// nulls, lists and members.</param>
    public static byte[] Of(object? value, JsonWriterOptions options, out bool isExact)
    {
        using MemoryStream json = new();
        using Utf8JsonWriter writer = new(json, options);
        RawJson raw = new(writer);
        raw.Write(value);
        writer.Flush();
        isExact = raw._isExact;
        return json.ToArray();
    }

    /// <summary>Writes a value.</summary>
    public void Write(object? value)
    {
        // A script that returns nothing returns an object for nothing.
        if (ReferenceEquals(value, AutomationNull.Value))
            value = null;
        object? plain = value is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : value;
        // An object from another process may have been of another type there: a set is a list here.
        _isExact &= value is not PSObject { TypeNames: [string name, ..] } || !name.StartsWith("Deserialized.", StringComparison.Ordinal);
        switch (plain)
        {
            case null or DBNull:
                _writer.WriteNullValue();
                break;
            case string text:
                WriteText(text);
                break;
            case bool truth:
                _writer.WriteBooleanValue(truth);
                break;
            case byte[] bytes:
                _isExact = false;
                _writer.WriteBase64StringValue(bytes);
                break;
            case ExactNumber number:
                _writer.WriteRawValue(number.Text);
                break;
            case DdbItem item:
                WriteItem(item);
                break;
            case JsonElement json:
                WriteJson(json);
                break;
            default:
                WriteOther(value!, plain);
                break;
        }
    }

    private static bool IsNumber(object value) => value is double number
        ? !double.IsNaN(number) && !double.IsInfinity(number)
        : value is sbyte or byte or short or ushort or int or uint or long or ulong or decimal or BigInteger
            || (value is float single && !float.IsNaN(single) && !float.IsInfinity(single));

    private void WriteJson(JsonElement json)
    {
        string text;
        try
        {
            text = json.GetRawText();
        }
        catch (Exception exception) when (exception is InvalidOperationException or ObjectDisposedException)
        {
            // Its document was disposed of, or its bytes are not text.
            _isExact = false;
            _writer.WriteNullValue();
            return;
        }

        _writer.WriteRawValue(text, skipInputValidation: true);
    }

    private void WriteOther(object value, object plain)
    {
        if (IsNumber(plain))
            _writer.WriteRawValue(plain is double or float ? ((IFormattable)plain).ToString("R", CultureInfo.InvariantCulture) : ((IFormattable)plain).ToString(null, CultureInfo.InvariantCulture));
        else if (plain is DateTime or DateTimeOffset)
            WriteInexact(((IFormattable)plain).ToString("O", CultureInfo.InvariantCulture));
        else if (_containers.Count >= MaxDepth || HasContainer(plain))
            WriteInexact(TextOf(plain));
        else
            WriteContainer(value, plain);
    }

    private void WriteInexact(string text)
    {
        _isExact = false;
        WriteText(text);
    }

    // By reference, because an object's own Equals may throw.
    private bool HasContainer(object plain)
    {
        foreach (object container in _containers)
        {
            if (ReferenceEquals(container, plain))
                return true;
        }

        return false;
    }

    private void WriteContainer(object value, object plain)
    {
        _isExact &= HasPlainMembers(value, plain);
        _containers.Add(plain);
        if (plain is IDictionary dictionary)
            WriteMembers(Entries(dictionary));
        else if (plain is PSObject || (_containers.Count == 1 && plain is not (IEnumerable or IFormattable)))
            WriteMembers(Properties(value));
        else if (plain is IEnumerable elements and not IFormattable)
            WriteElements(elements);
        else
            WriteInexact(TextOf(plain));
        _containers.RemoveAt(_containers.Count - 1);
    }

    // It has text keys, elements of a list or notes, and nothing else. An object from another process has more.
    private static bool HasPlainMembers(object value, object plain) => plain switch
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

    private void WriteItem(DdbItem item) => WriteMembers(Attributes(item));

    // Names that differ only in case share one property.
    private IEnumerable<KeyValuePair<string, object?>> Attributes(DdbItem item)
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

    private static IEnumerable<KeyValuePair<string, object?>> Entries(IDictionary dictionary)
    {
        foreach (DictionaryEntry entry in dictionary)
            yield return new(TextOf(entry.Key), entry.Value);
    }

    private IEnumerable<KeyValuePair<string, object?>> Properties(object value)
    {
        foreach (PSPropertyInfo property in PSObject.AsPSObject(value).Properties)
            yield return new(property.Name, ValueOf(property));
    }

    // The input's own code runs here, and may throw or never end.
    private void WriteMembers(IEnumerable<KeyValuePair<string, object?>> members)
    {
        _writer.WriteStartObject();
        try
        {
            foreach (KeyValuePair<string, object?> member in members)
            {
                if (IsFull)
                    break;
                WriteMember(member.Key, member.Value);
            }
        }
        catch (Exception exception) when (exception is not PipelineStoppedException)
        {
            // The members before it are kept, because they are better than nothing.
            _isExact = false;
        }

        _writer.WriteEndObject();
    }

    private void WriteElements(IEnumerable elements)
    {
        _writer.WriteStartArray();
        try
        {
            foreach (object? element in elements)
            {
                if (IsFull)
                    break;
                Write(element);
            }
        }
        catch (Exception exception) when (exception is not PipelineStoppedException)
        {
            // The elements before it are kept, because they are better than nothing.
            _isExact = false;
        }

        _writer.WriteEndArray();
    }

    private void WriteMember(string name, object? value)
    {
        if (!HasLoneSurrogate(name))
        {
            _writer.WritePropertyName(name);
            Write(value);
            return;
        }

        // The writer does not accept an escaped name, so the member is written as raw text.
        Utf8JsonWriter outer = _writer;
        using MemoryStream json = new();
        using (_writer = new Utf8JsonWriter(json, outer.Options))
            Write(value);
        _writer = outer;
        _writer.WriteRawValue($"{Escape(name)}:{Encoding.UTF8.GetString(json.ToArray())}", skipInputValidation: true);
    }

    // Half a surrogate pair would become another character. It is escaped instead, so that it is refused again.
    private void WriteText(string text)
    {
        if (!HasLoneSurrogate(text))
            _writer.WriteStringValue(text);
        else
            _writer.WriteRawValue(Escape(text), skipInputValidation: true);
    }

    private static bool HasLoneSurrogate(string text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
                i++;
            else if (char.IsSurrogate(text[i]))
                return true;
        }

        return false;
    }

    private static string Escape(string text)
    {
        StringBuilder json = new("\"");
        foreach (char c in text)
        {
            if (c is >= ' ' and <= '~' and not ('"' or '\\'))
                json.Append(c);
            else
                json.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture));
        }

        return json.Append('"').ToString();
    }

    // The object's own code runs here, and may throw anything.
    private object? ValueOf(PSPropertyInfo property)
    {
        try
        {
            return property.Value;
        }
        catch (Exception exception) when (exception is not PipelineStoppedException)
        {
            _isExact = false;
            return null;
        }
    }

    private static string TextOf(object value)
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
