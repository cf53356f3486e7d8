using System.Collections.Generic;

namespace DdbBatch.Protocol;

/// <summary>
/// Reads the body of a successful answer to PutItem, DeleteItem or UpdateItem (API reference, "Response Syntax"). It has
/// nothing but what was asked for, so only the consumed capacity shows that it is an answer at all.
/// </summary>
internal static class SingleAnswerReader
{
    /// <inheritdoc cref="BatchAnswerReader.Read"/>
    public static CallAnswer? Read(byte[] body, bool isOfAws) =>
        WriteAnswer.Read(body, isOfAws, (ref cursor) => ReadAnswer(ref cursor, isOfAws));

    private static CallAnswer.Success? ReadAnswer(ref AnswerCursor cursor, bool isOfAws)
    {
        CapacityUse? capacity = null;
        List<KeyValuePair<string, double>> collections = [];
        while (cursor.NextName())
        {
            if (cursor.Is("ConsumedCapacity"u8))
                capacity = CapacityReader.Read(ref cursor);
            else if (cursor.Is("ItemCollectionMetrics"u8))
                CollectionsReader.Read(ref cursor, collections);
            else
                cursor.SkipValue();
        }

        return capacity is null && !isOfAws ? null : new CallAnswer.Success([]) { Capacity = capacity, ItemCollections = collections };
    }
}
