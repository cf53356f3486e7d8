using System;
using DdbBatch.Lifecycle;
using DdbBatch.Reporting;
using DdbBatch.Writing;

namespace DdbBatch.Running;

/// <summary>Writes the outcomes of operations to the cmdlet's streams.</summary>
/// <param name="cmdlet">Whose streams they are.</param>
/// <param name="options">The options that its parameters set.</param>
/// <param name="pump">Drives the run.</param>
/// <param name="invalid">Reports refused operations.</param>
/// <param name="tables">Reports tables that can't be written to.</param>
internal sealed class OutcomeWriter(
    ModuleCommand cmdlet, SessionOptions options, WritePump pump, InvalidRows invalid, UnwritableTables tables)
{
    /// <summary>Writes the outcome of an operation, if the user is to see it.</summary>
    public void Write(SettledOperation settled)
    {
        WriteOperation operation = settled.Operation;
        switch (operation.Outcome)
        {
            case OperationOutcome.Written when options.PassThru:
                cmdlet.WriteObject(operation.Input is DdbItem item ? item.WithProperties() : operation.Input);
                break;
            case OperationOutcome.ConditionFailed when options.Write.LogsDecisions:
                cmdlet.WriteVerbose(FormattableString.Invariant(
                    $"{Errors.Place(operation.Position, operation.Input)} ({operation.Kind}) of table '{settled.Lane.RequestTable}': its condition is false, so it is not written."));
                break;
            case OperationOutcome.Invalid:
                invalid.Report(settled.Lane.RequestTable, Errors.Refused(settled.ToUnprocessedItem(pump.StartedAt)));
                break;
            case OperationOutcome.Unprocessed or OperationOutcome.Unknown when options.NoRetry:
                cmdlet.WriteObject(settled.ToUnprocessedItem(pump.StartedAt));
                break;
            case OperationOutcome.Unprocessed or OperationOutcome.Unknown when settled.Lane.Closed is { } closed:
                tables.Report(settled.Lane.RequestTable, closed);
                break;
            case OperationOutcome.Unprocessed or OperationOutcome.Unknown:
                cmdlet.WriteError(Errors.GivenUp(settled.ToUnprocessedItem(pump.StartedAt)));
                break;
        }
    }
}
