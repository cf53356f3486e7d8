using DdbBatch.Files;
using DdbBatch.Items;

namespace DdbBatch.Exporting;

/// <summary>A column of a file with rows, and the cell of the current row.</summary>
/// <param name="index">Its place, from 0.</param>
/// <param name="header">Its name, and its type if the header has types.</param>
internal sealed class CsvColumn(int index, TypedName header)
{
    /// <summary>Its place, from 0.</summary>
    public int Index { get; } = index;

    /// <summary>Its name, and its type if the header has types.</summary>
    public TypedName Header { get; } = header;

    /// <summary>The next column for the same attribute, of another type; null if there is none.</summary>
    public CsvColumn? Next { get; set; }

    /// <summary>The column for values of a type; null if there is none.</summary>
    public CsvColumn? Find(AttributeType type)
    {
        CsvColumn? column = this;
        while (column is not null && column.Header.Type is { } own && own != (AttributeHint)type)
            column = column.Next;
        return column;
    }

    /// <summary>The headers of all columns for the attribute, for messages.</summary>
    public string DescribeAll()
    {
        string text = Header.ToString();
        for (CsvColumn? column = Next; column is not null; column = column.Next)
            text += $", {column.Header}";
        return text;
    }
}
