using System;

namespace DdbBatch.BulkLoading;

/// <summary>Formats numbers of bytes.</summary>
internal static class ByteCount
{
    private static readonly string[] Units = ["bytes", "KB", "MB", "GB", "TB"];

    /// <summary>
    /// Returns a number of bytes as text, for example <c>1.5 GB</c>. KB is 1,024 bytes, as in all of DynamoDB's sizes.
    /// </summary>
    public static string Text(long bytes)
    {
        double value = bytes;
        int unit = 0;
        for (; value >= 1024 && unit < Units.Length - 1; unit++)
            value /= 1024;
        return FormattableString.Invariant($"{value:0.#} {Units[unit]}");
    }
}
