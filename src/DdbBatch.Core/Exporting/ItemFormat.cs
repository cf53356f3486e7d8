using System;
using System.Collections.Generic;
using DdbBatch.Items;

namespace DdbBatch.Exporting;

/// <summary>Writes items in one format, in UTF-8.</summary>
internal abstract class ItemFormat
{
    /// <summary>The text before the first item of a file.</summary>
    public virtual ReadOnlySpan<byte> Beginning => default;

    /// <summary>The text after the last item of a file.</summary>
    public virtual ReadOnlySpan<byte> End => default;

    /// <summary>The text between an item and the one before it.</summary>
    public virtual ReadOnlySpan<byte> Separator => default;

    /// <summary>
    /// The content of a file without items, if it has neither a beginning nor an end. A file of no bytes would be taken for one that was
    /// not written completely.
    /// </summary>
    public ReadOnlySpan<byte> Nothing => Beginning.IsEmpty && End.IsEmpty ? "\n"u8 : default;

    /// <summary>Writes an item.</summary>
    /// <param name="item">The item's attribute map in DynamoDB JSON.</param>
    /// <param name="output">Takes the text. After an exception it has a part of it.</param>
    /// <exception cref="ItemException">The format can't hold the item.</exception>
    public abstract void Write(byte[] item, Utf8Buffer output);

    /// <summary>Facts about the file that its reader has to know.</summary>
    public virtual IEnumerable<string> Warnings() => [];
}
