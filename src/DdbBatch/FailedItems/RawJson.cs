using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Management.Automation;
using System.Management.Automation.Internal;
using System.Numerics;
using System.Text;
using System.Text.Json;

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
        _isExact &= !ReferenceEquals(value, RawMembers.Unreadable);
        // A script that returns nothing returns an object for nothing.
        if (ReferenceEquals(value, AutomationNull.Value) || ReferenceEquals(value, RawMembers.Unreadable))
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
            WriteInexact(RawMembers.TextOf(plain));
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
        _isExact &= RawMembers.ArePlain(value, plain);
        _containers.Add(plain);
        if (plain is IDictionary dictionary)
            WriteMembers(RawMembers.Entries(dictionary));
        else if (plain is PSObject || (_containers.Count == 1 && plain is not (IEnumerable or IFormattable)))
            WriteMembers(RawMembers.Properties(value));
        else if (plain is IEnumerable elements and not IFormattable)
            WriteElements(elements);
        else
            WriteInexact(RawMembers.TextOf(plain));
        _containers.RemoveAt(_containers.Count - 1);
    }

    private void WriteItem(DdbItem item) => WriteMembers(RawMembers.Attributes(item));

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
        if (!LoneSurrogate.IsIn(name))
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
        _writer.WriteRawValue($"{LoneSurrogate.Escape(name)}:{Encoding.UTF8.GetString(json.ToArray())}", skipInputValidation: true);
    }

    // Half a surrogate pair would become another character. It is escaped instead, so that it is refused again.
    private void WriteText(string text)
    {
        if (!LoneSurrogate.IsIn(text))
            _writer.WriteStringValue(text);
        else
            _writer.WriteRawValue(LoneSurrogate.Escape(text), skipInputValidation: true);
    }
}
