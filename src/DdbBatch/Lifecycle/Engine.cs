using System.Management.Automation;
using System.Reflection;

namespace DdbBatch.Lifecycle;

/// <summary>
/// Internals of PowerShell, for what its API lacks. Each can be missing in another version; what needs it then does without.
/// </summary>
internal static class Engine
{
    private const BindingFlags Instance = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    /// <summary>The pipe that a command writes to.</summary>
    public static readonly PropertyInfo? OutputPipe = Find("MshCommandRuntime", "OutputPipe");

    /// <summary>The processor of the command that reads a pipe.</summary>
    public static readonly PropertyInfo? Reader = Find("Internal.Pipe", "DownstreamCmdlet");

    /// <summary>The command of a processor.</summary>
    public static readonly PropertyInfo? Command = Find("CommandProcessorBase", "Command");

    /// <summary>The runtime of a processor's command.</summary>
    public static readonly PropertyInfo? Runtime = Find("CommandProcessorBase", "CommandRuntime");

    /// <summary>True if pipes can be followed from command to command.</summary>
    public static bool HasPipes { get; } = OutputPipe is not null && Reader is not null && Command is not null && Runtime is not null;

    /// <summary>Finds an internal property.</summary>
    /// <param name="type">The type, without the namespace System.Management.Automation.</param>
    /// <param name="property">The property.</param>
    /// <returns>Null if this PowerShell has none.</returns>
    public static PropertyInfo? Find(string type, string property) =>
        typeof(PSObject).Assembly.GetType($"System.Management.Automation.{type}")?.GetProperty(property, Instance);

    /// <summary>The value of a property; null if the object is not of its type.</summary>
    public static object? Value(PropertyInfo? property, object? target) =>
        property?.DeclaringType?.IsInstanceOfType(target) == true ? property.GetValue(target) : null;
}
