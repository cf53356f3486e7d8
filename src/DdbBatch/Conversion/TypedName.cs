using System;

namespace DdbBatch.Conversion;

/// <summary>A name with its type behind a colon, as <c>Year:N</c>.</summary>
internal static class TypedName
{
    /// <summary>Takes a type off a name; what follows the last colon counts only where it is a type's exact name.</summary>
    public static (string Name, AttributeHint? Hint) Split(string name)
    {
        int colon = name.LastIndexOf(':');
        string suffix = name.Substring(colon + 1);
        return colon > 0 && Array.IndexOf(Enum.GetNames(typeof(AttributeHint)), suffix) >= 0
            ? (name.Substring(0, colon), (AttributeHint)Enum.Parse(typeof(AttributeHint), suffix))
            : (name, null);
    }
}
