using System;
using System.Globalization;
using System.Management.Automation;
using System.Text;

namespace DdbBatch.Importing;

/// <summary>Reads -Encoding: an Encoding, a code page, or a name, including PowerShell's own names.</summary>
internal static class EncodingParameter
{
    /// <summary>Returns the encoding for a value.</summary>
    /// <exception cref="ArgumentException">There is no such encoding.</exception>
    public static Encoding Read(object value)
    {
        object plain = value is PSObject wrapped ? wrapped.BaseObject : value;
        try
        {
            return plain switch
            {
                Encoding encoding => encoding,
                int codePage => Encoding.GetEncoding(codePage),
                _ => ReadName(Convert.ToString(plain, CultureInfo.InvariantCulture)!),
            };
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
        {
            throw new ArgumentException($"-Encoding: there is no encoding '{plain}' here.", exception);
        }
    }

    private static Encoding ReadName(string name) => name.ToUpperInvariant() switch
    {
        "UTF8" or "UTF8NOBOM" => new UTF8Encoding(false),
        "UTF8BOM" => new UTF8Encoding(true),
        "UNICODE" => Encoding.Unicode,
        "BIGENDIANUNICODE" => Encoding.BigEndianUnicode,
        "UTF32" => Encoding.UTF32,
        "BIGENDIANUTF32" => new UTF32Encoding(true, true),
        "ASCII" => Encoding.ASCII,
        "ANSI" or "DEFAULT" => Encoding.GetEncoding(CultureInfo.CurrentCulture.TextInfo.ANSICodePage),
        "OEM" => Encoding.GetEncoding(CultureInfo.CurrentCulture.TextInfo.OEMCodePage),
        "LATIN1" => Encoding.GetEncoding(28591),
        _ => int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out int codePage)
            ? Encoding.GetEncoding(codePage)
            : Encoding.GetEncoding(name),
    };
}
