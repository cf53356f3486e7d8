namespace DdbBatch.Completion;

/// <summary>Completes the tables of the account and region that the typed -Reference parameters specify.</summary>
internal sealed class ReferenceTableCompleter() : SecondTableCompleter("Reference");
