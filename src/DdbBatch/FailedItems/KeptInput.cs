using System;
using System.Text;
using System.Text.Json;
using DdbBatch.Conversion;
using DdbBatch.Files;
using DdbBatch.Items;

namespace DdbBatch.FailedItems;

/// <summary>
/// How the failed file keeps an object that was refused: as JSON, if a replay reads the same object from it; otherwise as a
/// text, which people can read and a replay refuses. Binary values and sets, for example, would be read as other types.
/// </summary>
/// <param name="Json">The object as JSON.</param>
/// <param name="IsExact">True if the JSON represents the object completely.</param>
internal readonly record struct KeptInput(byte[] Json, bool IsExact)
{
    /// <summary>Reads an object.</summary>
    /// <param name="input">The object.</param>
    /// <param name="options">The options of the JSON.</param>
    public static KeptInput Of(object? input, JsonWriterOptions options)
    {
        byte[] json = RawJson.Of(input, options, out bool isExact);
        return new(json, isExact || IsReadTheSame(input, json));
    }

    /// <summary>Writes it as a value.</summary>
    public void WriteTo(Utf8JsonWriter writer)
    {
        if (IsExact)
            writer.WriteRawValue(Json, skipInputValidation: true);
        else
            writer.WriteStringValue(Encoding.UTF8.GetString(Json));
    }

    private static bool IsReadTheSame(object? input, byte[] json)
    {
        ItemConverter converter = new(ConversionOptions.Create());
        return json[0] == '{'
            && TryConvert(converter, input) is { } given
            && TryConvert(converter, new DdbItem(new ItemContent.Json(json), new FilePosition(""))) is { } kept
            && given.AsSpan().SequenceEqual(kept);
    }

    private static byte[]? TryConvert(ItemConverter converter, object? input)
    {
        try
        {
            return converter.ConvertItem(input, schema: null).Json;
        }
        catch (ItemException)
        {
            return null;
        }
    }
}
