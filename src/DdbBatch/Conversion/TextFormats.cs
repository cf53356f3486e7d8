using System;
using System.Globalization;
using System.Linq;

namespace DdbBatch.Conversion;

/// <summary>The format of numbers and times in text: -Culture and -DateFormat.</summary>
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

    /// <summary>True if -DateFormat was specified. In that case times are read only by these formats.</summary>
    public bool HasDateFormat => _dateFormats.Length > 0;

    /// <summary>Describes the format of a time according to -DateFormat.</summary>
    public string ExpectedTime => $"-DateFormat expects {string.Join(" or ", _dateFormats.Select(format => $"'{format}'"))}";

    /// <summary>Describes the format of a number according to -Culture.</summary>
    public string ExpectedNumber => _numbers?.Expected ?? "";

    /// <summary>Checks the values of the parameters.</summary>
    /// <param name="culture">-Culture; null for numbers in DynamoDB's grammar.</param>
    /// <param name="dateFormats">-DateFormat; null for ISO 8601.</param>
    /// <exception cref="ArgumentException">A format has no year, so times would get the current year.</exception>
    public static TextFormats Create(CultureInfo? culture, string[]? dateFormats)
    {
        // A format of one letter is one of the culture's own formats.
        if (dateFormats?.FirstOrDefault(format => format.Length > 1 && format.IndexOf('y') < 0) is { } yearless)
            throw new ArgumentException($"-DateFormat: '{yearless}' has no year: yyyy or yy.");
        return new TextFormats(culture, dateFormats);
    }

    /// <summary>
    /// Returns a number's text in DynamoDB's grammar; null if it is not a number in the culture. Without -Culture, returns
    /// the text unchanged.
    /// </summary>
    public string? NumberOf(string text) => _numbers is null ? text : _numbers.ToPlain(text);

    /// <summary>Reads a time by -DateFormat. A time without an offset is in UTC.</summary>
    public bool TryReadTime(string text, out DateTimeOffset time) =>
        DateTimeOffset.TryParseExact(text, _dateFormats, _culture, DateTimeStyles.AssumeUniversal, out time);
}
