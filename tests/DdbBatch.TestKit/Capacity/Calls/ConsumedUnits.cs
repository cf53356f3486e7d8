using System.Collections.Generic;
using System.Text.Json;

namespace DdbBatch.TestKit.Capacity;

/// <summary>The capacity that a request consumed, by table, as the request asks for it.</summary>
/// <param name="mode">NONE, TOTAL or INDEXES.</param>
/// <param name="isWrite">Whether the units are WCU, which every index consumes too.</param>
internal sealed class ConsumedUnits(string mode, bool isWrite)
{
    private const string Member = "ConsumedCapacity";

    private readonly Dictionary<SimulatedTable, double> _units = [];

    /// <summary>Starts to count for a request.</summary>
    public static ConsumedUnits For(JsonElement request, bool isWrite) => new(
        request.TryGetProperty("ReturnConsumedCapacity", out JsonElement mode) ? mode.GetString()! : "NONE", isWrite);

    /// <summary>Counts units, indexes apart.</summary>
    public void Add(SimulatedTable table, double units) => _units[table] = _units.GetValueOrDefault(table) + units;

    /// <summary>Writes the member of a request for one table, which is an object.</summary>
    public void WriteOne(Utf8JsonWriter json)
    {
        if (mode == "NONE")
            return;
        json.WritePropertyName(Member);
        foreach ((SimulatedTable table, double units) in _units)
            WriteTable(json, table, units);
    }

    /// <summary>Writes the member of a request for several tables, which is a list.</summary>
    public void WriteAll(Utf8JsonWriter json)
    {
        if (mode == "NONE")
            return;
        json.WriteStartArray(Member);
        foreach ((SimulatedTable table, double units) in _units)
            WriteTable(json, table, units);
        json.WriteEndArray();
    }

    private void WriteTable(Utf8JsonWriter json, SimulatedTable table, double units)
    {
        int indexes = isWrite ? table.Indexes.Count : 0;
        json.WriteStartObject();
        json.WriteString("TableName", table.Name);
        json.WriteNumber("CapacityUnits", units * (1 + indexes));
        if (mode == "INDEXES")
        {
            WriteUnits(json, "Table", units);
            if (indexes > 0)
                WriteIndexes(json, table, units);
        }

        json.WriteEndObject();
    }

    private static void WriteIndexes(Utf8JsonWriter json, SimulatedTable table, double units)
    {
        json.WriteStartObject("GlobalSecondaryIndexes");
        foreach (string index in table.Indexes.Keys)
            WriteUnits(json, index, units);
        json.WriteEndObject();
    }

    private static void WriteUnits(Utf8JsonWriter json, string name, double units)
    {
        json.WriteStartObject(name);
        json.WriteNumber("CapacityUnits", units);
        json.WriteEndObject();
    }
}
