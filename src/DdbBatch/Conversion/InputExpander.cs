using System;
using System.Collections;
using System.Management.Automation;
using DdbBatch.Items;

namespace DdbBatch.Conversion;

/// <summary>Takes collections apart into inputs: <c>-InputObject $rows</c> means each row, as piping them does.</summary>
internal sealed class InputExpander
{
    private readonly ValueResolver _resolver = new();

    /// <summary>Gives the inputs in an argument, or in one object of the pipeline, one after the other.</summary>
    /// <param name="input">The argument or object.</param>
    /// <param name="take">
    /// Takes an input. Where a collection throws, that is the last one of it, and the converter gives its reason.
    /// </param>
    public void Expand(object? input, Action<object?> take) => Expand(input, take, depth: 0);

    // An array that holds itself has no end.
    private void Expand(object? input, Action<object?> take, int depth)
    {
        if (depth == ItemRules.MaxContainerDepth || FindElements(input) is not { } elements)
        {
            take(input);
            return;
        }

        try
        {
            object? element = null;
            while (element is not UnreadableInput && TryMoveNext(elements, out element))
                Expand(element, take, depth + 1);
        }
        finally
        {
            (elements as IDisposable)?.Dispose();
        }
    }

    // What fails here fails again, and with a better error, where the converter reads the input.
    private IEnumerator? FindElements(object? input)
    {
        try
        {
            ResolvedValue value = _resolver.Resolve(input);
            bool isCollection = value.Shape.Kind is TypeShapeKind.List or TypeShapeKind.Set;
            return isCollection ? ((IEnumerable)value.Value!).GetEnumerator() : null;
        }
        catch (Exception exception) when (exception is not PipelineStoppedException)
        {
            return null;
        }
    }

    private static bool TryMoveNext(IEnumerator elements, out object? element)
    {
        element = null;
        try
        {
            if (!elements.MoveNext())
                return false;
            element = elements.Current;
        }
        catch (Exception exception) when (exception is not PipelineStoppedException)
        {
            element = new UnreadableInput(exception);
        }

        return true;
    }
}
