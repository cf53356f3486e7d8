using DdbBatch.Items;
using DdbBatch.Model;
using DdbBatch.Writing;

namespace DdbBatch.Input;

/// <summary>An object of the input with its place and what is to be done with it.</summary>
/// <param name="input">The object.</param>
/// <param name="position">Its place in the input, from 1.</param>
/// <param name="kind">What to do with it.</param>
/// <param name="router">Reads it.</param>
internal readonly struct RoutedInput(OperationInput input, long position, OperationKind kind, InputRouter router)
{
    /// <summary>Its place in the input, from 1.</summary>
    public long Position { get; } = position;

    /// <summary>The object that was given, for errors.</summary>
    public object Source => input.Source;

    /// <summary>Makes the operation.</summary>
    /// <param name="schema">The keys of its table.</param>
    /// <param name="run">The run whose clock counts.</param>
    /// <exception cref="ItemException">It breaks a rule.</exception>
    public WriteOperation ToOperation(TableSchema schema, WriteRun run) =>
        new(Position, kind, router.Convert(input, kind, schema), input.Source)
        {
            MayBeWritten = input.MayBeWritten,
            IsSnapshot = router.IsDynamoDBJson(input),
            SettlesAt = run.ToRunTime(input.SettlesAt),
        };

    /// <summary>The object as a leftover that was refused.</summary>
    /// <param name="table">Its table; empty where that isn't known.</param>
    /// <param name="error">The rule it breaks.</param>
    public UnprocessedItem ToInvalid(string table, OperationError error) =>
        new(Position, table, kind, OperationOutcome.Invalid, error, input.Source) { Json = router.Snapshot(input) };

    /// <summary>
    /// The object as a leftover that never became an operation: nothing of it was written by this run, though perhaps by
    /// an earlier one.
    /// </summary>
    /// <param name="table">Its table; empty where that isn't known.</param>
    /// <param name="error">Why it wasn't written.</param>
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
