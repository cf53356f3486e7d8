using System;
using System.Collections.Generic;
using System.Management.Automation;

namespace DdbBatch.Lifecycle;

/// <summary>
/// Finds the commands that a command's output reaches: those after it in its pipeline, and, if the pipeline runs in a script
/// block or function whose output goes on, those after that one. It follows PowerShell's own pipes, so that a reader without
/// any output (a missing file) finds them too, and one whose output goes to a variable finds no commands.
/// </summary>
internal static class Downstream
{
    // Used if an engine lacks one of these internals.
    [ThreadStatic]
    private static List<IInputConsumer>? _begun;

    /// <summary>
    /// Adds a consumer that has started. PowerShell starts all commands of a pipeline before the first object.
    /// </summary>
    public static void Begin(IInputConsumer consumer) => (_begun ??= []).Add(consumer);

    /// <summary>Removes a consumer that has ended.</summary>
    public static void End(IInputConsumer consumer) => _begun?.Remove(consumer);

    /// <summary>The consumers that the output of a command reaches.</summary>
    public static IReadOnlyList<IInputConsumer> Of(Cmdlet command) => Engine.HasPipes ? [.. Follow(command)] : AllBegun();

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
        Engine.HasPipes
        && command.MyInvocation.PipelinePosition < command.MyInvocation.PipelineLength
        && !command.MyInvocation.BoundParameters.ContainsKey("OutVariable")
        && !command.MyInvocation.BoundParameters.ContainsKey("PipelineVariable")
        && FindNext(command.CommandRuntime) is { } next
        && Engine.Value(Engine.Command, next) is IBareItemConsumer;

    private static object? FindNext(object? runtime) => Engine.Value(Engine.Reader, Engine.Value(Engine.OutputPipe, runtime));

    private static IEnumerable<IInputConsumer> Follow(Cmdlet command)
    {
        for (object? next = FindNext(command.CommandRuntime); next is not null; next = FindNext(Engine.Value(Engine.Runtime, next)))
        {
            if (Engine.Value(Engine.Command, next) is IInputConsumer consumer)
            {
                yield return consumer;
                if (!consumer.PassesInput)
                    yield break;
            }
        }
    }
}
