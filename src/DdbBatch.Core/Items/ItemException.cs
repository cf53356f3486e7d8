using System;

namespace DdbBatch.Items;

/// <summary>One input cannot become an item: which rule it breaks, and where.</summary>
public sealed class ItemException : Exception
{
    /// <summary>Says which rule an input breaks.</summary>
    /// <param name="errorId">The rule's id, one word, stable: it becomes the error's FullyQualifiedErrorId.</param>
    /// <param name="path">Where in the input, as <c>Tags[3].Name</c>; empty for the input itself.</param>
    /// <param name="rule">The value (shortened), the rule, and what to do; the message puts the path before it.</param>
    /// <param name="innerException">What a property getter threw, if that is the reason.</param>
    public ItemException(string errorId, string path, string rule, Exception? innerException = null)
        : base(path.Length == 0 ? rule : $"{path}: {rule}", innerException)
    {
        ErrorId = errorId;
        Path = path;
    }

    /// <summary>The first error of an input that breaks several rules, with the others after its message.</summary>
    internal ItemException(ItemException first, string others)
        : base(first.Message + others, first.InnerException)
    {
        ErrorId = first.ErrorId;
        Path = first.Path;
    }

    /// <summary>The rule's id, as <c>KeyMissing</c>.</summary>
    public string ErrorId { get; }

    /// <summary>Where in the input, as <c>Tags[3].Name</c>; empty for the input itself.</summary>
    public string Path { get; }
}
