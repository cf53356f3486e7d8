using System;
using System.Collections.Generic;
using System.Text.Json;
using DdbBatch.TestKit.Http;

namespace DdbBatch.TestKit.Capacity;

/// <summary>
/// A page of a scan or query: it ends before an item that exceeds 1 MB, or after the item that reaches the Limit. Both count items
/// that are read, before the filter (API reference, Scan, "LastEvaluatedKey").
/// </summary>
internal sealed class PageReading
{
    private const double BytesPerReadUnit = 4096;

    private readonly SimulatedTable _table;
    private readonly JsonElement _request;
    private readonly Condition? _filter;
    private readonly Projection? _projection;
    private readonly List<StoredItem> _matching = [];
    private StoredItem? _first;
    private StoredItem? _last;
    private int _read;
    private long _bytes;
    private bool _isCut;

    /// <param name="tables">The tables that there are; the request's is looked for once its expressions are read.</param>
    /// <param name="request">The request, whose FilterExpression and ProjectionExpression are read.</param>
    /// <param name="scope">Its names and values; what no expression used is refused.</param>
    /// <exception cref="SimulatedErrorException">The request breaks a rule.</exception>
    /// <exception cref="NotSupportedException">The simulator does not know what is asked for.</exception>
    public PageReading(SimulatedTables tables, JsonElement request, ExpressionScope scope)
    {
        if (request.TryGetProperty("IndexName", out _))
            throw new NotSupportedException("The simulator reads tables, no indexes.");
        _request = request;
        _filter = Condition.Read(request, "FilterExpression", scope);
        _projection = Projection.Read(request, scope);
        scope.RefuseUnused();
        _table = tables.Of(request);
    }

    /// <summary>Refuses a Limit of 0. Scan and Query report it in different words.</summary>
    /// <exception cref="SimulatedErrorException">It is 0.</exception>
    public static void RefuseLimit(JsonElement request, string place)
    {
        if (request.TryGetProperty("Limit", out JsonElement limit) && limit.GetInt32() == 0)
            throw SimulatedErrorException.Constraint(place, "Member must have value greater than or equal to 1");
    }

    /// <summary>Where the page starts: after that key. Null for the beginning.</summary>
    public ItemKey? Start =>
        _request.TryGetProperty("ExclusiveStartKey", out JsonElement key) ? _table.Schema.KeyOfRequest(key) : null;

    /// <summary>Reads a page and answers with it, if the capacity suffices.</summary>
    /// <param name="items">What is left to read.</param>
    /// <exception cref="SimulatedErrorException">It does not suffice.</exception>
    public DynamoDbAnswer Answer(Func<ITableItems, IEnumerable<StoredItem>> items)
    {
        _table.Read(content => Fill(items(content)));
        bool isConsistent = _request.TryGetProperty("ConsistentRead", out JsonElement consistent) && consistent.GetBoolean();
        double units = Math.Max(1, Math.Ceiling(_bytes / BytesPerReadUnit)) * (isConsistent ? 1 : 0.5);
        if (_table.TryRead(_first?.Key.Hash ?? 0, units) is { } reason)
            throw SimulatedErrorException.Throttled(reason);
        ConsumedUnits consumed = ConsumedUnits.For(_request);
        consumed.Add(_table, units);
        return AnswerWriter.Write(json => Write(json, consumed));
    }

    // Returns how many items are read; a page has no other order than that of the table.
    private int Fill(IEnumerable<StoredItem> items)
    {
        int limit = _request.TryGetProperty("Limit", out JsonElement count) ? count.GetInt32() : int.MaxValue;
        foreach (StoredItem item in items)
        {
            _isCut = _read == limit || (_read > 0 && _bytes + item.Bytes > _table.PageBytes);
            if (_isCut)
                break;
            _first ??= item;
            _last = item;
            _read++;
            _bytes += item.Bytes;
            if (_filter?.Holds(item) ?? true)
                _matching.Add(item);
        }

        // DynamoDB doesn't look for more: after Limit items there may be none.
        _isCut |= _read == limit;
        return _read;
    }

    private void Write(Utf8JsonWriter json, ConsumedUnits consumed)
    {
        bool isCount = _request.TryGetProperty("Select", out JsonElement select) && select.ValueEquals("COUNT");
        if (!isCount)
        {
            json.WriteStartArray("Items");
            foreach (StoredItem item in _matching)
                json.WriteJson(_projection?.Apply(item) ?? item.Json);
            json.WriteEndArray();
        }

        json.WriteNumber("Count", _matching.Count);
        json.WriteNumber("ScannedCount", _read);
        if (_isCut)
        {
            json.WritePropertyName("LastEvaluatedKey");
            _table.Schema.WriteKey(json, _last!);
        }

        consumed.WriteOne(json);
    }
}
