using System;
using System.Globalization;
using System.Linq;
using System.Text;

namespace DdbBatch.Conversion;

/// <summary>
/// Reads numbers in the format of a culture without converting them to a .NET number, so that no digit is lost. Groups must
/// have the culture's sizes, so that 1.5 is not read as 15 if the point separates thousands.
/// </summary>
internal sealed class CultureNumber(CultureInfo culture)
{
    // Cultures use one of these to separate thousands; people type another.
    private const string Spaces = " \u00A0\u202F\u2009";
    private const string Apostrophes = "'\u2019";

    private readonly NumberFormatInfo _format = culture.NumberFormat;

    /// <summary>Describes the format of a number, with an example.</summary>
    public string Expected
    {
        get
        {
            string name = culture.Name.Length == 0 ? "the invariant culture" : culture.Name;
            return $"a number as {name} writes it is expected, as {1234.5m.ToString("N1", culture)}";
        }
    }

    /// <summary>Returns the text in DynamoDB's grammar; null if it is not a number in the culture.</summary>
    public string? ToPlain(string text)
    {
        StringBuilder plain = new(text.Length);
        int i = ReadSign(text, plain);
        int start = i;
        while (i < text.Length && (IsDigit(text[i]) || IsSeparator(text, i)))
            i += IsDigit(text[i]) ? 1 : _format.NumberGroupSeparator.Length;
        if (!TryReadGroups(text.Substring(start, Math.Min(i, text.Length) - start), plain))
            return null;
        if (StartsWith(text, i, _format.NumberDecimalSeparator))
        {
            i += _format.NumberDecimalSeparator.Length;
            int fraction = i;
            plain.Append('.');
            while (i < text.Length && IsDigit(text[i]))
                plain.Append(text[i++]);
            if (i == fraction)
                return null;
        }

        return i == text.Length || text[i] is 'e' or 'E' ? plain.Append(text, i, text.Length - i).ToString() : null;
    }

    private static bool IsDigit(char c) => c is >= '0' and <= '9';

    private static bool StartsWith(string text, int i, string part) =>
        part.Length > 0 && string.CompareOrdinal(text, i, part, 0, part.Length) == 0;

    private int ReadSign(string text, StringBuilder plain)
    {
        string? minus = new[] { _format.NegativeSign, "-", "\u2212" }.FirstOrDefault(sign => StartsWith(text, 0, sign));
        if (minus is not null)
            plain.Append('-');
        return minus?.Length ?? (StartsWith(text, 0, "+") ? 1 : 0);
    }

    private bool IsSeparator(string text, int i)
    {
        string separator = _format.NumberGroupSeparator;
        if (separator.Length != 1)
            return StartsWith(text, i, separator);
        return text[i] == separator[0]
            || (Spaces.Contains(separator) && Spaces.IndexOf(text[i]) >= 0)
            || (Apostrophes.Contains(separator) && Apostrophes.IndexOf(text[i]) >= 0);
    }

    private bool TryReadGroups(string text, StringBuilder plain)
    {
        int length = 0;
        int group = 0;
        int sizeIndex = 0;
        // From the right: each group except the first must be complete.
        for (int i = text.Length - 1; i >= 0; i--)
        {
            if (IsDigit(text[i]))
            {
                length++;
                continue;
            }

            if (length != SizeOf(sizeIndex))
                return false;
            sizeIndex++;
            group++;
            length = 0;
            i -= _format.NumberGroupSeparator.Length - 1;
        }

        if (length == 0 || (group > 0 && length > SizeOf(sizeIndex)))
            return false;
        foreach (char digit in text.Where(IsDigit))
            plain.Append(digit);
        return true;
    }

    private int SizeOf(int index)
    {
        int[] sizes = _format.NumberGroupSizes;
        int size = sizes.Length == 0 ? 0 : sizes[Math.Min(index, sizes.Length - 1)];
        return size == 0 ? int.MaxValue : size;
    }
}
