using System;

namespace DdbBatch.Files;

/// <summary>
/// An attribute's name with its type after a colon, for example <c>Year:N</c>, or <c>Year:N?</c> if items may lack it.
/// </summary>
/// <param name="Name">The attribute's name.</param>
/// <param name="Type">Its type; null if the text has none.</param>
/// <param name="IsOptional">True if an item with an empty value lacks the attribute. In a CSV file an empty string must then
/// be in quotes, as in the CSV format of PostgreSQL's COPY.</param>
internal readonly record struct TypedName(string Name, AttributeHint? Type, bool IsOptional)
{
    private const char Separator = ':';
    private const char OptionalMark = '?';

    /// <summary>
    /// Splits the type from a text; the part after the last colon counts only if it is the exact name of a type.
    /// </summary>
    public static TypedName Split(string text)
    {
        int colon = text.LastIndexOf(Separator);
        if (colon <= 0)
            return new TypedName(text, null, false);
        bool isOptional = text[text.Length - 1] == OptionalMark;
        string suffix = text.Substring(colon + 1, text.Length - colon - 1 - (isOptional ? 1 : 0));
        return Array.IndexOf(Enum.GetNames(typeof(AttributeHint)), suffix) >= 0
            ? new TypedName(text.Substring(0, colon), (AttributeHint)Enum.Parse(typeof(AttributeHint), suffix), isOptional)
            : new TypedName(text, null, false);
    }

    /// <summary>The text that <see cref="Split"/> reads.</summary>
    public override string ToString() => Type is null ? Name : $"{Name}{Separator}{Type}{(IsOptional ? "?" : "")}";
}
