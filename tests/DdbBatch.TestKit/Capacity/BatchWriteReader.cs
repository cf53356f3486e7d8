using System;
using System.Collections.Generic;
using System.Text;
using System.Text.Json;
using DdbBatch.TestKit.Http;

namespace DdbBatch.TestKit.Capacity;

/// <summary>Reads the body of a BatchWriteItem in one pass, and counts the sizes of its items on the way.</summary>
internal ref struct BatchWriteReader
{
    private readonly ReadOnlySpan<byte> _body;
    private readonly IReadOnlyDictionary<string, SimulatedTable> _tables;
    private Utf8JsonReader _json;

    private BatchWriteReader(ReadOnlySpan<byte> body, IReadOnlyDictionary<string, SimulatedTable> tables)
    {
        _body = body;
        _tables = tables;
        _json = new Utf8JsonReader(body);
    }

    /// <summary>The writes of a request, in order.</summary>
    /// <param name="body">The body.</param>
    /// <param name="tables">The tables that there are.</param>
    /// <param name="returnConsumedCapacity">What the request says about it.</param>
    /// <exception cref="SimulatedErrorException">DynamoDB would refuse the request.</exception>
    public static List<SimulatedWrite> Read(
        ReadOnlySpan<byte> body,
        IReadOnlyDictionary<string, SimulatedTable> tables,
        out string returnConsumedCapacity)
    {
        BatchWriteReader reader = new(body, tables);
        List<SimulatedWrite> writes = [];
        returnConsumedCapacity = "NONE";
        reader._json.Read();
        while (reader.ReadName())
        {
            bool isItems = reader._json.ValueTextEquals("RequestItems");
            bool isConsumed = reader._json.ValueTextEquals("ReturnConsumedCapacity");
            reader._json.Read();
            if (isItems)
                reader.ReadTables(writes);
            else if (isConsumed)
                returnConsumedCapacity = reader._json.GetString()!;
            else
                reader._json.Skip();
        }

        return writes.Count is > 0 and <= 25
            ? writes
            : throw new SimulatedErrorException("ValidationException", $"{writes.Count} writes in a request.");
    }

    private bool ReadName() => _json.Read() && _json.TokenType == JsonTokenType.PropertyName;

    private void ReadTables(List<SimulatedWrite> writes)
    {
        while (ReadName())
        {
            string name = _json.GetString()!;
            if (!_tables.TryGetValue(name[(name.LastIndexOf('/') + 1)..], out SimulatedTable? table))
                throw new SimulatedErrorException("ResourceNotFoundException", "Requested resource not found");
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
        int bytes = ReadItem(table, out Range partition, out Range sort);
        _json.Read();
        _json.Read();
        ReadOnlySpan<byte> partitionKey = _body[partition];
        if (partitionKey.IsEmpty)
            throw new SimulatedErrorException("ValidationException", "One of the required keys was not given a value");
        string key = table.KeepsItems
            ? Encoding.UTF8.GetString(partitionKey) + Encoding.UTF8.GetString(_body[sort])
            : "";
        Range json = start..(int)_json.BytesConsumed;
        return new SimulatedWrite(table, json, isDelete, bytes, key, Crc32.Compute(partitionKey));
    }

    private int ReadItem(SimulatedTable table, out Range partition, out Range sort)
    {
        (partition, sort) = (default, default);
        int bytes = 0;
        while (ReadName())
        {
            bool isPartition = _json.ValueTextEquals(table.PartitionKey);
            bool isSort = _json.ValueTextEquals(table.SortKey);
            int start = (int)_json.BytesConsumed;
            bytes += ItemSizer.ReadText(ref _json) + ItemSizer.ReadValue(ref _json);
            Range value = start..(int)_json.BytesConsumed;
            if (isPartition)
                partition = value;
            else if (isSort)
                sort = value;
        }

        return bytes;
    }
}
