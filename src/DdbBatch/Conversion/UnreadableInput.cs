using System;

namespace DdbBatch.Conversion;

/// <summary>Takes the place of the inputs that a collection did not return, because reading it failed.</summary>
/// <param name="Exception">The exception that the collection threw.</param>
internal sealed record UnreadableInput(Exception Exception);
