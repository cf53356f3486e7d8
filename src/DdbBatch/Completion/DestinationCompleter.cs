namespace DdbBatch.Completion;

/// <summary>Completes the tables of the account and region that the typed -Destination parameters specify.</summary>
internal sealed class DestinationCompleter() : SecondTableCompleter("Destination");
