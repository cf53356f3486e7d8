using System;
using System.Globalization;

namespace DdbBatch.Conversion;

/// <summary>Converts dates and times: to text in ISO 8601, which is their default, and with -AttributeType Epoch to seconds.</summary>
/// <remarks>
/// <see cref="FrequentShapes"/> (DateTime) and <see cref="ScalarShapes"/> (the other types) store the text as type S.
/// Epoch is whole seconds since 1970 in UTC (Developer Guide, "Using time to live (TTL)"). A time that has neither UTC nor an
/// offset is ambiguous, and is refused unless -DateFormat reads it. Numbers and texts of numbers must be whole, not negative, and
/// no later than the year 9999.
/// </remarks>
internal static class DateTimeConversion
{
    private const string Expected =
        "a time with Z or an offset is expected, as 2030-01-31T18:00:00Z, or a whole number of seconds since 1970";

    private const string Negative = "a time since 1970 is expected; store an earlier one as type N or S";

    private const string Milliseconds = "this is not a number of seconds before the year 10000, but may be one of milliseconds: divide it by 1000";

    // 9999-12-31T23:59:59Z. As milliseconds it would be in January 1978.
    private const long MaxSeconds = 253_402_300_799;

    private const NumberStyles Grammar =
        NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    private static readonly string[] Formats =
    [
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd HH:mm:ss.FFFFFFFK", "yyyy-MM-dd HH:mm:ss.FFFFFFF K",
        "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd HH:mmK", "yyyy-MM-dd HH:mm K", "yyyy-MM-ddK",
    ];

    /// <summary>The text of a DateTime; without an offset if its kind is unspecified.</summary>
    public static string ToText(DateTime value) => value.ToString("O", CultureInfo.InvariantCulture);

    /// <summary>The text of a DateTimeOffset, with its offset.</summary>
    public static string ToText(DateTimeOffset value) => value.ToString("O", CultureInfo.InvariantCulture);

    /// <summary>The text of a TimeSpan, as [-][d.]hh:mm:ss[.fffffff].</summary>
    public static string ToText(TimeSpan value) => value.ToString("c", CultureInfo.InvariantCulture);

#if NET8_0_OR_GREATER
    /// <summary>The text of a DateOnly, as yyyy-MM-dd.</summary>
    public static string ToText(DateOnly value) => value.ToString("O", CultureInfo.InvariantCulture);

    /// <summary>The text of a TimeOnly, as HH:mm:ss.fffffff.</summary>
    public static string ToText(TimeOnly value) => value.ToString("O", CultureInfo.InvariantCulture);
#endif

    /// <summary>Reads a text as seconds.</summary>
    /// <param name="text">The text.</param>
    /// <param name="formats">The format of numbers and times in text.</param>
    /// <param name="seconds">The seconds.</param>
    /// <returns>Null, or the format that is expected.</returns>
    public static string? ToEpoch(string text, TextFormats formats, out long seconds)
    {
        seconds = 0;
        if (formats.HasDateFormat)
            return formats.TryReadTime(text, out DateTimeOffset given) ? ToEpoch(given, out seconds) : formats.ExpectedTime;
        if (formats.NumberOf(text) is { } number && NumberToEpoch(number, out seconds) is var wrong && wrong != Expected)
            return wrong;
        return DateTime.TryParseExact(text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out DateTime time)
            && time.Kind != DateTimeKind.Unspecified
            ? ToEpoch(new DateTimeOffset(time), out seconds)
            : Expected;
    }

    /// <summary>Reads a number in DynamoDB's grammar as seconds.</summary>
    /// <returns>Null, or the format that is expected.</returns>
    public static string? NumberToEpoch(string text, out long seconds)
    {
        seconds = 0;
        if (!decimal.TryParse(text, Grammar, CultureInfo.InvariantCulture, out decimal number) || number != decimal.Truncate(number))
            return Expected;
        if (number < 0)
            return Negative;
        if (number > MaxSeconds)
            return Milliseconds;
        seconds = (long)number;
        return null;
    }

    /// <summary>Converts a point in time to seconds.</summary>
    /// <returns>Null, or the value that is expected.</returns>
    public static string? ToEpoch(DateTimeOffset time, out long seconds)
    {
        seconds = time.ToUnixTimeSeconds();
        return seconds < 0 ? Negative : null;
    }

    /// <summary>Returns the point in time of a DateTime of known kind or a DateTimeOffset; null for other values.</summary>
    public static DateTimeOffset? FindInstant(object? value) => value switch
    {
        DateTimeOffset offset => offset,
        DateTime { Kind: not DateTimeKind.Unspecified } local => new DateTimeOffset(local),
        _ => null,
    };
}
