using System;
using System.Collections.Generic;
using System.Linq;
using DdbBatch.Preflights;
using DdbBatch.Writing;

namespace DdbBatch.Running;

/// <summary>-WhatIf: adds up the operations of a run, table by table.</summary>
/// <param name="options">The options of the run.</param>
internal sealed class PreflightCheck(WriteOptions options)
{
    private readonly Dictionary<string, (RunTable Table, TableEstimate Estimate)> _tables = new(StringComparer.Ordinal);

    /// <summary>Adds a table: it is reported even if all of its inputs are invalid.</summary>
    public void Begin(RunTable table) => _tables.Add(
        table.Identity, (table, new TableEstimate(table.Lane!, table.Description?.Throughput, options.MaxWriteCapacity)));

    /// <summary>True if the run would refuse an operation because of its key (-DuplicateKey Error).</summary>
    public bool IsRefusedDuplicate(RunTable table, WriteOperation operation) =>
        options.DuplicateKey == DuplicateKeyMode.Error && Estimate(table).IsKnown(operation.Key);

    /// <summary>Adds an operation.</summary>
    public void Add(RunTable table, WriteOperation operation) => Estimate(table).Add(operation);

    /// <summary>Returns the results, table by table.</summary>
    public IEnumerable<Preflight> Results() => _tables.Values.Select(known => known.Estimate.ToPreflight(
        known.Table.Name,
        known.Table.Tally[OperationOutcome.Invalid],
        known.Table.Description?.Throughput,
        options.MaxWriteCapacity));

    private TableEstimate Estimate(RunTable table) => _tables[table.Identity].Estimate;
}
