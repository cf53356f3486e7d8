using System;
using System.Globalization;
using System.Linq;

namespace DdbBatch.Conversion;

/// <summary>How texts of numbers and times are written: -Culture and -DateFormat.</summary>
internal sealed class TextFormats
{
    private readonly CultureNumber? _numbers;
    private readonly CultureInfo _culture;
    private readonly string[] _dateFormats;

    private TextFormats(CultureInfo? culture, string[]? dateFormats)
    {
        _numbers = culture is null ? null : new CultureNumber(culture);
        _culture = culture ?? CultureInfo.InvariantCulture;
        _dateFormats = dateFormats ?? [];
    }

    /// <summary>Whether -DateFormat is given: then times are read by it, and by nothing else.</summary>
    public bool HasDateFormat => _dateFormats.Length > 0;

    /// <summary>The form of a time that -DateFormat gives.</summary>
    public string ExpectedTime => $"-DateFormat expects {string.Join(" or ", _dateFormats.Select(format => $"'{format}'"))}";

    /// <summary>The form of a number that -Culture gives.</summary>
    public string ExpectedNumber => _numbers?.Expected ?? "";

    /// <summary>Checks the values of the parameters.</summary>
    /// <param name="culture">-Culture; null for numbers in DynamoDB's grammar.</param>
    /// <param name="dateFormats">-DateFormat; null for ISO 8601.</param>
    /// <exception cref="ArgumentException">A format has no year, so that times would take today's.</exception>
    public static TextFormats Create(CultureInfo? culture, string[]? dateFormats)
    {
        // A format of one letter is one of the culture's own.
        if (dateFormats?.FirstOrDefault(format => format.Length > 1 && format.IndexOf('y') < 0) is { } yearless)
            throw new ArgumentException($"-DateFormat: '{yearless}' has no year: yyyy or yy.");
        return new TextFormats(culture, dateFormats);
    }

    /// <summary>A number's text in DynamoDB's grammar; null if it is no number of the culture. Without -Culture the text itself.</summary>
    public string? NumberOf(string text) => _numbers is null ? text : _numbers.ToPlain(text);

    /// <summary>Reads a time by -DateFormat. A time without an offset is one in UTC.</summary>
    public bool TryReadTime(string text, out DateTimeOffset time) =>
        DateTimeOffset.TryParseExact(text, _dateFormats, _culture, DateTimeStyles.AssumeUniversal, out time);
}
