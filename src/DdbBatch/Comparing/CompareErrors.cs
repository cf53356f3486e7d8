using System;
using System.Management.Automation;
using DdbBatch.Items;
using DdbBatch.Reporting;

namespace DdbBatch.Comparing;

/// <summary>The errors of a comparison.</summary>
internal static class CompareErrors
{
    /// <summary>The advice for what got no answer.</summary>
    public const string Advice = "The comparison is incomplete: compare again, perhaps with a lower -MaxReadCapacity.";

    /// <summary>The warning for an input without items.</summary>
    public const string Empty = "The input has no items, so nothing was compared and Equal is false. Check that the input was read; to verify that "
        + "the table is empty as well, use -Full.";

    /// <summary>A leftover whose operation is no put has no item.</summary>
    public static ItemException NoItem(OperationKind kind) => new(
        "NoItem", "", $"this is an operation {kind}, which has no whole item to compare. Compare the items that the table should have.");

    /// <summary>A table is equal to itself, which verifies nothing.</summary>
    public static ErrorRecord SameTable(string table, string reference) => Errors.Parameter(
        "SameTable", $"-Table '{table}' and -ReferenceTable '{reference}' are the same table. Specify another -ReferenceTable.");

    /// <summary>The keys of the two tables differ.</summary>
    /// <param name="table">The table.</param>
    /// <param name="keys">Its keys.</param>
    /// <param name="reference">The reference table.</param>
    /// <param name="referenceKeys">Its keys.</param>
    public static ErrorRecord KeysDiffer(string table, TableSchema keys, string reference, TableSchema referenceKeys) => Errors.Create(
        new InvalidOperationException(
            $"Table '{table}' has the key {keys.KeyDescription}, and reference table '{reference}' has the key {referenceKeys.KeyDescription}. "
            + "Only tables with the same key can be compared."),
        "KeysDiffer",
        ErrorCategory.InvalidArgument,
        table,
        "To compare with converted items, pipe them: Read-DdbTable, Select-Object, Compare-DdbTable.");

    /// <summary>The warning for invalid objects whose errors were not written.</summary>
    public static string InvalidSummary(string rule, long count) => FormattableString.Invariant(
        $"{rule}: {count} objects are invalid. Errors were written for the first {RepeatedErrors.ReportedPerRule}.");

    /// <summary>The warning for duplicate keys.</summary>
    public static string Duplicates(long count) => FormattableString.Invariant(
        $"{count} objects have a key that an object before them has. Each was compared, but the table can have only one item of a key.");

    /// <summary>The warning for a name that no item has.</summary>
    public static string Unseen(string name) =>
        $"No compared item has an attribute '{name}' (-Property, -ExcludeProperty). Names are case-sensitive.";
}
