using System;
using DdbBatch.Files;
using DdbBatch.Items;

namespace DdbBatch.Conversion;

/// <summary>How one of an item's attributes is read: its name and all that the user and the table say of it.</summary>
internal sealed class AttributeReading
{
    /// <summary>The attribute's name, without a type hint.</summary>
    public required AttributeName Name { get; init; }

    /// <summary>Whether an item with an empty value lacks the attribute, as the header <c>Year:N?</c> says.</summary>
    public required bool IsOptional { get; init; }

    /// <summary>The type that the user gave it; null if none.</summary>
    public required AttributeHint? Hint { get; init; }

    /// <summary>The type that strings are read as: the user's, or the one that a key demands; null for plain strings.</summary>
    public required AttributeHint? TextHint { get; init; }

    /// <summary>What becomes of an empty string.</summary>
    public required EmptyStringHandling EmptyString { get; init; }

    /// <summary>What becomes of <c>$null</c>.</summary>
    public required NullHandling NullValue { get; init; }

    /// <summary>What separates the members of a list or set in one string; null where they are JSON text.</summary>
    public required string? Separator { get; init; }

    /// <summary>When an attribute of this name was met last.</summary>
    public required AttributeSighting Sighting { get; init; }

    /// <summary>Whether the attribute is left out.</summary>
    public bool IsIgnored => Hint == AttributeHint.Ignore;

    /// <summary>Collects what is said of an attribute.</summary>
    /// <param name="name">The name in the input, perhaps with a type hint.</param>
    /// <param name="schema">The table's keys.</param>
    /// <param name="options">What the user says.</param>
    /// <param name="findSighting">Gives the sighting that all inputs for one attribute share.</param>
    /// <param name="path">Where the input stands, for the error.</param>
    /// <exception cref="ItemException">AttributeNameInvalid or InvalidSurrogate.</exception>
    public static AttributeReading Create(
        string name,
        TableSchema? schema,
        ConversionOptions options,
        Func<string, AttributeSighting> findSighting,
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
            Sighting = findSighting(name),
        };
    }
}
