using System;
using System.Collections.Generic;
using System.Linq;
using DdbBatch.Preflights;
using DdbBatch.Writing;

namespace DdbBatch.Running;

/// <summary>-WhatIf: adds up, table by table, what a run would write.</summary>
/// <param name="options">How it would write.</param>
internal sealed class PreflightCheck(WriteOptions options)
{
    private readonly Dictionary<string, (RunTable Table, TableEstimate Estimate)> _tables = new(StringComparer.Ordinal);

    /// <summary>Begins a table: it is told of, also where all of its inputs are invalid.</summary>
    public void Begin(RunTable table) => _tables.Add(
        table.Identity, (table, new TableEstimate(table.Lane!, table.Description?.Throughput, options.MaxWriteCapacity)));

    /// <summary>True where the run would refuse an operation for its key (-DuplicateKey Error).</summary>
    public bool IsRefusedDuplicate(RunTable table, WriteOperation operation) =>
        options.DuplicateKey == DuplicateKeyMode.Error && Estimate(table).IsKnown(operation.Key);

    /// <summary>Adds an operation.</summary>
    public void Add(RunTable table, WriteOperation operation) => Estimate(table).Add(operation);

    /// <summary>What was found out, table by table.</summary>
    public IEnumerable<Preflight> Results() => _tables.Values.Select(known => known.Estimate.ToPreflight(
        known.Table.Name,
        known.Table.Tally[OperationOutcome.Invalid],
        known.Table.Description?.Throughput,
        options.MaxWriteCapacity));

    private TableEstimate Estimate(RunTable table) => _tables[table.Identity].Estimate;
}
