using System;
using System.Globalization;
using System.Text.Json;

namespace DdbBatch.Conversion;

/// <summary>Numbers as text, the same in every culture, which reads back as the same number.</summary>
internal static class NumberText
{
    /// <summary>The text of any number of the type table.</summary>
    public static string Of(object number) => number switch
    {
        double value => Of(value),
        float value => Of(value),
        JsonElement value => value.GetRawText(),
        _ => Convert.ToString(number, CultureInfo.InvariantCulture)!,
    };

    /// <summary>The shortest text, as <c>0.1</c> or <c>1E+16</c>.</summary>
    public static string Of(double value)
    {
        string text = value.ToString("R", CultureInfo.InvariantCulture);
#if !NET8_0_OR_GREATER
        // .NET Framework's R loses the last digit of some numbers.
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double back) && back != value)
            return value.ToString("G17", CultureInfo.InvariantCulture);
#endif
        return text;
    }

    /// <summary>The text that is shortest for a float, not for the double it widens to.</summary>
    public static string Of(float value)
    {
        string text = value.ToString("R", CultureInfo.InvariantCulture);
#if !NET8_0_OR_GREATER
        if (float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out float back) && back != value)
            return value.ToString("G9", CultureInfo.InvariantCulture);
#endif
        return text;
    }
}
