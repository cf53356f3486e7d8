using System;

namespace DdbBatch.Conversion;

/// <summary>Stands for the inputs that a collection didn't give, because reading it failed.</summary>
/// <param name="Exception">What the collection threw.</param>
internal sealed record UnreadableInput(Exception Exception);
