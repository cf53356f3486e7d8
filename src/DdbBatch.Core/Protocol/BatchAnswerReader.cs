using System.Collections.Generic;
using System.Text.Json;
using DdbBatch.Items;

namespace DdbBatch.Protocol;

/// <summary>
/// Reads the body of a successful answer (API reference, BatchWriteItem, "Response Syntax"). It takes nothing for granted:
/// an operation counts as written only if DynamoDB said so.
/// </summary>
internal static class BatchAnswerReader
{
    /// <summary>Reads an answer.</summary>
    /// <param name="body">The body as it came, UTF-8 JSON.</param>
    /// <param name="isOfAws">True if a checksum or a request id shows that an AWS service has answered.</param>
    /// <param name="request">The request that it answers.</param>
    /// <returns>
    /// A Success; a NoAnswer if the body can't be read to its end, or names operations that the request didn't have; null
    /// if it isn't DynamoDB's at all.
    /// </returns>
    public static CallAnswer? Read(byte[] body, bool isOfAws, ISentBatch request) =>
        WriteAnswer.Read(body, isOfAws, (ref cursor) => ReadAnswer(ref cursor, isOfAws, request));

    private static CallAnswer.Success? ReadAnswer(ref AnswerCursor cursor, bool isOfAws, ISentBatch request)
    {
        List<int>? unprocessed = null;
        CapacityUse? capacity = null;
        List<KeyValuePair<string, double>> collections = [];
        while (cursor.NextName())
        {
            if (cursor.Is("UnprocessedItems"u8))
                unprocessed = unprocessed is null ? ReadUnprocessed(ref cursor, request) : throw new AnswerMismatchException("It has UnprocessedItems twice.");
            else if (cursor.Is("ConsumedCapacity"u8))
                capacity = CapacityReader.ReadList(ref cursor);
            else if (cursor.Is("ItemCollectionMetrics"u8))
                CollectionsReader.ReadTables(ref cursor, collections);
            else
                cursor.SkipValue();
        }

        // The API always sends the one, and the other to whoever asked for it, as all our requests do.
        if (unprocessed is null || (capacity is null && !isOfAws))
            return null;
        return new CallAnswer.Success(unprocessed) { Capacity = capacity, ItemCollections = collections };
    }

    private static List<int> ReadUnprocessed(ref AnswerCursor cursor, ISentBatch request)
    {
        List<int> unprocessed = [];
        cursor.Expect(JsonTokenType.StartObject);
        while (cursor.NextName())
        {
            cursor.Expect(JsonTokenType.StartArray);
            while (cursor.NextElement())
            {
                int operation = ReadOperation(ref cursor, request);
                if (unprocessed.Contains(operation))
                    throw new AnswerMismatchException("An unprocessed item is there twice.");
                unprocessed.Add(operation);
            }
        }

        return unprocessed;
    }

    // {"PutRequest":{"Item":{…}}} or {"DeleteRequest":{"Key":{…}}}
    private static int ReadOperation(ref AnswerCursor cursor, ISentBatch request)
    {
        cursor.ExpectName();
        bool isPut = cursor.Is("PutRequest"u8);
        if (!isPut && !cursor.Is("DeleteRequest"u8))
            throw new System.FormatException("A PutRequest or a DeleteRequest is expected.");
        cursor.Expect(JsonTokenType.StartObject);
        cursor.ExpectName();
        if (!cursor.Is(isPut ? "Item"u8 : "Key"u8))
            throw new System.FormatException("The item, or its key, is expected.");
        cursor.Expect(JsonTokenType.StartObject);
        ItemKey key = ItemKeyReader.Read(cursor.SliceObject().Span, request.Schema);
        cursor.Expect(JsonTokenType.EndObject);
        cursor.Expect(JsonTokenType.EndObject);
        int index = request.IndexOf(isPut ? OperationKind.Put : OperationKind.Delete, key);
        return index >= 0 ? index : throw new AnswerMismatchException("An unprocessed item is none that was sent.");
    }
}
