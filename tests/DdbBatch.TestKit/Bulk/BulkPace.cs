namespace DdbBatch.TestKit;

/// <summary>The trigger of a bulk operation's steps.</summary>
public enum BulkPace
{
    /// <summary>Each DescribeBulkOperation, after it has noted its answer, lets the engine take one step.</summary>
    OnDescribe,

    /// <summary>The engine runs on its own, objects in parallel, from the start of the operation.</summary>
    Background,

    /// <summary>The test alone, by <see cref="BulkOperation.StepAsync"/>.</summary>
    Manual,
}
