using System;

namespace DdbBatch;

/// <summary>An item and its size.</summary>
public sealed class MeasuredItem
{
    /// <summary>The key as text; long values are shortened.</summary>
    public string Key { get; internal init; } = "";

    /// <summary>The key in DynamoDB JSON: ConvertFrom-DdbJson makes an object of it, for Get-DdbBatch.</summary>
    public string KeyJson { get; internal init; } = "";

    /// <summary>The size of the item in bytes, by DynamoDB's count.</summary>
    public int SizeBytes { get; internal init; }

    /// <summary>Returns one line with the most important properties.</summary>
    public override string ToString() => FormattableString.Invariant($"{SizeBytes} bytes: {Key}");
}
