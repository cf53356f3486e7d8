using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using DdbBatch.Items;

namespace DdbBatch.Conversion;

/// <summary>Collects the refused attributes of one item, so that one error names all of them.</summary>
internal sealed class AttributeRefusals
{
    /// <summary>The maximum number of attributes that an error names. After that, the walk over the item ends.</summary>
    public const int Max = 10;

    private readonly List<ItemException> _errors = [];

    /// <summary>True if there are any.</summary>
    public bool Any => _errors.Count > 0;

    /// <summary>Clears the list.</summary>
    public void Clear() => _errors.Clear();

    /// <summary>Adds an attribute's error, unless it ends the walk.</summary>
    /// <param name="exception">The exception that was thrown while the attribute was read or written.</param>
    /// <param name="path">The path of the attribute.</param>
    /// <returns>True if the walk continues with the next attribute.</returns>
    public bool TryAdd(Exception exception, ItemPath path)
    {
        // If an item is too large, every further attribute would report the same error.
        if (exception is PipelineStoppedException or ItemException { ErrorId: "ItemTooLarge" } || _errors.Count == Max - 1)
            return false;
        _errors.Add(exception as ItemException ?? ConversionErrors.ReadFailed(path, exception));
        return true;
    }

    /// <summary>Adds the error that ended the walk.</summary>
    public void AddLast(ItemException exception) => _errors.Add(exception);

    /// <summary>
    /// Creates the error of the item: that of its first refused attribute, with the messages of the others.
    /// </summary>
    public ItemException ToError() => _errors.Count == 1
        ? _errors[0]
        : new ItemException(
            _errors[0],
            " Also refused: " + string.Join(" ", _errors.Skip(1).Select(error => error.Message))
            + (_errors.Count < Max ? "" : " The attributes after these were not checked."));
}
