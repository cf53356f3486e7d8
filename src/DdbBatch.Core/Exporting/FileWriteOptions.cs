using System.Collections.Generic;
using System.Text;

namespace DdbBatch.Exporting;

/// <summary>How items are written to a file.</summary>
internal sealed record FileWriteOptions
{
    /// <summary>The format.</summary>
    public required FileFormat Format { get; init; }

    /// <summary>The compression.</summary>
    public FileCompression Compression { get; init; } = FileCompression.None;

    /// <summary>The encoding; null for UTF-8 without a byte order mark.</summary>
    public Encoding? Encoding { get; init; }

    /// <summary>The character between cells; null for the format's own.</summary>
    public char? Delimiter { get; init; }

    /// <summary>The attributes to write, in the order of the columns; null for all.</summary>
    public IReadOnlyList<string>? Properties { get; init; }

    /// <summary>Whether the header names the types, as <c>Year:N?</c>.</summary>
    public bool TypedHeader { get; init; }

    /// <summary>Whether items are added to a file that exists.</summary>
    public bool Append { get; init; }

    /// <summary>Whether a file that exists is an error.</summary>
    public bool NoClobber { get; init; }

    /// <summary>Whether a file that is read-only is written.</summary>
    public bool Force { get; init; }

    /// <summary>The most bytes of a file, as written; null if all items go to one file.</summary>
    public long? SplitBytes { get; init; }

    /// <summary>Whether the format has rows under a header.</summary>
    public bool HasRows => Format is FileFormat.Csv or FileFormat.Tsv;
}
