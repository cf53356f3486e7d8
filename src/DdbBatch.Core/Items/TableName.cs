using System;

namespace DdbBatch.Items;

/// <summary>A table is called by its name or by its ARN.</summary>
internal static class TableName
{
    private const string ArnTable = ":table/";

    /// <summary>The name in a name or an ARN (<c>arn:aws:dynamodb:REGION:ACCOUNT:table/NAME</c>).</summary>
    public static string Of(string table)
    {
        int at = table.IndexOf(ArnTable, StringComparison.Ordinal);
        return at < 0 ? table : table[(at + ArnTable.Length)..];
    }
}
