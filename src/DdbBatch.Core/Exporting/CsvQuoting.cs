using System;
using DdbBatch.Items;

namespace DdbBatch.Exporting;

/// <summary>
/// Writes cells (RFC 4180). A value is quoted if a reader would take a character of it for something else, or would skip
/// blanks around it; an empty string is <c>""</c>, so that it differs from a missing value.
/// </summary>
/// <remarks>
/// Own code, because a library brings no less: Sylvan and CsvHelper write text and not UTF-8, quote an empty string no
/// differently from null, and leave a byte order mark at the beginning of a row as it is.
/// </remarks>
/// <param name="delimiter">The character between cells, in UTF-8.</param>
internal sealed class CsvQuoting(byte[] delimiter)
{
    private static ReadOnlySpan<byte> Special => "\"\r\n"u8;

    /// <summary>Writes a cell.</summary>
    public void Write(ReadOnlySpan<byte> value, Utf8Buffer output)
    {
        if (NeedsQuotes(value))
            WriteQuoted(value, output);
        else
            output.WriteRaw(value);
    }

    /// <summary>Writes a cell in quotes.</summary>
    public static void WriteQuoted(ReadOnlySpan<byte> value, Utf8Buffer output)
    {
        output.WriteRaw((byte)'"');
        int quote;
        while ((quote = value.IndexOf((byte)'"')) >= 0)
        {
            output.WriteRaw(value.Slice(0, quote + 1));
            output.WriteRaw((byte)'"');
            value = value.Slice(quote + 1);
        }

        output.WriteRaw(value);
        output.WriteRaw((byte)'"');
    }

    // A byte order mark at the beginning of a row means joined files, and a NUL outside of quotes a wrong encoding.
    private bool NeedsQuotes(ReadOnlySpan<byte> value) =>
        value.IsEmpty
        || value[0] is (byte)' ' or (byte)'\t' or 0xEF
        || value[value.Length - 1] is (byte)' ' or (byte)'\t'
        || value.IndexOfAny(Special) >= 0
        || value.IndexOf(delimiter) >= 0
        || value.IndexOf((byte)0) >= 0;
}
