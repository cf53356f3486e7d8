using System.Collections.Generic;
using DdbBatch.Items;

namespace DdbBatch.Files;

/// <summary>An item as a file contains it.</summary>
internal abstract class ItemContent
{
    private ItemContent()
    {
    }

    /// <summary>About how many bytes of memory its text takes.</summary>
    public abstract int Bytes { get; }

    /// <summary>A row of text: values without types, and names that all rows share.</summary>
    /// <param name="names">The names of the columns.</param>
    /// <param name="text">All values, concatenated.</param>
    /// <param name="ends">The end of each value in the text.</param>
    /// <param name="quotedEmpty">Whether each value is <c>""</c>; null if none is.</param>
    internal sealed class Row(IReadOnlyList<string> names, string text, int[] ends, bool[]? quotedEmpty = null) : ItemContent
    {
        /// <summary>The names of the columns, the same list for all rows of a file.</summary>
        public IReadOnlyList<string> Names { get; } = names;

        /// <inheritdoc/>
        public override int Bytes => sizeof(char) * text.Length;

        /// <summary>True if a value is an empty string in quotes.</summary>
        public bool IsQuotedEmpty(int column) => quotedEmpty is not null && quotedEmpty[column];

        /// <summary>Returns the value of a column.</summary>
        public System.ReadOnlyMemory<char> this[int column]
        {
            get
            {
                int start = column == 0 ? 0 : ends[column - 1];
                return System.MemoryExtensions.AsMemory(text, start, ends[column] - start);
            }
        }
    }

    /// <summary>A JSON object.</summary>
    /// <param name="utf8">Its text, which is valid JSON: all of its strings can be decoded.</param>
    /// <param name="isMember">True if it is one member of an object that was read member by member.</param>
    internal sealed class Json(byte[] utf8, bool isMember = false) : ItemContent
    {
        public byte[] Utf8 { get; } = utf8;

        /// <inheritdoc/>
        public override int Bytes => Utf8.Length;

        public bool IsMember { get; } = isMember;
    }

    /// <summary>An item whose values all have types.</summary>
    /// <param name="item">The item in wire format; its size is 0 if unknown.</param>
    /// <param name="wasText">True if the item was made from a text, so that a key may still convert its strings to another
    /// type.</param>
    internal sealed class Typed(EncodedItem item, bool wasText) : ItemContent
    {
        private EncodedItem _item = item;

        /// <summary>The item. If its size is unknown, it is counted on first use.</summary>
        public EncodedItem Item => _item.SizeBytes > 0 ? _item : _item = _item with { SizeBytes = ItemSize.Of(_item.Json) };

        public bool WasText { get; } = wasText;

        /// <inheritdoc/>
        public override int Bytes => _item.Json.Length;
    }
}
