using System;
using System.Collections;
using System.Globalization;
using DdbBatch.Files;

namespace DdbBatch.Conversion;

/// <summary>How the user wants values read: the conversion parameters of the cmdlets, checked.</summary>
internal sealed class ConversionOptions
{
    /// <summary>Everything as the type table says.</summary>
    public static ConversionOptions Default { get; } = Create();

    private ConversionOptions(
        AttributeRules<AttributeHint?> attributeType,
        AttributeRules<EmptyStringHandling> emptyString,
        AttributeRules<NullHandling> nullValue,
        AttributeRules<string?> separator)
    {
        AttributeType = attributeType;
        EmptyString = emptyString;
        NullValue = nullValue;
        Separator = separator;
    }

    /// <summary>The types given by name.</summary>
    public AttributeRules<AttributeHint?> AttributeType { get; }

    /// <summary>What becomes of empty strings.</summary>
    public AttributeRules<EmptyStringHandling> EmptyString { get; }

    /// <summary>What becomes of <c>$null</c>.</summary>
    public AttributeRules<NullHandling> NullValue { get; }

    /// <summary>The text that separates the members of a list or set in one string; null where they are JSON text.</summary>
    public AttributeRules<string?> Separator { get; }

    /// <summary>The names in the parameters that no attribute has matched so far.</summary>
    public UnmatchedNames Unmatched { get; } = new();

    /// <summary>How texts of numbers and times are written.</summary>
    public required TextFormats Formats { get; init; }

    /// <summary>Whether <c>Year:N</c> names the attribute Year and its type.</summary>
    public bool TypedHeader { get; private init; }

    /// <summary>Whether values are in DynamoDB JSON shape.</summary>
    public bool DynamoDBJson { get; private init; }

    /// <summary>Whether -AttributeType or -TypedHeader says anything.</summary>
    public bool ChangesTypes { get; private init; }

    /// <summary>Checks the values of the parameters.</summary>
    /// <param name="attributeType">-AttributeType: names and types.</param>
    /// <param name="emptyString">-EmptyString: Keep, Null or Omit, or names and these.</param>
    /// <param name="nullValue">-NullValue: Null or Omit, or names and these.</param>
    /// <param name="separator">-Separator: a text, or names and texts.</param>
    /// <param name="typedHeader">-TypedHeader.</param>
    /// <param name="dynamoDBJson">-DynamoDBJson.</param>
    /// <param name="culture">-Culture.</param>
    /// <param name="dateFormat">-DateFormat.</param>
    /// <exception cref="ArgumentException">A value isn't one that its parameter takes.</exception>
    public static ConversionOptions Create(
        IDictionary? attributeType = null,
        object? emptyString = null,
        object? nullValue = null,
        object? separator = null,
        bool typedHeader = false,
        bool dynamoDBJson = false,
        CultureInfo? culture = null,
        string[]? dateFormat = null)
    {
        if (dynamoDBJson && (attributeType is not null || typedHeader || culture is not null || dateFormat is not null))
        {
            throw new ArgumentException(
                "-DynamoDBJson says the type of every value: -AttributeType, -TypedHeader, -Culture and -DateFormat can't be combined with it.");
        }

        ConversionOptions options = new(
            AttributeRules<AttributeHint?>.Parse("AttributeType", attributeType, null, value => ParseEnum<AttributeHint>(value)),
            AttributeRules<EmptyStringHandling>.Parse("EmptyString", emptyString, EmptyStringHandling.Keep, ParseEnum<EmptyStringHandling>),
            AttributeRules<NullHandling>.Parse("NullValue", nullValue, NullHandling.Null, ParseEnum<NullHandling>),
            AttributeRules<string?>.Parse("Separator", separator, null, ParseSeparator))
        {
            Formats = TextFormats.Create(culture, dateFormat),
            TypedHeader = typedHeader,
            DynamoDBJson = dynamoDBJson,
            ChangesTypes = typedHeader || attributeType is not null,
        };
        options.Unmatched.Add("AttributeType", attributeType);
        options.Unmatched.Add("EmptyString", emptyString);
        options.Unmatched.Add("NullValue", nullValue);
        options.Unmatched.Add("Separator", separator);
        return options;
    }

    private static TEnum ParseEnum<TEnum>(object? value)
        where TEnum : struct, Enum
    {
        return EnumName.TryParse(value, out TEnum result)
            ? result
            : throw new FormatException($"'{value}' is none of {string.Join(", ", Enum.GetNames(typeof(TEnum)))}.");
    }

    private static string? ParseSeparator(object? value) =>
        value is string { Length: > 0 } or char
            ? Convert.ToString(value, CultureInfo.InvariantCulture)
            : throw new FormatException("a separator is a string of at least one character.");
}
