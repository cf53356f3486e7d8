using System.Collections;
using System.Linq;
using System.Management.Automation;
using System.Reflection;

namespace DdbBatch.Lifecycle;

/// <summary>
/// Shortens PowerShell's work for each object of the pipeline. For each it goes several times over all parameters of the command that
/// were not given. Write-DdbBatch has fifty, of which objects can be bound to one.
/// </summary>
internal static class PipelineBinding
{
    private static readonly PropertyInfo? Pipeline = Engine.Find("MshCommandRuntime", "PipelineProcessor");
    private static readonly PropertyInfo? Commands = Engine.Find("Internal.PipelineProcessor", "Commands");
    private static readonly PropertyInfo? Binder = Engine.Find("CommandProcessor", "CmdletParameterBinderController");
    private static readonly PropertyInfo? NotGiven = Engine.Find("ParameterBinderController", "UnboundParameters");
    private static readonly PropertyInfo? Parameter = Engine.Find("MergedCompiledCommandParameter", "Parameter");
    private static readonly PropertyInfo? TakesObjects = Engine.Find("CompiledCommandParameter", "IsPipelineParameterInSomeParameterSet");
    private static readonly PropertyInfo? IsMandatory = Engine.Find("CompiledCommandParameter", "IsMandatoryInSomeParameterSet");

    /// <summary>False if this PowerShell lacks one of the internals; then it does all of its work.</summary>
    public static bool IsAvailable { get; } =
        Pipeline is not null && Commands is not null && Engine.Command is not null && Binder is not null && NotGiven is not null
        && Parameter is not null && TakesObjects is not null && IsMandatory is not null;

    /// <summary>
    /// Makes PowerShell forget the parameters that objects can't be bound to and that were not given. Call it once the command has
    /// begun, because then they can't be given any more.
    /// </summary>
    /// <param name="command">The command, which is in a pipeline.</param>
    public static void Shorten(Cmdlet command)
    {
        if (!IsAvailable || FindNotGiven(command) is not { IsFixedSize: false, IsReadOnly: false } notGiven)
            return;
        for (int index = notGiven.Count - 1; index >= 0; index--)
        {
            object? parameter = Parameter!.GetValue(notGiven[index]);
            if (TakesObjects!.GetValue(parameter) is false && IsMandatory!.GetValue(parameter) is false)
                notGiven.RemoveAt(index);
        }
    }

    /// <summary>The parameters that PowerShell goes over for each object; null if they can't be found.</summary>
    internal static IList? FindNotGiven(Cmdlet command) =>
        (Engine.Value(Commands, Engine.Value(Pipeline, command.CommandRuntime)) as IEnumerable)?.Cast<object>()
            .Where(processor => Engine.Value(Engine.Command, processor) == command)
            .Select(processor => Engine.Value(NotGiven, Engine.Value(Binder, processor)) as IList)
            .FirstOrDefault();
}
