using System;
using System.Collections.Generic;
using System.Linq;
using DdbBatch.Items;
using DdbBatch.Protocol;

namespace DdbBatch.Reading;

/// <summary>The attributes that are read: a ProjectionExpression.</summary>
internal static class Projection
{
    /// <summary>The key attributes alone.</summary>
    public static string OfKey(TableSchema schema, ExpressionAliases aliases) =>
        string.Join(", ", schema.KeyAttributes.Select(key => aliases.Name(key.Name)));

    /// <summary>The attributes of -Property.</summary>
    /// <param name="paths">Attributes and parts of them, as they were given.</param>
    /// <param name="aliases">Gives the aliases.</param>
    /// <param name="keys">Attributes to add.</param>
    /// <returns>Null if there are no paths: all attributes.</returns>
    /// <exception cref="ReadParameterException">A path has no such form.</exception>
    public static string? Of(IReadOnlyList<string> paths, ExpressionAliases aliases, IReadOnlyList<KeyAttribute> keys)
    {
        if (paths.Count == 0)
            return null;
        try
        {
            // DynamoDB refuses a path that is there twice.
            return string.Join(", ", keys.Select(key => aliases.Name(key.Name))
                .Concat(paths.Select(path => ExpressionText.RewritePath(path, aliases)))
                .Distinct(StringComparer.Ordinal));
        }
        catch (FormatException exception)
        {
            throw new ReadParameterException("InvalidProperty", $"-Property {exception.Message}");
        }
    }
}
