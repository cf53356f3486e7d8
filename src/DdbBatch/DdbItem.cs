using System;
using System.Collections.Generic;
using System.Globalization;
using DdbBatch.Conversion;
using DdbBatch.Files;

namespace DdbBatch;

/// <summary>
/// An item that Import-DdbItem read. Its properties are its attributes; Write-DdbBatch takes it as it is, without looking
/// at them.
/// </summary>
public sealed class DdbItem : IServiceProvider
{
    internal DdbItem(ItemContent content, FilePosition position)
    {
        Content = content;
        Position = position;
    }

    /// <summary>The item as the file has it.</summary>
    internal ItemContent Content { get; }

    /// <summary>Where it begins.</summary>
    internal FilePosition Position { get; }

    /// <summary>The table that the file names; null where it names none.</summary>
    internal string? Table { get; init; }

    /// <summary>What the file says is to be done; null where it says nothing.</summary>
    internal OperationKind? Kind { get; init; }

    /// <summary>Its attributes as a user sees them, once anybody has looked: what PowerShell makes of it is kept here.</summary>
    internal object? View { get; set; }

    /// <summary>Where it came from, for people.</summary>
    public override string ToString() =>
        string.Format(CultureInfo.InvariantCulture, "item of {0}", Position);

    /// <summary>Its attributes, for <see cref="DdbItemAdapter"/>.</summary>
    object? IServiceProvider.GetService(Type serviceType) =>
        serviceType == typeof(IList<KeyValuePair<string, object?>>) ? DdbItemView.Of(this) : null;
}
