using System;
using System.Collections;
using System.Management.Automation;
using DdbBatch.Conversion;
using DdbBatch.Items;

namespace DdbBatch.Input;

/// <summary>Takes collections apart into inputs: <c>-InputObject $rows</c> means each row, as piping them does.</summary>
internal sealed class InputExpander
{
    private readonly ValueResolver _resolver = new();

    /// <summary>Gives the inputs in an argument, or in one object of the pipeline, one after the other.</summary>
    /// <param name="input">The argument or object.</param>
    /// <param name="take">
    /// Takes an input. Where a collection throws, that is the last one of it, and the converter gives its reason. Once it
    /// gives false, only what is in memory already is gone through to its end.
    /// </param>
    public void Expand(object? input, Func<object?, bool> take) => Expand(input, take, depth: 0);

    /// <summary>The same for one who takes all there is.</summary>
    public void Expand(object? input, Action<object?> take) => Expand(input, element =>
    {
        take(element);
        return true;
    });

    /// <summary>How many inputs an argument stands for, as far as that can be told; null where it is read as it goes.</summary>
    public long? Count(object? input) =>
        Collection(input) is { } collection ? (collection as ICollection)?.Count : 1;

    // An array that holds itself has no end.
    private bool Expand(object? input, Func<object?, bool> take, int depth)
    {
        if (depth == ItemRules.MaxContainerDepth || Collection(input) is not { } collection
            || Enumerator(collection) is not { } elements)
        {
            return take(input);
        }

        bool goesOn = true;
        try
        {
            object? element = null;
            while ((goesOn || collection is ICollection) && element is not UnreadableInput
                && TryMoveNext(elements, out element))
            {
                goesOn = Expand(element, take, depth + 1);
            }
        }
        finally
        {
            (elements as IDisposable)?.Dispose();
        }

        return goesOn;
    }

    // What fails here fails again, and with a better error, where the converter reads the input.
    private IEnumerable? Collection(object? input)
    {
        // Most inputs are of a kind that is none: no more is looked at.
        if ((input is PSObject wrapped ? wrapped.BaseObject : input) is PSCustomObject or IDictionary)
            return null;
        try
        {
            ResolvedValue value = _resolver.Resolve(input);
            return value.Shape.Kind is TypeShapeKind.List or TypeShapeKind.Set ? (IEnumerable)value.Value! : null;
        }
        catch (Exception exception) when (exception is not PipelineStoppedException)
        {
            return null;
        }
    }

    private static IEnumerator? Enumerator(IEnumerable collection)
    {
        try
        {
            return collection.GetEnumerator();
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
