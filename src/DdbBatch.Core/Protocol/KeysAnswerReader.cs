using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using DdbBatch.Items;

namespace DdbBatch.Protocol;

/// <summary>Reads the body of a successful answer to BatchGetItem (API reference, "Response Syntax").</summary>
/// <remarks>
/// A key that the answer has neither as an item nor as unprocessed is missing from the table. So an answer that is not
/// exactly what the API promises is refused as a whole: an incomplete one would make items look missing.
/// </remarks>
internal sealed class KeysAnswerReader
{
    private readonly TableSchema _schema;
    private readonly Dictionary<ItemKey, int> _indexes;
    private readonly ReadOnlyMemory<byte>?[] _items;
    private readonly bool[] _unprocessed;

    private KeysAnswerReader(IReadOnlyList<EncodedItem> keys, TableSchema schema)
    {
        _schema = schema;
        _indexes = keys.Select((key, i) => (key.Key, i)).ToDictionary(entry => entry.Key, entry => entry.i);
        _items = new ReadOnlyMemory<byte>?[keys.Count];
        _unprocessed = new bool[keys.Count];
    }

    /// <summary>Reads an answer.</summary>
    /// <param name="body">The body as it came, UTF-8 JSON; the items are slices of it.</param>
    /// <param name="keys">The keys that were requested.</param>
    /// <param name="schema">The table's keys.</param>
    /// <exception cref="FormatException">The answer is not from DynamoDB, is incomplete, or has keys that were not
    /// requested.</exception>
    public static KeysAnswer Read(byte[] body, IReadOnlyList<EncodedItem> keys, TableSchema schema) =>
        AnswerCursor.Read(body, (ref cursor) => new KeysAnswerReader(keys, schema).ReadAnswer(ref cursor, body.Length));

    private KeysAnswer ReadAnswer(ref AnswerCursor cursor, int sizeBytes)
    {
        bool hasResponses = false;
        bool hasUnprocessed = false;
        double? units = null;
        while (cursor.NextName())
        {
            if (cursor.Is("Responses"u8))
                hasResponses = ReadItems(ref cursor);
            else if (cursor.Is("UnprocessedKeys"u8))
                hasUnprocessed = ReadUnprocessed(ref cursor);
            else if (cursor.Is("ConsumedCapacity"u8))
                units = ReadUnits(ref cursor);
            else
                cursor.SkipValue();
        }

        if (!hasResponses || !hasUnprocessed)
            throw new FormatException("It has no Responses or no UnprocessedKeys.");
        return new KeysAnswer(_items, _unprocessed) { ConsumedUnits = units, SizeBytes = sizeBytes };
    }

    // {"Music":[{…},{…}]}
    private bool ReadItems(ref AnswerCursor cursor)
    {
        cursor.Expect(JsonTokenType.StartObject);
        while (cursor.NextName())
        {
            cursor.Expect(JsonTokenType.StartArray);
            while (cursor.NextElement())
            {
                ReadOnlyMemory<byte> item = cursor.SliceObject();
                _items[Claim(item)] = item;
            }
        }

        return true;
    }

    // {"Music":{"Keys":[{…},{…}],"ConsistentRead":true}}
    private bool ReadUnprocessed(ref AnswerCursor cursor)
    {
        cursor.Expect(JsonTokenType.StartObject);
        while (cursor.NextName())
        {
            cursor.Expect(JsonTokenType.StartObject);
            while (cursor.NextName())
            {
                if (!cursor.Is("Keys"u8))
                {
                    cursor.SkipValue();
                    continue;
                }

                cursor.Expect(JsonTokenType.StartArray);
                while (cursor.NextElement())
                    _unprocessed[Claim(cursor.SliceObject())] = true;
            }
        }

        return true;
    }

    private int Claim(ReadOnlyMemory<byte> attributes)
    {
        ItemKey key = ItemKeyReader.Read(attributes.Span, _schema);
        if (!_indexes.TryGetValue(key, out int index))
            throw new FormatException("It has a key that was not requested.");
        return _items[index] is null && !_unprocessed[index] ? index : throw new FormatException("It has a key twice.");
    }

    // [{"TableName":"…","CapacityUnits":5.0}]
    private static double? ReadUnits(ref AnswerCursor cursor)
    {
        double? units = null;
        cursor.Expect(JsonTokenType.StartArray);
        while (cursor.NextElement())
            units = cursor.ReadCapacityUnits() + (units ?? 0) ?? units;
        return units;
    }
}
