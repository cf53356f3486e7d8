using System;
using System.Globalization;
using System.Text.Json;

namespace DdbBatch.Conversion;

/// <summary>
/// Formats numbers as text that is the same in every culture and on every .NET, and that reads back as the same number. A
/// number that becomes a string (-AttributeType S) has one plain decimal form: no exponent, no sign for zero.
/// </summary>
internal static class NumberText
{
    // A Double has at most 309 digits before the point and 1,074 after it, far more than a number in DynamoDB.
    private const int MaxShift = 1100;

    /// <summary>Returns the plain decimal form of any number of the type table, for a string attribute.</summary>
    public static string PlainOf(object number) => Plain(Of(number));

    /// <summary>Returns the text of any number of the type table.</summary>
    public static string Of(object number) => number switch
    {
        double value => Of(value),
        float value => Of(value),
        JsonElement value => value.GetRawText(),
        _ => Convert.ToString(number, CultureInfo.InvariantCulture)!,
    };

    /// <summary>Returns the shortest text that reads back, for example <c>0.1</c> or <c>1E+16</c>.</summary>
    public static string Of(double value)
    {
#if NET8_0_OR_GREATER
        return value.ToString("R", CultureInfo.InvariantCulture);
#else
        return Shortest(
            value, 15, 17, text => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double back) && back.Equals(value));
#endif
    }

    /// <summary>Returns the shortest text for a float, not for the double that it converts to.</summary>
    public static string Of(float value)
    {
#if NET8_0_OR_GREATER
        return value.ToString("R", CultureInfo.InvariantCulture);
#else
        return Shortest(
            value, 6, 9, text => float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out float back) && back.Equals(value));
#endif
    }

    /// <summary>
    /// Returns a number's text without an exponent and without a sign for zero: <c>1E-05</c> becomes <c>0.00001</c>. The
    /// digits do not change.
    /// </summary>
    public static string Plain(string text)
    {
        int e = text.IndexOfAny(['e', 'E']);
        string significand = e < 0 ? text : text.Substring(0, e);
        bool isNegative = significand.Length > 0 && significand[0] == '-';
        string unsigned = isNegative || (significand.Length > 0 && significand[0] == '+') ? significand.Substring(1) : significand;
        if (!IsDecimal(unsigned))
            return text;
        bool isZero = unsigned.Trim('0', '.').Length == 0;
        int shift = 0;
        if (e >= 0 && (!int.TryParse(text.Substring(e + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out shift)
            || Math.Abs((long)shift) > MaxShift))
        {
            return isZero ? "0" : text;
        }

        string plain = e < 0 ? unsigned : isZero ? "0" : Shift(unsigned, shift);
        return isNegative && !isZero ? "-" + plain : plain;
    }

#if !NET8_0_OR_GREATER
    // On .NET Framework, R loses the last digit of some numbers, and G17 has unnecessary digits.
    private static string Shortest(IFormattable value, int least, int most, Func<string, bool> readsBack)
    {
        for (int digits = least; digits < most; digits++)
        {
            string text = value.ToString("G" + digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
            if (readsBack(text))
                return text;
        }

        return value.ToString("G" + most.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
    }
#endif

    private static bool IsDecimal(string text)
    {
        foreach (char c in text)
        {
            if (c is not ((>= '0' and <= '9') or '.'))
                return false;
        }

        return text.Length > 0;
    }

    private static string Shift(string unsigned, int shift)
    {
        int point = unsigned.IndexOf('.');
        string digits = point < 0 ? unsigned : unsigned.Remove(point, 1);
        int place = (point < 0 ? unsigned.Length : point) + shift;
        if (place <= 0)
            return "0." + new string('0', -place) + digits;
        string whole = (place >= digits.Length ? digits.PadRight(place, '0') : digits.Substring(0, place)).TrimStart('0');
        string fraction = place >= digits.Length ? "" : "." + digits.Substring(place);
        return (whole.Length == 0 ? "0" : whole) + fraction;
    }
}
