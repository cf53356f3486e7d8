using System;
using System.Collections.Generic;
using System.Management.Automation;
using System.Reflection;

namespace DdbBatch.Lifecycle;

/// <summary>
/// Finds the commands that a command's output reaches: those after it in its pipeline, and, if the pipeline runs in a script
/// block or function whose output goes on, those after that one. It follows PowerShell's own pipes, so that a reader without
/// any output (a missing file) finds them too, and one whose output goes to a variable finds no commands.
/// </summary>
internal static class Downstream
{
    private const BindingFlags Instance = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    private static readonly PropertyInfo? OutputPipe = Find("System.Management.Automation.MshCommandRuntime", "OutputPipe");
    private static readonly PropertyInfo? Next = Find("System.Management.Automation.Internal.Pipe", "DownstreamCmdlet");
    private static readonly PropertyInfo? Command = Find("System.Management.Automation.CommandProcessorBase", "Command");
    private static readonly PropertyInfo? Runtime = Find("System.Management.Automation.CommandProcessorBase", "CommandRuntime");

    // Used if an engine lacks one of these internals.
    [ThreadStatic]
    private static List<IInputConsumer>? _begun;

    private static bool CanFollowPipes => OutputPipe is not null && Next is not null && Command is not null && Runtime is not null;

    /// <summary>
    /// Adds a consumer that has started. PowerShell starts all commands of a pipeline before the first object.
    /// </summary>
    public static void Begin(IInputConsumer consumer) => (_begun ??= []).Add(consumer);

    /// <summary>Removes a consumer that has ended.</summary>
    public static void End(IInputConsumer consumer) => _begun?.Remove(consumer);

    /// <summary>The consumers that the output of a command reaches.</summary>
    public static IReadOnlyList<IInputConsumer> Of(Cmdlet command) => CanFollowPipes ? [.. Follow(command)] : AllBegun();

    /// <summary>
    /// The consumers that have started on this thread. Without the pipes it is unknown which of them a reader feeds, so all
    /// of them count: wrongly reporting a run as incomplete is better than wrongly reporting it as complete.
    /// </summary>
    internal static IReadOnlyList<IInputConsumer> AllBegun() => _begun?.ToArray() ?? [];

    /// <summary>
    /// Whether only a command of this module that shows no object before it gave it its properties gets the output of a
    /// command: the next one in the same pipeline, while no variable takes the objects too. A function around the pipeline
    /// may have such a variable, so the last command of a pipeline doesn't count.
    /// </summary>
    public static bool TakesBareItems(PSCmdlet command) =>
        CanFollowPipes
        && command.MyInvocation.PipelinePosition < command.MyInvocation.PipelineLength
        && !command.MyInvocation.BoundParameters.ContainsKey("OutVariable")
        && !command.MyInvocation.BoundParameters.ContainsKey("PipelineVariable")
        && FindNext(command.CommandRuntime) is { } next
        && Command!.GetValue(next) is IBareItemConsumer;

    private static object? FindNext(object? runtime) =>
        OutputPipe!.DeclaringType!.IsInstanceOfType(runtime) && OutputPipe.GetValue(runtime) is { } pipe ? Next!.GetValue(pipe) : null;

    private static IEnumerable<IInputConsumer> Follow(Cmdlet command)
    {
        for (object? next = FindNext(command.CommandRuntime); next is not null; next = FindNext(Runtime!.GetValue(next)))
        {
            if (Command!.GetValue(next) is IInputConsumer consumer)
            {
                yield return consumer;
                if (!consumer.PassesInput)
                    yield break;
            }
        }
    }

    private static PropertyInfo? Find(string type, string property) =>
        typeof(PSObject).Assembly.GetType(type)?.GetProperty(property, Instance);
}
