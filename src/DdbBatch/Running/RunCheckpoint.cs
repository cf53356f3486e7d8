using System;
using DdbBatch.FailedItems;
using DdbBatch.Model;
using DdbBatch.Storage;
using DdbBatch.Writing;

namespace DdbBatch.Running;

/// <summary>A run's journal, with its errors as the cmdlet's.</summary>
/// <param name="files">The run's files.</param>
/// <param name="journal">The journal over them.</param>
internal sealed class RunCheckpoint(RunFiles files, RunJournal journal)
{
    /// <summary>True while no row may be taken.</summary>
    public bool IsFull => journal.IsFull;

    /// <inheritdoc cref="RunJournal.Take"/>
    public bool Skips(RunTable table, WriteOperation operation) => Take(() => journal.Take(table.Identity, operation));

    /// <inheritdoc cref="RunJournal.TakeRefused"/>
    public bool SkipsRefused(string reason, object input) => Take(() => journal.TakeRefused(reason, () => RawJson.Of(input)));

    /// <inheritdoc cref="RunJournal.Pass"/>
    public void Pass(long position) => Take(() => Do(() => journal.Pass(position)));

    /// <inheritdoc cref="RunJournal.Refuse"/>
    public void Refuse(UnprocessedItem item) => journal.Refuse(item);

    /// <inheritdoc cref="RunJournal.Settle"/>
    public void Settle(WriteOperation operation, OperationError? end, UnprocessedItem? item) => journal.Settle(operation, end, item);

    /// <inheritdoc cref="RunJournal.WriteIfDue"/>
    public void WriteIfDue(TimeSpan now) => files.Use(() => Do(() => journal.WriteIfDue(now)));

    /// <inheritdoc cref="RunJournal.Miss"/>
    public void Miss(long position) => journal.Miss(position);

    /// <inheritdoc cref="RunJournal.Complete"/>
    public void Complete() => files.Use(() => Do(journal.Complete));

    /// <inheritdoc cref="RunJournal.End"/>
    public void End() => journal.End();

    private static bool Do(Action action)
    {
        action();
        return true;
    }

    private bool Take(Func<bool> take)
    {
        bool hadNewRows = journal.HasNewRows;
        bool result = files.Use(take);
        if (journal.HasNewRows && !hadNewRows)
            files.ThrowIfFailed();
        return result;
    }
}
