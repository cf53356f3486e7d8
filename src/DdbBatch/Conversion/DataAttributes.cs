using System.Data;

namespace DdbBatch.Conversion;

/// <summary>Visits the columns of database rows, and none of their other properties.</summary>
internal static class DataAttributes
{
    /// <summary>Visits the columns of a row.</summary>
    public static void Visit(DataRow row, IAttributeVisitor visitor)
    {
        foreach (DataColumn column in row.Table.Columns)
            visitor.Visit(column.ColumnName, row[column]);
    }

    /// <summary>Visits the columns of a record.</summary>
    public static void Visit(IDataRecord record, IAttributeVisitor visitor)
    {
        for (int i = 0; i < record.FieldCount; i++)
            visitor.Visit(record.GetName(i), record.GetValue(i));
    }
}
