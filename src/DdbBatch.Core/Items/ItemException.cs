using System;

namespace DdbBatch.Items;

/// <summary>An input cannot become an item. The exception holds the rule that the input breaks, and the path.</summary>
public sealed class ItemException : Exception
{
    /// <summary>Creates the exception for a rule.</summary>
    /// <param name="errorId">The rule's id, one word. It is stable, because it becomes the error's
    /// FullyQualifiedErrorId.</param>
    /// <param name="path">The path in the input, for example <c>Tags[3].Name</c>; empty for the input itself.</param>
    /// <param name="rule">The value (shortened), the rule, and what to do. The message starts with the path.</param>
    /// <param name="innerException">The exception that a property getter threw, if that is the reason.</param>
    public ItemException(string errorId, string path, string rule, Exception? innerException = null)
        : base(path.Length == 0 ? rule : $"{path}: {rule}", innerException)
    {
        ErrorId = errorId;
        Path = path;
    }

    /// <summary>
    /// Combines the errors of an input that breaks several rules: the first error, with the messages of the others after its
    /// own.
    /// </summary>
    internal ItemException(ItemException first, string others)
        : base(first.Message + others, first.InnerException)
    {
        ErrorId = first.ErrorId;
        Path = first.Path;
    }

    /// <summary>The rule's id, for example <c>KeyMissing</c>.</summary>
    public string ErrorId { get; }

    /// <summary>The path in the input, for example <c>Tags[3].Name</c>; empty for the input itself.</summary>
    public string Path { get; }
}
