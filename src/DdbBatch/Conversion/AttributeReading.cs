using System;
using DdbBatch.Files;
using DdbBatch.Items;

namespace DdbBatch.Conversion;

/// <summary>How to read one of an item's attributes: its name, and the settings of the user and the table for it.</summary>
internal sealed class AttributeReading
{
    /// <summary>The attribute's name, without a type hint.</summary>
    public required AttributeName Name { get; init; }

    /// <summary>
    /// True if an item with an empty value lacks the attribute, as specified by the header <c>Year:N?</c>.
    /// </summary>
    public required bool IsOptional { get; init; }

    /// <summary>The type that the user specified; null if there is none.</summary>
    public required AttributeHint? Hint { get; init; }

    /// <summary>
    /// The type to convert strings to: the user's, or the one that a key requires; null for plain strings.
    /// </summary>
    public required AttributeHint? TextHint { get; init; }

    /// <summary>The handling of an empty string.</summary>
    public required EmptyStringHandling EmptyString { get; init; }

    /// <summary>The handling of <c>$null</c>.</summary>
    public required NullHandling NullValue { get; init; }

    /// <summary>The separator of the members of a list or set in one string; null if they are JSON text.</summary>
    public required string? Separator { get; init; }

    /// <summary>The last occurrence of an attribute of this name.</summary>
    public required AttributeOccurrence Occurrence { get; init; }

    /// <summary>True if an attribute with an empty string, or with <c>$null</c>, is not written.</summary>
    public bool LeavesOut(bool isEmpty, bool isNull) => (isEmpty && EmptyString == EmptyStringHandling.Omit)
        || (isNull && NullValue == NullHandling.Omit)
        || Removes(isEmpty, isNull);

    /// <summary>True if it is also removed from the item that exists. A key attribute never is: it gets its usual error.</summary>
    public bool Removes(bool isEmpty, bool isNull) =>
        ((isEmpty && EmptyString == EmptyStringHandling.Remove) || (isNull && NullValue == NullHandling.Remove))
        && Name.Use is not { IsTableKey: true };

    /// <summary>True if the attribute is omitted.</summary>
    public bool IsIgnored => Hint == AttributeHint.Ignore;

    /// <summary>Collects the settings for an attribute.</summary>
    /// <param name="name">The name in the input, which may have a type hint.</param>
    /// <param name="schema">The table's keys.</param>
    /// <param name="options">The user's settings.</param>
    /// <param name="findOccurrence">Returns the occurrence that all inputs for the same attribute share.</param>
    /// <param name="path">The path of the input, for the error.</param>
    /// <exception cref="ItemException">AttributeNameInvalid or InvalidSurrogate.</exception>
    public static AttributeReading Create(
        string name,
        TableSchema? schema,
        ConversionOptions options,
        Func<string, AttributeOccurrence> findOccurrence,
        ItemPath path)
    {
        AttributeHint? headerHint = null;
        bool isOptional = false;
        if (options.TypedHeader)
            (name, headerHint, isOptional) = TypedName.Split(name);
        options.Unmatched.See(name);
        KeyUse? use = schema?.FindUse(name);
        AttributeHint? hint = options.AttributeType.TryFind(name, out AttributeHint? given) ? given : headerHint;
        return new AttributeReading
        {
            Name = AttributeName.Create(name, use, path),
            IsOptional = isOptional,
            Hint = hint,
            TextHint = hint ?? (use is { Type: not ScalarAttributeType.S } ? (AttributeHint)use.Type : null),
            EmptyString = options.EmptyString.Find(name),
            NullValue = options.NullValue.Find(name),
            Separator = options.Separator.Find(name),
            Occurrence = findOccurrence(name),
        };
    }
}
