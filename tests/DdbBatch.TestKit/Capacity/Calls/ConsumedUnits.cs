using System.Collections.Generic;
using System.Text.Json;

namespace DdbBatch.TestKit.Capacity;

/// <summary>The capacity that a request consumed, by table, as the request asks for it.</summary>
/// <param name="mode">NONE, TOTAL or INDEXES.</param>
internal sealed class ConsumedUnits(string mode)
{
    private const string Member = "ConsumedCapacity";

    private readonly Dictionary<SimulatedTable, Units> _units = [];
    private readonly Dictionary<SimulatedTable, double> _failed = [];

    /// <summary>Starts to count for a request.</summary>
    public static ConsumedUnits For(JsonElement request) => new(
        request.TryGetProperty("ReturnConsumedCapacity", out JsonElement mode) ? mode.GetString()! : "NONE");

    /// <summary>Counts the units of a write.</summary>
    public void Add(SimulatedTable table, WriteResult result) => Add(table, result.Units, result.IndexUnits);

    /// <summary>Counts units.</summary>
    /// <param name="table">The table.</param>
    /// <param name="units">Those of the table.</param>
    /// <param name="indexUnits">Those of each index.</param>
    public void Add(SimulatedTable table, double units, double indexUnits = 0)
    {
        Units before = _units.GetValueOrDefault(table) ?? new Units(0, 0);
        _units[table] = new Units(before.Table + units, before.EachIndex + indexUnits);
    }

    /// <summary>
    /// Counts the units of a statement that has failed: they are part of the sum of a table that others have succeeded in, and
    /// of nothing else.
    /// </summary>
    public void AddFailed(SimulatedTable table, double units) => _failed[table] = _failed.GetValueOrDefault(table) + units;

    /// <summary>Writes the member of a request for one table, which is an object.</summary>
    public void WriteOne(Utf8JsonWriter json)
    {
        if (mode == "NONE")
            return;
        json.WritePropertyName(Member);
        foreach ((SimulatedTable table, Units units) in _units)
            WriteTable(json, table, units);
    }

    /// <summary>Writes the member of a request for several tables, which is a list.</summary>
    public void WriteAll(Utf8JsonWriter json)
    {
        if (mode == "NONE" || _units.Count == 0)
            return;
        json.WriteStartArray(Member);
        foreach ((SimulatedTable table, Units units) in _units)
            WriteTable(json, table, units);
        json.WriteEndArray();
    }

    private void WriteTable(Utf8JsonWriter json, SimulatedTable table, Units units)
    {
        json.WriteStartObject();
        json.WriteString("TableName", table.Name);
        json.WriteNumber("CapacityUnits", units.Table + (units.EachIndex * table.Indexes.Count) + _failed.GetValueOrDefault(table));
        if (mode == "INDEXES")
        {
            WriteUnits(json, "Table", units.Table);
            // An index that a write leaves as it is has no part in the answer.
            if (units.EachIndex > 0)
                WriteIndexes(json, table, units.EachIndex);
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

    private sealed record Units(double Table, double EachIndex);
}
