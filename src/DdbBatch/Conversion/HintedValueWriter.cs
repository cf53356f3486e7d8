using System;
using System.Collections;
using System.Text.Json;
using DdbBatch.Files;
using DdbBatch.Items;

namespace DdbBatch.Conversion;

/// <summary>Writes values as the type that -AttributeType, a typed header or a key specifies.</summary>
internal sealed class HintedValueWriter(ItemWriter writer, ValueResolver resolver, ValueWriter values, TextFormats formats)
{
    /// <summary>Writes a string. Most files have only strings.</summary>
    /// <param name="text">The string.</param>
    /// <param name="hint">The type to convert to.</param>
    /// <param name="separator">The separator of the members of a list or set; null if they are JSON text.</param>
    /// <exception cref="ItemException">The text cannot be converted.</exception>
    public void WriteText(string text, AttributeHint hint, string? separator)
    {
        switch (hint)
        {
            case AttributeHint.S:
                writer.WriteString(text.AsSpan());
                break;
            case AttributeHint.N:
                writer.WriteNumber(formats.NumberOf(text) ?? throw ConversionErrors.WrongText(writer.Path, hint, text, formats.ExpectedNumber));
                break;
            case AttributeHint.B:
                writer.WriteBase64(text);
                break;
            case AttributeHint.BOOL:
                writer.WriteBool(ReadBool(text));
                break;
            case AttributeHint.NULL:
                WriteNull(text);
                break;
            case AttributeHint.Epoch:
                writer.WriteNumber(ReadEpoch(text));
                break;
            case AttributeHint.M:
                values.Write(ReadJson(text, hint, JsonValueKind.Object));
                break;
            default:
                WriteElements(ReadElements(text, hint, separator), hint);
                break;
        }
    }

    /// <summary>Writes a value that is not a string.</summary>
    /// <exception cref="ItemException">The value does not have that type and cannot be converted to it.</exception>
    public void WriteValue(in ResolvedValue value, AttributeHint hint)
    {
        TypeShape shape = value.Shape;
        bool isNumber = shape.Type == AttributeType.N;
        if (shape.Type == (AttributeType)hint || shape.Type is null && shape.Kind != TypeShapeKind.Set)
            values.Write(value);
        else if (hint == AttributeHint.Epoch && (isNumber || DateTimeConversion.FindInstant(value.Value) is not null))
            writer.WriteNumber(ReadEpoch(value.Value!));
        else if (hint == AttributeHint.S && isNumber)
            writer.WriteString(NumberText.PlainOf(value.Value!).AsSpan());
        else if (IsCollection(hint) && shape.Kind is TypeShapeKind.List or TypeShapeKind.Set)
            WriteElements((IEnumerable)value.Value!, hint);
        else if (IsCollection(hint) && hint != AttributeHint.L && shape.Kind == TypeShapeKind.Scalar)
            WriteElements(new[] { value.Value }, hint);
        else
            throw ConversionErrors.WrongType(writer.Path, hint, value.Value!);
    }

    private static bool IsCollection(AttributeHint hint) =>
        hint is AttributeHint.L or AttributeHint.SS or AttributeHint.NS or AttributeHint.BS;

    private static AttributeHint MemberOf(AttributeHint set) => set switch
    {
        AttributeHint.SS => AttributeHint.S,
        AttributeHint.NS => AttributeHint.N,
        _ => AttributeHint.B,
    };

    private void WriteElements(IEnumerable elements, AttributeHint hint)
    {
        if (hint == AttributeHint.L)
        {
            writer.BeginList(elements);
            values.WriteElements(elements);
            writer.EndList();
            return;
        }

        writer.BeginSet((AttributeType)hint);
        foreach (object? element in elements)
        {
            writer.BeginElement();
            ResolvedValue member = resolver.Resolve(element);
            if (member.Text is { } text)
                WriteText(text, MemberOf(hint), separator: null);
            else
                values.Write(member);
        }

        writer.EndSet();
    }

    private IEnumerable ReadElements(string text, AttributeHint hint, string? separator)
    {
        if (separator is not null)
            return text.Length == 0 ? [] : text.Split([separator], StringSplitOptions.None);
        return ReadJson(text, hint, JsonValueKind.Array).EnumerateArray();
    }

    private JsonElement ReadJson(string text, AttributeHint hint, JsonValueKind kind)
    {
        string expected = kind == JsonValueKind.Object
            ? "a JSON object is expected, for example {\"a\":1}"
            : "a JSON array is expected, for example [\"a\",\"b\"], or -Separator";
        try
        {
            using JsonDocument document = JsonDocument.Parse(text, JsonLimits.Document);
            return document.RootElement.ValueKind == kind
                ? document.RootElement.Clone()
                : throw ConversionErrors.WrongText(writer.Path, hint, text, expected);
        }
        catch (JsonException)
        {
            throw ConversionErrors.WrongText(writer.Path, hint, text, expected);
        }
    }

    private bool ReadBool(string text) => bool.TryParse(text, out bool truth)
        ? truth
        : throw ConversionErrors.WrongText(writer.Path, AttributeHint.BOOL, text, "true or false is expected");

    private long ReadEpoch(string text) => DateTimeConversion.ToEpoch(text, formats, out long seconds) is { } expected
        ? throw ConversionErrors.WrongText(writer.Path, AttributeHint.Epoch, text, expected)
        : seconds;

    private long ReadEpoch(object value)
    {
        DateTimeOffset? time = DateTimeConversion.FindInstant(value);
        string text = time is { } known ? DateTimeConversion.ToText(known) : NumberText.Of(value);
        string? expected = time is { } point ? DateTimeConversion.ToEpoch(point, out long seconds) : DateTimeConversion.NumberToEpoch(text, out seconds);
        return expected is null ? seconds : throw ConversionErrors.WrongText(writer.Path, AttributeHint.Epoch, text, expected);
    }

    private void WriteNull(string text)
    {
        if (text.Length > 0 && !text.Equals("null", StringComparison.OrdinalIgnoreCase))
            throw ConversionErrors.WrongText(writer.Path, AttributeHint.NULL, text, "an empty text or null is expected");
        writer.WriteNull();
    }
}
