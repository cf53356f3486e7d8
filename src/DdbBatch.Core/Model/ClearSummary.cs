using System;

namespace DdbBatch;

/// <summary>The result of Clear-DdbTable.</summary>
public sealed class ClearSummary : TransferSummary
{
    internal ClearSummary(ReadSummary read, WriteSummary write)
        : base(read, write)
    {
    }

    /// <summary>Items that are deleted: DynamoDB confirmed it.</summary>
    public long Deleted => Write.Written;

    /// <summary>Returns one line with the counts.</summary>
    public override string ToString() => FormattableString.Invariant($"{Deleted} of {Items} items deleted {Rest}");
}
