using System.Collections.Generic;
using System.Linq;
using System.Text.Json;

namespace DdbBatch.TestKit.Capacity;

/// <summary>The tables of a simulator, by name or ARN.</summary>
internal sealed class SimulatedTables(IEnumerable<SimulatedTable> tables)
{
    private readonly Dictionary<string, SimulatedTable> _tables = tables.ToDictionary(table => table.Name);

    /// <summary>The table of a request.</summary>
    /// <exception cref="SimulatedErrorException">There is no such table.</exception>
    public SimulatedTable this[string nameOrArn] =>
        _tables.TryGetValue(nameOrArn[(nameOrArn.LastIndexOf('/') + 1)..], out SimulatedTable? table)
            ? table
            : throw new SimulatedErrorException("ResourceNotFoundException", "Requested resource not found");

    /// <summary>The table that a request names as its TableName.</summary>
    public SimulatedTable Of(JsonElement request) => this[request.GetProperty("TableName").GetString()!];
}
