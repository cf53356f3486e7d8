using System;
using System.Collections.Generic;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Threading;
using System.Threading.Tasks;

namespace DdbBatch.Lifecycle;

/// <summary>The base of the cmdlets: how they begin, and how they end with an error.</summary>
/// <remarks>
/// A class of cmdlets registers its checks and its preparations in its constructor. Constructors of base classes always run,
/// and first, so no derived class can skip a check of its base class, as an overridden BeginProcessing could.
/// </remarks>
public abstract class ModuleCommand : PSCmdlet, IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly List<Func<ErrorRecord?>> _checks = [];
    private readonly List<Action> _preparations = [];

    /// <summary>Cancelled when the pipeline is to stop.</summary>
    internal CancellationToken StopToken => _stopping.Token;

    /// <inheritdoc/>
    public virtual void Dispose()
    {
        _stopping.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc/>
    protected sealed override void StopProcessing() => _stopping.Cancel();

    /// <summary>Makes all checks, and then all preparations: those of base classes first.</summary>
    protected sealed override void BeginProcessing()
    {
        DebugPrompts.Disable(this);
        OpenVariables();
        foreach (Func<ErrorRecord?> check in _checks)
        {
            if (check() is { } error)
                ThrowTerminatingError(error);
        }

        foreach (Action prepare in _preparations)
            prepare();
    }

    /// <summary>
    /// Ends the command with an error, and with -ErrorAction Stop the script too, unless that catches it. PowerShell's own
    /// method ends only the statement, whatever -ErrorAction says: a scheduled task would go on, to exit code 0.
    /// </summary>
    internal new void ThrowTerminatingError(ErrorRecord errorRecord)
    {
        if (Preferences.StopsOnError(this))
            WriteError(errorRecord);
        base.ThrowTerminatingError(errorRecord);
    }

    /// <summary>
    /// Writes an error about input that can't be read, and has the commands downstream count it: a run whose input is
    /// incomplete has not succeeded.
    /// </summary>
    internal void WriteReadError(ErrorRecord errorRecord)
    {
        // First, because WriteError ends the command if -ErrorAction says so.
        CountReadError();
        WriteError(errorRecord);
    }

    /// <summary>Has the commands downstream count something that could not be read.</summary>
    internal void CountReadError()
    {
        foreach (IInputConsumer consumer in Downstream.Of(this))
            consumer.CountReadError();
    }

    /// <summary>Ends the command with an error if a command downstream writes the file that is to be read.</summary>
    internal void CheckInputFile(string path)
    {
        foreach (IInputConsumer consumer in Downstream.Of(this))
        {
            if (consumer.CheckInputFile(path) is { } error)
                ThrowTerminatingError(error);
        }
    }

    /// <summary>
    /// Waits for what a task gives. A role, a process or a service may keep us waiting, and Ctrl-C is not to: it ends the
    /// wait, whatever the task does.
    /// </summary>
    internal T Await<T>(Func<Task<T>> start)
    {
        try
        {
            Task<T> task = start();
            Task.WaitAny([task], StopToken);
            return task.GetAwaiter().GetResult();
        }
        catch (OperationCanceledException) when (StopToken.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
    }

    /// <summary>A warning when the pipeline is stopping, and the streams take nothing more: the host shows it.</summary>
    internal void WarnAtTheEnd(string text)
    {
        try
        {
            Host?.UI?.WriteWarningLine(text);
        }
        catch (Exception exception) when (exception is HostException or NotImplementedException or NotSupportedException)
        {
            // Nobody looks.
        }
    }

    /// <summary>
    /// Resets the variables that the parameters name. It comes before all checks, so that no variable still has what an earlier
    /// run left in it, whatever ends the command.
    /// </summary>
    private protected virtual void OpenVariables()
    {
    }

    /// <summary>Registers a check of the parameters, made before anything is opened or connected to.</summary>
    /// <param name="check">Returns the error that ends the command; null if the parameters are fine.</param>
    private protected void Check(Func<ErrorRecord?> check) => _checks.Add(check);

    /// <summary>Registers something to do before the first object, once all checks have passed.</summary>
    private protected void Prepare(Action action) => _preparations.Add(action);
}
