namespace DdbBatch.Model;

/// <summary>An input that is completed before a user sees it.</summary>
internal interface IDeferredObject
{
    /// <summary>The complete object.</summary>
    object Complete();
}
