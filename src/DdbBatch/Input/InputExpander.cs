using System;
using System.Collections;
using System.Linq;
using System.Management.Automation;
using DdbBatch.Conversion;
using DdbBatch.Items;
using DdbBatch.Lifecycle;

namespace DdbBatch.Input;

/// <summary>Splits collections into inputs: <c>-InputObject $rows</c> means each row, as with a pipeline.</summary>
internal sealed class InputExpander
{
    private readonly ValueResolver _resolver = new();

    /// <summary>Returns the inputs in an argument, or in one object of the pipeline, one after the other.</summary>
    /// <param name="input">The argument or object.</param>
    /// <param name="take">Receives an input. If a collection throws, that is its last input, and the converter reports the
    /// reason. After it returns false, only inputs that are already in memory are enumerated to the end.</param>
    public void Expand(object? input, Func<object?, bool> take) => Expand(input, take, depth: 0);

    /// <summary>Calls a receiver that takes all inputs.</summary>
    public void Expand(object? input, Action<object?> take) => Expand(input, element =>
    {
        take(element);
        return true;
    });

    /// <summary>Returns the number of inputs in an argument, if it is known; null if they are read one by one.</summary>
    public long? Count(object? input) =>
        Collection(input) is { } collection ? (collection as ICollection)?.Count : 1;

    // An array that contains itself has no end.
    private bool Expand(object? input, Func<object?, bool> take, int depth)
    {
        if (Base(input) is ItemBundle bundle)
            return bundle.Items.All(take);
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

    // An exception here occurs again, and is reported better, when the converter reads the input.
    private IEnumerable? Collection(object? input)
    {
        // Most inputs are not collections, and nothing more is checked.
        if (Base(input) is PSCustomObject or IDictionary)
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

    private static object? Base(object? input) => input is PSObject wrapped ? wrapped.BaseObject : input;

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
