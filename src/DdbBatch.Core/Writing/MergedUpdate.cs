using System;
using System.Collections.Generic;
using System.Linq;
using DdbBatch.Items;
using DdbBatch.Model;
using DdbBatch.Protocol;

namespace DdbBatch.Writing;

/// <summary>Two updates of one item as one: the attributes of both, the later value of those that both have.</summary>
/// <param name="Item">The key with the attributes to set.</param>
/// <param name="Change">All that it does besides; null for nothing.</param>
internal sealed record MergedUpdate(EncodedItem Item, ItemChange? Change)
{
    /// <summary>Merges two updates of one key.</summary>
    /// <returns>
    /// Null if that would not be the same: an update with a condition, updates of which only one demands that the item
    /// exists, or more attributes than an expression takes.
    /// </returns>
    public static MergedUpdate? Of(WriteOperation earlier, WriteOperation later, TableSchema schema)
    {
        bool mustExist = later.Change?.MustExist ?? false;
        if (earlier.Change?.Condition is not null || later.Change?.Condition is not null
            || (earlier.Change?.MustExist ?? false) != mustExist)
            return null;
        IReadOnlyList<string> removedLater = later.Change?.Removed ?? [];
        HashSet<string> decidedLater = new(removedLater, StringComparer.Ordinal);
        int set = -schema.KeyAttributes.Count;
        for (ItemMembers members = new(later.Item.Json); members.Next(); set++)
            decidedLater.Add(members.NameText);
        Utf8Buffer json = new();
        json.WriteRaw(later.Item.Json.AsSpan(0, later.Item.Json.Length - 1));
        for (ItemMembers members = new(earlier.Item.Json); members.Next();)
        {
            if (decidedLater.Contains(members.NameText))
                continue;
            json.WriteRaw(","u8, members.Name, ":"u8);
            json.WriteRaw(members.Value);
            set++;
        }

        json.WriteRaw((byte)'}');
        string[] removed = [.. (earlier.Change?.Removed ?? []).Where(name => !decidedLater.Contains(name)), .. removedLater];
        byte[] item = json.Written.ToArray();
        int sizeBytes = ItemSize.Of(item);
        if (!UpdateExpression.Fits(set, removed.Length, ConditionExpression.None) || sizeBytes > ItemRules.MaxItemSizeBytes)
            return null;
        return new MergedUpdate(
            new EncodedItem(item, sizeBytes, later.Key),
            removed.Length == 0 && !mustExist ? null : new ItemChange { Removed = removed, MustExist = mustExist });
    }
}
