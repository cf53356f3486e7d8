using System.Text;

namespace DdbBatch.Items;

/// <summary>Shortens values for error messages, to one line.</summary>
internal static class Excerpt
{
    /// <summary>The maximum number of characters of a value that a message shows.</summary>
    public const int MaxLength = 40;

    /// <summary>Returns the beginning of the value, without control characters and lone surrogates.</summary>
    public static string Of(string value)
    {
        StringBuilder text = new();
        for (int i = 0; i < value.Length && i < MaxLength; i++)
            text.Append(IsShowable(value, i) ? value[i] : '\uFFFD');
        return value.Length > MaxLength ? text.Append('…').ToString() : text.ToString();
    }

    private static bool IsShowable(string value, int i)
    {
        if (char.IsHighSurrogate(value[i]))
            return i + 1 < value.Length && i + 1 < MaxLength && char.IsLowSurrogate(value[i + 1]);
        if (char.IsLowSurrogate(value[i]))
            return i > 0 && char.IsHighSurrogate(value[i - 1]);
        return !char.IsControl(value[i]);
    }
}
