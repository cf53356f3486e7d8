using DdbBatch.Items;
using DdbBatch.Model;
using DdbBatch.Writing;

namespace DdbBatch.Input;

/// <summary>An object of the input, with its position and its operation.</summary>
/// <param name="input">The object.</param>
/// <param name="position">Its position in the input, from 1.</param>
/// <param name="kind">The operation.</param>
/// <param name="router">Reads it.</param>
internal readonly struct RoutedInput(OperationInput input, long position, OperationKind kind, InputRouter router)
{
    /// <summary>Its position in the input, from 1.</summary>
    public long Position { get; } = position;

    /// <summary>The input object, for errors.</summary>
    public object Source => input.Source;

    /// <summary>Creates the operation.</summary>
    /// <param name="schema">The keys of its table.</param>
    /// <param name="run">The run, whose clock is used.</param>
    /// <exception cref="ItemException">The object breaks a rule.</exception>
    public WriteOperation ToOperation(TableSchema schema, WriteRun run) =>
        new(Position, kind, router.Convert(input, kind, schema), input.Source)
        {
            MayBeWritten = input.MayBeWritten,
            IsSnapshot = router.IsDynamoDBJson(input),
            SettlesAt = run.ToRunTime(input.SettlesAt),
        };

    /// <summary>Returns the object as a leftover that was refused.</summary>
    /// <param name="table">Its table; empty if unknown.</param>
    /// <param name="error">The rule it breaks.</param>
    public UnprocessedItem ToInvalid(string table, OperationError error) =>
        new(Position, table, kind, OperationOutcome.Invalid, error, input.Source) { Json = router.Snapshot(input) };

    /// <summary>
    /// Returns the object as a leftover that never became an operation: this run has not written it, but an earlier one may
    /// have.
    /// </summary>
    /// <param name="table">Its table; empty if unknown.</param>
    /// <param name="error">The reason why it was not written.</param>
    public UnprocessedItem ToUnprocessed(string table, OperationError error)
    {
        OperationOutcome outcome = input.MayBeWritten ? OperationOutcome.Unknown : OperationOutcome.Unprocessed;
        return new(Position, table, kind, outcome, error, input.Source)
        {
            Json = router.Snapshot(input),
            SettlesAt = input.SettlesAt,
        };
    }
}
