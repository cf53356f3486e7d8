using System;
using System.Collections;
using DdbBatch.Items;

namespace DdbBatch.Conversion;

/// <summary>Takes collections apart into inputs: <c>-InputObject $rows</c> means each row, as piping them does.</summary>
internal sealed class InputExpander
{
    private readonly ValueResolver _resolver = new();

    /// <summary>Gives the inputs in an argument, or in one object of the pipeline, one after the other.</summary>
    public void Expand(object? input, Action<object?> take) => Expand(input, take, depth: 0);

    // An array that holds itself has no end.
    private void Expand(object? input, Action<object?> take, int depth)
    {
        ResolvedValue value = _resolver.Resolve(input);
        bool isCollection = value.Shape.Kind is TypeShapeKind.List or TypeShapeKind.Set;
        if (!isCollection || depth == ItemRules.MaxContainerDepth)
        {
            take(input);
            return;
        }

        foreach (object? element in (IEnumerable)value.Value!)
            Expand(element, take, depth + 1);
    }
}
