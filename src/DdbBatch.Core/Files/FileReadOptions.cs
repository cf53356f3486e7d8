using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace DdbBatch.Files;

/// <summary>How files are read.</summary>
internal sealed record FileReadOptions
{
    /// <summary>The most bytes of a line, row or object where nothing else is said: an item has 400 KB at most.</summary>
    public const long DefaultMaxLineBytes = 16 * 1024 * 1024;

    /// <summary>The encoding of files without a byte order mark; null for UTF-8.</summary>
    public Encoding? Encoding { get; init; }

    /// <summary>What separates cells; null for the format's own.</summary>
    public char? Delimiter { get; init; }

    /// <summary>The names of the columns, where the file has no header line; null where it has.</summary>
    /// <exception cref="ArgumentException">A name is empty, or occurs twice.</exception>
    public IReadOnlyList<string>? Header
    {
        get;
        init
        {
            if (value is not null && (value.Contains("") || value.Distinct(StringComparer.Ordinal).Count() < value.Count))
                throw new ArgumentException("-Header: every column needs a name of its own.");
            field = value;
        }
    }

    /// <summary>The most bytes of a line, row or object: no more than that is held in memory.</summary>
    public long MaxLineBytes { get; init; } = DefaultMaxLineBytes;
}
