namespace DdbBatch.Model;

/// <summary>The meaning of an outcome for what comes after it.</summary>
internal static class Outcomes
{
    /// <summary>True if the operation comes back to the user, so that it can be written later: nothing is settled about it.</summary>
    public static bool IsLeftover(this OperationOutcome outcome) =>
        outcome is OperationOutcome.Unprocessed or OperationOutcome.Unknown or OperationOutcome.Invalid;
}
