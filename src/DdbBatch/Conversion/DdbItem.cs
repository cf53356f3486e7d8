using System.Collections.Generic;
using System.Management.Automation;
using DdbBatch.Conversion;
using DdbBatch.Files;
using DdbBatch.Model;

namespace DdbBatch;

/// <summary>
/// An item that Import-DdbItem read: an object with a property for each attribute, and the item's exact bytes.
/// Write-DdbBatch writes unchanged attributes exactly as they were read, whatever .NET type their properties have.
/// </summary>
/// <remarks>
/// Its properties are members of the object itself. Type data or an adapter would belong to one runspace, and the items
/// would have no properties in another one (ForEach-Object -Parallel, Start-ThreadJob).
/// </remarks>
public sealed class DdbItem : PSObject, IDeferredObject
{
    private int _shown;

    internal DdbItem(ItemContent content, FilePosition position)
    {
        Content = content;
        Position = position;
    }

    /// <summary>The item as it was read.</summary>
    internal ItemContent Content { get; }

    /// <summary>The position at which it starts.</summary>
    internal FilePosition Position { get; }

    /// <summary>The table that the item was read from; null if unknown.</summary>
    internal string? Table { get; init; }

    /// <summary>True after the item's properties were added.</summary>
    internal bool HasProperties { get; private set; }

    /// <summary>Adds the properties. An object that only this module's cmdlets use does not need them.</summary>
    /// <returns>This item.</returns>
    internal DdbItem WithProperties()
    {
        if (!HasProperties)
        {
            HasProperties = true;
            _shown = ItemProperties.AddTo(this);
        }

        return this;
    }

    /// <inheritdoc/>
    object IDeferredObject.Complete() => WithProperties();

    /// <summary>
    /// Returns the properties in order if any of them was set, added, removed or modified; otherwise null.
    /// </summary>
    internal List<PSPropertyInfo>? FindEdited()
    {
        if (!HasProperties)
            return null;
        List<PSPropertyInfo> properties = [];
        int unchanged = 0;
        foreach (PSMemberInfo member in PSObjectInternals.ReadInstanceMembers(this))
        {
            if (member is not PSPropertyInfo { IsGettable: true } property)
                continue;
            properties.Add(property);
            if (member is ItemProperty { IsUnchanged: true })
                unchanged++;
        }

        return unchanged == properties.Count && unchanged == _shown ? null : properties;
    }
}
