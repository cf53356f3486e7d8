using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;

namespace DdbBatch.TestKit.Capacity;

/// <summary>Reads the body of a BatchWriteItem in one pass, and counts the sizes of its items on the way.</summary>
internal ref struct BatchWriteReader
{
    private const int MostWrites = 25;

    private readonly ReadOnlySpan<byte> _body;
    private readonly SimulatedTables _tables;
    private Utf8JsonReader _json;

    private BatchWriteReader(ReadOnlySpan<byte> body, SimulatedTables tables)
    {
        _body = body;
        _tables = tables;
        _json = new Utf8JsonReader(body, DeepJson.Reader);
    }

    /// <summary>The writes of a request, in order.</summary>
    /// <param name="body">The body.</param>
    /// <param name="tables">The tables that there are.</param>
    /// <param name="returnConsumedCapacity">What the request says about it.</param>
    /// <exception cref="SimulatedErrorException">DynamoDB would refuse the request.</exception>
    public static List<SimulatedWrite> Read(
        ReadOnlySpan<byte> body,
        SimulatedTables tables,
        out string returnConsumedCapacity)
    {
        try
        {
            return new BatchWriteReader(body, tables).ReadRequest(out returnConsumedCapacity);
        }
        catch (SimulatedErrorException)
        {
            RefuseAtOnce(DeepJson.Parse(body).GetProperty("RequestItems"));
            throw;
        }
    }

    // DynamoDB checks the numbers, the values and the sizes before it looks for the tables.
    private static void RefuseAtOnce(JsonElement tables)
    {
        RefuseNumbers([.. tables.EnumerateObject().Select(table => (table.Name, table.Value.GetArrayLength()))]);
        foreach (JsonElement write in tables.EnumerateObject().SelectMany(table => table.Value.EnumerateArray()))
        {
            if (write.TryGetProperty("PutRequest", out JsonElement put))
                StoredItem.Check(put.GetProperty("Item"));
        }
    }

    private static void RefuseNumbers((string Table, int Count)[] tables)
    {
        if (tables.Length == 0)
            throw SimulatedErrorException.Validation("The requestItems parameter is required for BatchWriteItem");
        string table = tables.MaxBy(table => table.Count).Table;
        if (tables.Any(table => table.Count == 0) || tables.Sum(table => table.Count) > MostWrites)
        {
            throw SimulatedErrorException.Constraint(
                $"'{{{table}=[...]}}' at 'requestItems'",
                $"Map value must satisfy constraint: [Member must have length less than or equal to {MostWrites}, " +
                "Member must have length greater than or equal to 1]");
        }
    }

    private List<SimulatedWrite> ReadRequest(out string returnConsumedCapacity)
    {
        List<SimulatedWrite> writes = [];
        returnConsumedCapacity = "NONE";
        _json.Read();
        while (ReadName())
        {
            bool isItems = _json.ValueTextEquals("RequestItems");
            bool isConsumed = _json.ValueTextEquals("ReturnConsumedCapacity");
            _json.Read();
            if (isItems)
                ReadTables(writes);
            else if (isConsumed)
                returnConsumedCapacity = _json.GetString()!;
            else
                _json.Skip();
        }

        foreach (IGrouping<SimulatedTable, SimulatedWrite> table in writes.Where(w => w.Table.KeepsItems).GroupBy(w => w.Table))
            ItemKey.RefuseDuplicates(table.Select(write => write.Key));
        return writes.Count is > 0 and <= MostWrites ? writes : throw SimulatedErrorException.Validation("The number of writes.");
    }

    private bool ReadName() => _json.Read() && _json.TokenType == JsonTokenType.PropertyName;

    private void ReadTables(List<SimulatedWrite> writes)
    {
        while (ReadName())
        {
            SimulatedTable table = _tables[_json.GetString()!];
            _json.Read();
            while (_json.Read() && _json.TokenType == JsonTokenType.StartObject)
                writes.Add(ReadWrite(table));
        }
    }

    /// <summary>Reads <c>{"PutRequest":{"Item":{…}}}</c> or <c>{"DeleteRequest":{"Key":{…}}}</c>.</summary>
    private SimulatedWrite ReadWrite(SimulatedTable table)
    {
        int start = (int)_json.TokenStartIndex;
        _json.Read();
        bool isDelete = _json.ValueTextEquals("DeleteRequest");
        _json.Read();
        _json.Read();
        _json.Read();
        int itemStart = (int)_json.TokenStartIndex;
        int bytes = ReadItem(table, out Range partition);
        ReadOnlySpan<byte> item = _body[itemStart..(int)_json.BytesConsumed];
        _json.Read();
        _json.Read();
        Range json = start..(int)_json.BytesConsumed;
        if (table.KeepsItems)
            return ReadKept(table, json, isDelete, DeepJson.Parse(item));
        ReadOnlySpan<byte> partitionKey = _body[partition];
        if (partitionKey.IsEmpty)
            throw SimulatedErrorException.Validation("One of the required keys was not given a value");
        ItemKey key = new(KeySchema.HashOf(partitionKey), [], []);
        return new SimulatedWrite(table, json, key, isDelete ? null : new StoredItem(key, default, bytes));
    }

    private static SimulatedWrite ReadKept(SimulatedTable table, Range json, bool isDelete, JsonElement item)
    {
        if (isDelete)
            return new SimulatedWrite(table, json, table.Schema.KeyOfRequest(item), null);
        ItemKey key = table.Schema.KeyOfItem(item, isInBatch: true);
        return new SimulatedWrite(table, json, key, StoredItem.Create(key, item));
    }

    // A table that keeps no items gets many: only the partition is looked for.
    private int ReadItem(SimulatedTable table, out Range partition)
    {
        partition = default;
        int bytes = 0;
        while (ReadName())
        {
            bool isPartition = _json.ValueTextEquals(table.Schema.Attributes[0].Name);
            int start = (int)_json.BytesConsumed;
            bytes += ItemSizer.ReadText(ref _json) + ItemSizer.ReadValue(ref _json);
            if (isPartition)
                partition = start..(int)_json.BytesConsumed;
        }

        return bytes;
    }
}
