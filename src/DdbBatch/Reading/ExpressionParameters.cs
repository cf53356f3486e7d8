using System.Collections.Generic;
using System.Management.Automation;
using DdbBatch.Reporting;

namespace DdbBatch.Reading;

/// <summary>The parameters that have an expression, and those that have its values.</summary>
internal static class ExpressionParameters
{
    private static readonly Dictionary<string, string> Values = new()
    {
        ["Condition"] = "ConditionValue",
        ["Filter"] = "FilterValue",
        ["SortKeyCondition"] = "SortKeyValue",
    };

    /// <summary>Returns the parameter that has the values of an expression, without the dash.</summary>
    public static string ValuesOf(string expression) => Values[expression];

    /// <summary>
    /// Finds values whose expression is missing. Without the expression, the command would read, copy or delete all items.
    /// </summary>
    /// <param name="given">The parameters that were given, by their names.</param>
    /// <returns>The error that ends the command; null if there are none.</returns>
    public static ErrorRecord? Problem(IDictionary<string, object> given)
    {
        foreach (KeyValuePair<string, string> pair in Values)
        {
            if (given.ContainsKey(pair.Value) && !given.ContainsKey(pair.Key))
                return Errors.Parameter($"Invalid{pair.Key}", $"-{pair.Value} has the values of -{pair.Key}, and there is no -{pair.Key}.");
        }

        return null;
    }
}
