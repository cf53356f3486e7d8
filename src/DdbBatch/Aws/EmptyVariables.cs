using System;
using System.Collections;

namespace DdbBatch.Aws;

/// <summary>
/// Environment variables of AWS that are set to an empty string. They mean the same as variables that are not set, but the
/// SDK uses some of them as values, such as an endpoint's URL or a defaults mode, also in the clients that it creates by
/// itself.
/// </summary>
internal static class EmptyVariables
{
    private const string Prefix = "AWS_";

    /// <summary>
    /// Removes them from the process, as PowerShell before 7.5 does as soon as a variable is set to an empty string.
    /// </summary>
    public static void Remove()
    {
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            if (variable is { Key: string name, Value: "" } && name.StartsWith(Prefix, StringComparison.Ordinal))
                Environment.SetEnvironmentVariable(name, null);
        }
    }
}
