using System;
using System.Globalization;

namespace DdbBatch.Conversion;

/// <summary>
/// Parses a value of an enum that comes from data: only names are accepted. Enum.TryParse also accepts numbers and lists of
/// names, so <c>1</c> or <c>Put,Delete</c> would become Delete.
/// </summary>
internal static class EnumName
{
    /// <summary>Parses a name, ignoring case.</summary>
    public static bool TryParse<TEnum>(object? value, out TEnum result)
        where TEnum : struct, Enum
    {
        string? text = Convert.ToString(value, CultureInfo.InvariantCulture);
        string[] names = Enum.GetNames(typeof(TEnum));
        int i = Array.FindIndex(names, name => string.Equals(name, text, StringComparison.OrdinalIgnoreCase));
        result = i >= 0 ? (TEnum)Enum.Parse(typeof(TEnum), names[i]) : default;
        return i >= 0;
    }
}
