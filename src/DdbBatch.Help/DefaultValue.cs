using System;
using System.Globalization;
using System.Management.Automation;
using System.Reflection;

namespace DdbBatch.Help;

/// <summary>The values that parameters have if they are not given.</summary>
internal static class DefaultValue
{
    /// <summary>A parameter's default, from its attribute, or else from a cmdlet that nobody has set a parameter of.</summary>
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
