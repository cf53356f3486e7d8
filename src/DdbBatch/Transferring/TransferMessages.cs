using System;
using DdbBatch.BulkLoading;

namespace DdbBatch.Transferring;

/// <summary>The texts of the commands that copy or clear a table.</summary>
internal static class TransferMessages
{
    /// <summary>Returns the estimates of a run as a part of a sentence.</summary>
    /// <param name="preflight">The estimates.</param>
    /// <param name="isFiltered">True with -Filter: all items are read, and it is unknown how many of them it finds.</param>
    public static string Estimate(TransferPreflight preflight, bool isFiltered)
    {
        if (preflight.Items is null)
            return "the number of items is unknown";
        string items = isFiltered ? FormattableString.Invariant($"at most {preflight.Items} items; reads all {preflight.Items}") : FormattableString.Invariant($"about {preflight.Items} items");
        string most = isFiltered ? " at most" : "";
        string time = preflight.EstimatedTime is { } duration ? $", {duration:c} {(isFiltered ? "if it finds all" : "at least")}" : "";
        return FormattableString.Invariant(
            $"{items}, {ByteCount.Text(preflight.SizeBytes ?? 0)}, {preflight.ReadCapacityUnits:0} RCU, {preflight.WriteCapacityUnits:0} WCU{most}{time}; counts of the last six hours");
    }

    /// <summary>Returns whether deleted items can be restored, as a part of a sentence.</summary>
    /// <param name="isOn">True if point-in-time recovery is on; null if that is unknown.</param>
    public static string Recovery(bool? isOn) => isOn switch
    {
        true => "point-in-time recovery is ON",
        false => "point-in-time recovery is OFF",
        null => "whether point-in-time recovery is on could not be determined",
    };
}
