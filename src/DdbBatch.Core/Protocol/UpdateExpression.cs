using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using DdbBatch.Items;

namespace DdbBatch.Protocol;

/// <summary>
/// The rules of an update that can be checked before it is sent (API reference, UpdateItem; Developer Guide, "Quotas",
/// "Expression parameters").
/// </summary>
internal static class UpdateExpression
{
    /// <summary>The most bytes of an expression's text. Aliases count, and what they stand for doesn't.</summary>
    public const int MaxBytes = 4096;

    // The shortest attribute in JSON, "a":{"S":""}, with its comma, and the longest in an expression, #000=:000,.
    private const int ShortestInJson = 13;
    private const int LongestInExpression = 10;

    /// <summary>True if the expression for so many attributes is short enough.</summary>
    /// <param name="set">The number of attributes that are set.</param>
    /// <param name="removed">The number of those that are removed.</param>
    /// <param name="condition">The condition, whose aliases come first.</param>
    public static bool Fits(int set, int removed, ConditionExpression condition) => SizeBytes(set, removed, condition) <= MaxBytes;

    /// <summary>Checks an update.</summary>
    /// <param name="item">The key with the attributes to set.</param>
    /// <param name="removed">The names of the attributes to remove.</param>
    /// <param name="condition">The condition.</param>
    /// <param name="schema">The keys of the table.</param>
    /// <exception cref="ItemException">
    /// KeyRemoved: a key attribute can't be removed. RemovedTwice: an attribute is both set and removed.
    /// TooManyAttributes: the expression is too long. It is never split, because the parts would not be changed together.
    /// </exception>
    public static void Check(in EncodedItem item, IReadOnlyCollection<string> removed, ConditionExpression condition, TableSchema schema)
    {
        if (removed.FirstOrDefault(name => schema.KeyAttributes.Any(key => key.Name == name)) is { } key)
            throw KeyRemoved(key, schema);
        int most = (item.Json.Length / ShortestInJson) + removed.Count;
        if (removed.Count == 0 && most * LongestInExpression < MaxBytes)
            return;
        int set = -schema.KeyAttributes.Count;
        for (ItemMembers members = new(item.Json); members.Next(); set++)
        {
            if (removed.Count > 0 && removed.Contains(members.NameText))
                throw RemovedTwice(members.NameText);
        }

        if (!Fits(set, removed.Count, condition))
            throw TooManyAttributes(set + removed.Count, SizeBytes(set, removed.Count, condition));
    }

    // SET #0=:0,#1=:1 REMOVE #2,#3
    private static int SizeBytes(int set, int removed, ConditionExpression condition)
    {
        int bytes = (set > 0 ? 4 : 0) + (removed > 0 ? 7 : 0) + (set > 0 && removed > 0 ? 1 : 0);
        for (int i = 0; i < set; i++)
            bytes += ExpressionAlias.Length(condition.Names.Count + 1 + i) + 1 + ExpressionAlias.Length(condition.ValueNames.Count + i) + (i > 0 ? 1 : 0);
        for (int i = 0; i < removed; i++)
            bytes += ExpressionAlias.Length(condition.Names.Count + 1 + set + i) + (i > 0 ? 1 : 0);
        return bytes;
    }

    private static ItemException KeyRemoved(string name, TableSchema schema) => new(
        "KeyRemoved",
        name,
        $"a key attribute can't be removed; the key of {schema.TableName} is {schema.KeyDescription}. Give every input its whole key.");

    private static ItemException RemovedTwice(string name) => new(
        "RemovedTwice", name, "the attribute is to be set and to be removed. Leave one of the two out.");

    private static ItemException TooManyAttributes(int count, int bytes) => new(
        "TooManyAttributes",
        "",
        string.Format(
            CultureInfo.InvariantCulture,
            "an update of {0} attributes takes an expression of {1} bytes; DynamoDB takes {2}, which is about 500 attributes. Put the whole "
            + "item (-Operation Put), or update its attributes by several inputs.",
            count,
            bytes,
            MaxBytes));
}
