using System;
using System.Globalization;

namespace DdbBatch.Conversion;

/// <summary>
/// Points in time as whole seconds since 1970 in UTC (Developer Guide, "Using time to live (TTL)"). A time that has
/// neither UTC nor an offset is no point in time, and is refused unless -DateFormat reads it. Numbers and texts of numbers
/// follow one rule: whole, not negative, and no later than the year 9999.
/// </summary>
internal static class EpochTime
{
    private const string Expected =
        "a time with Z or an offset is expected, as 2030-01-31T18:00:00Z, or a whole number of seconds since 1970";

    private const string Negative = "a time since 1970 is expected; store an earlier one as type N or S";

    private const string Milliseconds = "this is no number of seconds until the year 9999, but may be one of milliseconds: divide it by 1000";

    // 9999-12-31T23:59:59Z. As milliseconds it would be in January 1978.
    private const long MaxSeconds = 253_402_300_799;

    private const NumberStyles Grammar =
        NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    private static readonly string[] Formats =
    [
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd HH:mm:ss.FFFFFFFK", "yyyy-MM-dd HH:mm:ss.FFFFFFF K",
        "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd HH:mmK", "yyyy-MM-dd HH:mm K", "yyyy-MM-ddK",
    ];

    /// <summary>Reads a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="formats">How the user says that numbers and times are written.</param>
    /// <param name="seconds">The seconds.</param>
    /// <returns>Null, or what is expected instead of the text.</returns>
    public static string? Read(string text, TextFormats formats, out long seconds)
    {
        seconds = 0;
        if (formats.HasDateFormat)
            return formats.TryReadTime(text, out DateTimeOffset given) ? Read(given, out seconds) : formats.ExpectedTime;
        if (formats.NumberOf(text) is { } number && ReadNumber(number, out seconds) is var wrong && wrong != Expected)
            return wrong;
        return DateTime.TryParseExact(text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out DateTime time)
            && time.Kind != DateTimeKind.Unspecified
            ? Read(new DateTimeOffset(time), out seconds)
            : Expected;
    }

    /// <summary>Reads a number's text in DynamoDB's grammar.</summary>
    /// <returns>Null, or what is expected instead of the number.</returns>
    public static string? ReadNumber(string text, out long seconds)
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

    /// <summary>Reads a DateTime or a DateTimeOffset.</summary>
    /// <returns>Null, or what is expected instead of the time.</returns>
    public static string? Read(DateTimeOffset time, out long seconds)
    {
        seconds = time.ToUnixTimeSeconds();
        return seconds < 0 ? Negative : null;
    }

    /// <summary>The point in time of a DateTime of known kind or a DateTimeOffset; null for other values.</summary>
    public static DateTimeOffset? Find(object? value) => value switch
    {
        DateTimeOffset offset => offset,
        DateTime { Kind: not DateTimeKind.Unspecified } local => new DateTimeOffset(local),
        _ => null,
    };
}
