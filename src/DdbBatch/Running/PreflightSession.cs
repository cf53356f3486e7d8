using System;
using System.Collections.Generic;
using DdbBatch.Input;
using DdbBatch.Lifecycle;
using DdbBatch.Model;
using DdbBatch.Preflights;
using DdbBatch.Reporting;
using DdbBatch.Writing;

namespace DdbBatch.Running;

/// <summary>-WhatIf: converts every row, and adds up table by table what a run would write. Only DescribeTable is called.</summary>
/// <param name="cmdlet">Whose run it is.</param>
/// <param name="options">The options that its parameters set.</param>
/// <param name="calls">Describes the tables; disposed of with the session.</param>
internal sealed class PreflightSession(ModuleCommand cmdlet, SessionOptions options, IWriteCalls calls)
    : RowSession(cmdlet, options, calls)
{
    private readonly Dictionary<string, (RunTable Table, TableEstimate Estimate)> _estimates = new(StringComparer.Ordinal);

    /// <summary>Outputs a preflight for each table, those of which all rows are invalid included.</summary>
    public override void Finish()
    {
        foreach ((RunTable table, TableEstimate estimate) in _estimates.Values)
        {
            Preflight preflight = estimate.ToPreflight(
                table.Name, table.Tally[OperationOutcome.Invalid], table.Description?.Throughput, Options.Write.MaxWriteCapacity);
            Cmdlet.WriteObject(preflight);
            Messages.Foreseen(preflight);
        }

        Invalid.Summarize(Cmdlet.WriteWarning);
    }

    /// <inheritdoc/>
    public override void StopEarly()
    {
    }

    /// <inheritdoc/>
    public override void Dispose() =>
        EveryStep.Run(() => Invalid.Summarize(Cmdlet.WarnAtTheEnd), base.Dispose);

    // With -WhatIf the answer is always no: it is said, and the check goes on.
    private protected override bool Confirm(RunTable table)
    {
        base.Confirm(table);
        TableEstimate estimate = new(table.Lane!, table.Description?.Throughput, Options.Write.MaxWriteCapacity);
        _estimates.Add(table.Identity, (table, estimate));
        return true;
    }

    private protected override void Accept(RunTable table, InputRow row, WriteOperation operation)
    {
        TableEstimate estimate = _estimates[table.Identity].Estimate;
        if (Options.Write.DuplicateKey == DuplicateKeyMode.Error && estimate.IsKnown(operation.Key))
        {
            UnprocessedItem duplicate = Options.Converter.ToInvalid(row, table.Name, OperationError.DuplicateKey);
            Refuse(table, row, Errors.Refused(duplicate));
            return;
        }

        Journal.Take(table, operation);
        estimate.Add(operation);
    }
}
