using System;
using System.Globalization;

namespace DdbBatch.Conversion;

/// <summary>
/// Points in time as whole seconds since 1970 in UTC (Developer Guide, "Using time to live (TTL)"). A time that says
/// neither UTC nor an offset is no point in time, and is not taken for one.
/// </summary>
internal static class EpochTime
{
    /// <summary>What a text must be.</summary>
    public const string Expected =
        "a time with Z or an offset is expected, as 2030-01-31T18:00:00Z, or a number of seconds since 1970";

    private static readonly string[] Formats =
    [
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd HH:mm:ss.FFFFFFFK", "yyyy-MM-dd HH:mm:ss.FFFFFFF K",
        "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd HH:mmK", "yyyy-MM-dd HH:mm K", "yyyy-MM-ddK",
    ];

    /// <summary>The seconds of a text.</summary>
    public static bool TryRead(string text, out long seconds)
    {
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out seconds))
            return true;
        return DateTime.TryParseExact(
                text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out DateTime time)
            && TryRead(time, out seconds);
    }

    /// <summary>The seconds of a DateTime of known kind or a DateTimeOffset.</summary>
    public static bool TryRead(object value, out long seconds)
    {
        DateTimeOffset? time = value switch
        {
            DateTimeOffset offset => offset,
            DateTime { Kind: not DateTimeKind.Unspecified } local => new DateTimeOffset(local),
            _ => null,
        };
        seconds = time?.ToUnixTimeSeconds() ?? 0;
        return time is not null;
    }
}
