using System;
using System.Collections;
using System.Globalization;
using DdbBatch.Files;

namespace DdbBatch.Conversion;

/// <summary>The user's settings for reading values: the conversion parameters of the cmdlets, checked.</summary>
internal sealed class ConversionOptions
{
    /// <summary>The defaults of the type table.</summary>
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

    /// <summary>The types by attribute name.</summary>
    public AttributeRules<AttributeHint?> AttributeType { get; }

    /// <summary>The handling of empty strings.</summary>
    public AttributeRules<EmptyStringHandling> EmptyString { get; }

    /// <summary>The handling of <c>$null</c>.</summary>
    public AttributeRules<NullHandling> NullValue { get; }

    /// <summary>The separator of the members of a list or set in one string; null if they are JSON text.</summary>
    public AttributeRules<string?> Separator { get; }

    /// <summary>The names in the parameters that no attribute has matched yet.</summary>
    public UnmatchedNames Unmatched { get; } = new();

    /// <summary>The format of numbers and times in text.</summary>
    public required TextFormats Formats { get; init; }

    /// <summary>True if <c>Year:N</c> specifies the attribute Year and its type.</summary>
    public bool TypedHeader { get; private init; }

    /// <summary>True if values are in DynamoDB JSON shape.</summary>
    public bool DynamoDBJson { get; private init; }

    /// <summary>True if -AttributeType or -TypedHeader specifies a type.</summary>
    public bool ChangesTypes { get; private init; }

    /// <summary>Checks the values of the parameters.</summary>
    /// <param name="attributeType">-AttributeType: names and types.</param>
    /// <param name="emptyString">-EmptyString: Keep, Null, Omit or Remove, or names and these.</param>
    /// <param name="nullValue">-NullValue: Null, Omit or Remove, or names and these.</param>
    /// <param name="separator">-Separator: a text, or names and texts.</param>
    /// <param name="typedHeader">-TypedHeader.</param>
    /// <param name="dynamoDBJson">-DynamoDBJson.</param>
    /// <param name="culture">-Culture.</param>
    /// <param name="dateFormat">-DateFormat.</param>
    /// <param name="canRemove">True if there can be updates, which are the only operations that take Remove.</param>
    /// <exception cref="ArgumentException">A parameter's value is invalid.</exception>
    public static ConversionOptions Create(
        IDictionary? attributeType = null,
        object? emptyString = null,
        object? nullValue = null,
        object? separator = null,
        bool typedHeader = false,
        bool dynamoDBJson = false,
        CultureInfo? culture = null,
        string[]? dateFormat = null,
        bool canRemove = false)
    {
        if (dynamoDBJson && (attributeType is not null || typedHeader || culture is not null || dateFormat is not null))
        {
            throw new ArgumentException(
                "-DynamoDBJson requires that every value has its type: -AttributeType, -TypedHeader, -Culture and -DateFormat can't be combined with it.");
        }

        ConversionOptions options = new(
            AttributeRules<AttributeHint?>.Parse("AttributeType", attributeType, null, value => ParseEnum<AttributeHint>(value)),
            AttributeRules<EmptyStringHandling>.Parse("EmptyString", emptyString, EmptyStringHandling.Keep, value => ParseHandling(value, EmptyStringHandling.Remove, canRemove)),
            AttributeRules<NullHandling>.Parse("NullValue", nullValue, NullHandling.Null, value => ParseHandling(value, NullHandling.Remove, canRemove)),
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

    private static TEnum ParseHandling<TEnum>(object? value, TEnum remove, bool canRemove)
        where TEnum : struct, Enum
    {
        TEnum handling = ParseEnum<TEnum>(value);
        return canRemove || !handling.Equals(remove)
            ? handling
            : throw new FormatException(
                "Remove is for updates only, which change items that exist: use Update-DdbBatch, or Write-DdbBatch -Operation Update. "
                + "Omit leaves an attribute out.");
    }

    private static string? ParseSeparator(object? value) =>
        value is string { Length: > 0 } or char
            ? Convert.ToString(value, CultureInfo.InvariantCulture)
            : throw new FormatException("a separator is a string of at least one character.");
}
