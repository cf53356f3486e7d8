using System;
using System.Globalization;
using System.Management.Automation;
using System.Reflection;

namespace DdbBatch.Help;

/// <summary>The default values of parameters.</summary>
internal static class DefaultValue
{
    /// <summary>
    /// Returns a parameter's default, from its attribute, or otherwise from a new cmdlet whose parameters are not set.
    /// </summary>
    internal static string Of(Type cmdlet, string parameter)
    {
        PropertyInfo property = cmdlet.GetProperty(parameter)!;
        if (property.GetCustomAttribute<PSDefaultValueAttribute>() is { } said)
            return said.Help;
        return property.GetValue(Activator.CreateInstance(cmdlet)) switch
        {
            string { Length: > 0 } text => text,
            Enum value => value.ToString(),
            int and not (0 or int.MaxValue) or long and not (0 or long.MaxValue) => Convert.ToString(
                property.GetValue(Activator.CreateInstance(cmdlet)), CultureInfo.InvariantCulture)!,
            _ => "None",
        };
    }
}
