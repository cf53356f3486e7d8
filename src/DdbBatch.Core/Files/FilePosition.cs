using System;

namespace DdbBatch.Files;

/// <summary>A position in a file.</summary>
/// <param name="File">The file's name, as shown in messages.</param>
/// <param name="Line">The line, from 1; 0 for the file as a whole.</param>
/// <param name="Column">The character in the line, from 1; 0 for the line as a whole.</param>
internal readonly record struct FilePosition(string File, long Line = 0, long Column = 0)
{
    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant(
        $"{File}{(Line > 0 ? $", line {Line}" : "")}{(Column > 0 ? $", column {Column}" : "")}");
}
