using System;

namespace DdbBatch.BulkLoading;

/// <summary>Numbers of bytes for people.</summary>
internal static class ByteCount
{
    private static readonly string[] Units = ["bytes", "KB", "MB", "GB", "TB"];

    /// <summary>A number of bytes, as <c>1.5 GB</c>; KB is 1,024 bytes, as in all that DynamoDB counts.</summary>
    public static string Text(long bytes)
    {
        double value = bytes;
        int unit = 0;
        for (; value >= 1024 && unit < Units.Length - 1; unit++)
            value /= 1024;
        return FormattableString.Invariant($"{value:0.#} {Units[unit]}");
    }
}
