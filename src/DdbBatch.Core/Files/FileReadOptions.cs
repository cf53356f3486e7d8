using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace DdbBatch.Files;

/// <summary>The options for reading files.</summary>
internal sealed record FileReadOptions
{
    /// <summary>The default maximum size of a line, row or object, in bytes: an item has at most 400 KB.</summary>
    public const long DefaultMaxLineBytes = 16 * 1024 * 1024;

    /// <summary>The encoding of files without a byte order mark; null for UTF-8.</summary>
    public Encoding? Encoding { get; init; }

    /// <summary>The character that separates cells; null for the format's default.</summary>
    public char? Delimiter { get; init; }

    /// <summary>The names of the columns if the file has no header line; otherwise null.</summary>
    /// <exception cref="ArgumentException">A name is empty, or occurs twice.</exception>
    public IReadOnlyList<string>? Header
    {
        get;
        init
        {
            if (value is not null && (value.Contains("") || value.Distinct(StringComparer.Ordinal).Count() < value.Count))
                throw new ArgumentException("-Header: every column needs a unique name.");
            field = value;
        }
    }

    /// <summary>The maximum size of a line, row or object, in bytes. No more than that is held in memory.</summary>
    public long MaxLineBytes { get; init; } = DefaultMaxLineBytes;
}
