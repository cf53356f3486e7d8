using System.Globalization;
using System.Text;

namespace DdbBatch.FailedItems;

/// <summary>Half a surrogate pair: a JSON writer replaces it by another character, so it has to be escaped.</summary>
internal static class LoneSurrogate
{
    /// <summary>True if a text has half a surrogate pair.</summary>
    public static bool IsIn(string text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
                i++;
            else if (char.IsSurrogate(text[i]))
                return true;
        }

        return false;
    }

    /// <summary>Returns the text as JSON, in which all but ASCII characters are escaped.</summary>
    public static string Escape(string text)
    {
        StringBuilder json = new("\"");
        foreach (char c in text)
        {
            if (c is >= ' ' and <= '~' and not ('"' or '\\'))
                json.Append(c);
            else
                json.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture));
        }

        return json.Append('"').ToString();
    }
}
