using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using DdbBatch.TestKit.Http;

namespace DdbBatch.TestKit.Capacity;

/// <summary>The keys of one table in a BatchGetItem.</summary>
internal sealed class KeysOfTable
{
    private const double BytesPerReadUnit = 4096;

    private readonly JsonElement _request;
    private readonly Projection? _projection;
    private readonly List<StoredItem> _found = [];

    /// <param name="table">The table.</param>
    /// <param name="request">What is asked for: keys and options.</param>
    /// <exception cref="SimulatedErrorException">A key has another schema or is there twice.</exception>
    public KeysOfTable(SimulatedTable table, JsonElement request)
    {
        Table = table;
        _request = request;
        ExpressionScope scope = new(request);
        _projection = Projection.Read(request, scope);
        scope.RefuseUnused();
        Keys = [.. request.GetProperty("Keys").EnumerateArray().Select(key => (table.Schema.KeyOfRequest(key), key))];
        ItemKey.RefuseDuplicates(Keys.Select(key => key.Key));
    }

    /// <summary>The table.</summary>
    public SimulatedTable Table { get; }

    /// <summary>The keys.</summary>
    public IReadOnlyList<(ItemKey Key, JsonElement Json)> Keys { get; }

    /// <summary>The keys that were not read.</summary>
    public List<JsonElement> Unprocessed { get; } = [];

    /// <summary>Reads the items, in the order of the table and not of the request.</summary>
    /// <param name="consumed">Counts the RCU.</param>
    /// <param name="reasons">Gets the reasons of keys that were throttled.</param>
    /// <param name="room">The bytes that the answer still has room for.</param>
    public void Read(ConsumedUnits consumed, HashSet<ThrottlingReason> reasons, ref int room)
    {
        bool isConsistent = _request.TryGetProperty("ConsistentRead", out JsonElement consistent) && consistent.GetBoolean();
        foreach ((ItemKey key, JsonElement json) in Keys.OrderBy(key => key.Key))
        {
            StoredItem? item = Table.Read(items => items.Find(key));
            // A key without an item costs as much as a small item.
            double units = Math.Max(1, Math.Ceiling((item?.Bytes ?? 0) / BytesPerReadUnit)) * (isConsistent ? 1 : 0.5);
            if (item?.Bytes > room)
            {
                Unprocessed.Add(json);
            }
            else if (Table.TryRead(item?.Key.Hash ?? key.Hash, units) is { } reason)
            {
                reasons.Add(reason);
                Unprocessed.Add(json);
            }
            else
            {
                consumed.Add(Table, units);
                room -= item?.Bytes ?? 0;
                if (item is not null)
                    _found.Add(item);
            }
        }
    }

    /// <summary>Writes the items as a list.</summary>
    public void WriteFound(Utf8JsonWriter json)
    {
        json.WriteStartArray();
        foreach (StoredItem item in _found)
            json.WriteJson(_projection?.Apply(item) ?? item.Json);
        json.WriteEndArray();
    }

    /// <summary>Writes the keys that were not read, with the options of the request.</summary>
    public void WriteUnprocessed(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        foreach (JsonProperty option in _request.EnumerateObject().Where(member => member.Name != "Keys"))
            option.WriteTo(json);
        json.WriteStartArray("Keys");
        foreach (JsonElement key in Unprocessed)
            key.WriteTo(json);
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
