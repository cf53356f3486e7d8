using System;
using System.Collections.Generic;
using System.Management.Automation;
using DdbBatch.Lifecycle;
using DdbBatch.Model;
using DdbBatch.Reporting;
using DdbBatch.Writing;

namespace DdbBatch.Running;

/// <summary>Reports tables that can't be written to: once for each table, not once for each row.</summary>
/// <param name="cmdlet">Writes the errors.</param>
/// <param name="options">The options that its parameters set.</param>
/// <param name="tables">The tables of the run.</param>
/// <param name="summarize">Returns the counts so far, for the errors.</param>
internal sealed class UnwritableTables(ModuleCommand cmdlet, SessionOptions options, RunTables tables, Func<WriteSummary> summarize)
{
    private readonly HashSet<string> _reported = new(StringComparer.Ordinal);

    /// <summary>Reports a table; ends the cmdlet if nothing else can be written to either.</summary>
    /// <param name="table">The table, by the name or ARN that was given.</param>
    /// <param name="error">Why it can't be written to.</param>
    public void Report(string table, OperationError error)
    {
        if (!_reported.Add(table))
            return;
        ErrorRecord record = Create(table, error, summarize());
        if (error.DoomsRun || (options.Write.HasOneTable && !tables.HasOpen))
            cmdlet.ThrowTerminatingError(record);
        cmdlet.WriteError(record);
    }

    /// <summary>Ends the cmdlet with the error that ended the run.</summary>
    public void Terminate(OperationError fatal)
    {
        WriteSummary summary = summarize();
        string table = summary.Tables.Length > 0 ? summary.Tables[^1].Table : "";
        cmdlet.ThrowTerminatingError(Create(table, fatal, summary));
    }

    private ErrorRecord Create(string table, OperationError error, WriteSummary summary) => error switch
    {
        { Code: OperationError.InternalCode } => Errors.Internal(error, summary),
        { DoomsRun: true } => ServiceErrors.Run(error, options.Endpoint, summary),
        { Code: "AccessDeniedException" } when tables.Find(table)?.Lane is null => ServiceErrors.DescribeTableDenied(table, error, summary),
        _ => ServiceErrors.Table(
            table,
            error,
            options.Endpoint,
            summary,
            options.Files.HasCheckpoint ? ServiceErrors.Continue : "Pipe what is left to Write-DdbBatch later."),
    };
}
