namespace DdbBatch.Writing;

/// <summary>
/// Decides between Unknown and an outcome that says that the item was not written: the only place that does. Unknown is the outcome
/// of an operation that was not confirmed if any attempt may have been carried out, of this run or of an earlier one.
/// </summary>
/// <remarks>
/// <see cref="WriteOperation.MayBeWritten"/> records such an attempt: one without a trustworthy answer
/// (<see cref="WriteOperation.LoseAnswer"/>), one of an interrupted run, or one of the run that left it over as Unknown.
/// </remarks>
internal static class UnknownVerdict
{
    /// <summary>The outcome of an operation that is given up.</summary>
    public static OperationOutcome OfGivenUp(bool mayBeWritten) => mayBeWritten ? OperationOutcome.Unknown : OperationOutcome.Unprocessed;

    /// <summary>The outcome of an operation that is not sent because its key is a duplicate.</summary>
    public static OperationOutcome OfDuplicate(bool mayBeWritten) => mayBeWritten ? OperationOutcome.Unknown : OperationOutcome.Invalid;
}
