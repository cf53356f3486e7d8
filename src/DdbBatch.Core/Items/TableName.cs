using System;
using System.Linq;

namespace DdbBatch.Items;

/// <summary>The name or ARN of a table.</summary>
internal static class TableName
{
    private const string ArnTable = ":table/";

    /// <summary>The rule for names (Developer Guide, "Supported data types and naming rules").</summary>
    public const string Rule = "A table's name has 3 to 255 characters: letters a to z and A to Z, digits, '_', '-' and '.'.";

    /// <summary>True if the text may be the name of a table, or of the table in an ARN.</summary>
    public static bool IsValid(string table)
    {
        string name = Of(table);
        return name.Length is >= 3 and <= 255 && name.All(IsAllowed);
    }

    /// <summary>
    /// True for an ARN, which identifies one table in all accounts and regions. A name identifies one in each account and
    /// region.
    /// </summary>
    public static bool IsArn(string table) => table.IndexOf(ArnTable, StringComparison.Ordinal) >= 0;

    /// <summary>True unless the two, each a name or an ARN, certainly identify different tables.</summary>
    public static bool MayBeSame(string left, string right) =>
        IsArn(left) && IsArn(right) ? left == right : Of(left) == Of(right);

    /// <summary>Returns the name in a name or an ARN (<c>arn:aws:dynamodb:REGION:ACCOUNT:table/NAME</c>).</summary>
    public static string Of(string table)
    {
        int at = table.IndexOf(ArnTable, StringComparison.Ordinal);
        return at < 0 ? table : table[(at + ArnTable.Length)..];
    }

    /// <summary>Returns the ARN of another table in the same account and region.</summary>
    /// <param name="arn">The ARN of a table.</param>
    /// <param name="table">The name or the ARN of the other one; an ARN is returned as it is.</param>
    public static string WithName(string arn, string table) =>
        IsArn(table) ? table : arn[..(arn.Length - Of(arn).Length)] + table;

    private static bool IsAllowed(char c) => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '_' or '-' or '.';
}
