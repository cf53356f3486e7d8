using System;
using System.Collections.Generic;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Threading;
using System.Threading.Tasks;

namespace DdbBatch.Lifecycle;

/// <summary>The base class of the cmdlets: how they start, and how they end with an error.</summary>
/// <remarks>
/// A class of cmdlets registers its checks and its preparations in its constructor. Constructors of base classes always run,
/// and first, so no derived class can skip a check of its base class, as an overridden BeginProcessing could.
/// </remarks>
public abstract class ModuleCommand : PSCmdlet, IDisposable
{
    /// <summary>The longest wait on the pipeline's thread: Ctrl-C is noticed after this time at the latest.</summary>
    internal static readonly TimeSpan StopCheckInterval = TimeSpan.FromMilliseconds(200);

    private readonly CancellationTokenSource _stopping = new();
    private readonly List<Func<ErrorRecord?>> _checks = [];
    private readonly List<Action> _preparations = [];

    /// <summary>Cancelled when the pipeline is stopped.</summary>
    internal CancellationToken StopToken => _stopping.Token;

    /// <inheritdoc/>
    public virtual void Dispose()
    {
        _stopping.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc/>
    // The wait on the pipeline's thread ends with ThrowIfStopped, and StopEarly or Dispose of its session stops the engine.
    protected sealed override void StopProcessing() => _stopping.Cancel();

    /// <summary>Runs all checks, and then all preparations: those of base classes first.</summary>
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
        if (MyInvocation.ExpectingInput)
            PipelineBinding.Shorten(this);
    }

    /// <summary>
    /// Ends the command with an error, and with -ErrorAction Stop also the script, unless it catches the error. The built-in
    /// method ends only the statement, whatever -ErrorAction is: a scheduled task would continue, and return exit code 0.
    /// </summary>
    internal new void ThrowTerminatingError(ErrorRecord errorRecord)
    {
        if (CommonSettings.StopsOnError(this))
            WriteError(errorRecord);
        base.ThrowTerminatingError(errorRecord);
    }

    /// <summary>
    /// Writes an error about input that cannot be read, and makes the commands downstream count it, because a run whose
    /// input is incomplete has not succeeded.
    /// </summary>
    internal void WriteReadError(ErrorRecord errorRecord)
    {
        // First, because WriteError ends the command if -ErrorAction says so.
        CountReadError();
        WriteError(errorRecord);
    }

    /// <summary>Outputs what was read before an input that cannot be read, because commands downstream note its place.</summary>
    internal Action? BeforeReadError { get; set; }

    /// <summary>Makes the commands downstream count an input that could not be read.</summary>
    internal void CountReadError()
    {
        BeforeReadError?.Invoke();
        foreach (IInputConsumer consumer in Downstream.Of(this))
            consumer.CountReadError();
    }

    /// <summary>Ends the command with an error if a command downstream writes the file that is about to be read.</summary>
    internal void CheckInputFile(string path)
    {
        foreach (IInputConsumer consumer in Downstream.Of(this))
        {
            if (consumer.CheckInputFile(path) is { } error)
                ThrowTerminatingError(error);
        }
    }

    /// <summary>
    /// Ends the command if the pipeline is stopped (Ctrl-C). Whatever waits on the pipeline's thread asks this, because PowerShell
    /// only calls <see cref="StopProcessing"/>, on another thread, and doesn't interrupt a wait.
    /// </summary>
    internal void ThrowIfStopped()
    {
        if (StopToken.IsCancellationRequested)
            throw new PipelineStoppedException();
    }

    /// <summary>
    /// Waits for the result of a task. A role, a process or a service may take long, and Ctrl-C must end the wait, whatever
    /// the task does.
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

    /// <summary>Writes warnings.</summary>
    internal void WriteWarnings(IEnumerable<string> texts)
    {
        foreach (string text in texts)
            WriteWarning(text);
    }

    /// <summary>
    /// Writes a warning through the host if the pipeline is stopping, because the streams accept nothing more then.
    /// </summary>
    internal void WarnAtTheEnd(string text)
    {
        try
        {
            Host?.UI?.WriteWarningLine(text);
        }
        catch (Exception exception) when (exception is HostException or NotImplementedException or NotSupportedException)
        {
            // The result is not needed.
        }
    }

    /// <summary>
    /// Resets the variables that the parameters name. This comes before all checks, so that no variable keeps the value of
    /// an earlier run, however the command ends.
    /// </summary>
    private protected virtual void OpenVariables()
    {
    }

    /// <summary>True if a parameter was given.</summary>
    /// <param name="parameter">Its name.</param>
    private protected bool IsGiven(string parameter) => MyInvocation.BoundParameters.ContainsKey(parameter);

    /// <summary>True if objects are piped to the command, even if there are none, or -InputObject was given.</summary>
    private protected bool IsInputGiven => MyInvocation.ExpectingInput || IsGiven("InputObject");

    /// <summary>Returns a path of the file system; null for null.</summary>
    private protected string? Resolve(string? path) => path is null ? null : GetUnresolvedProviderPathFromPSPath(path);

    /// <summary>Registers a check of the parameters, which runs before anything is opened or connected to.</summary>
    /// <param name="check">Returns the error that ends the command; null if the parameters are valid.</param>
    private protected void Check(Func<ErrorRecord?> check) => _checks.Add(check);

    /// <summary>Registers an action to run before the first object, after all checks have passed.</summary>
    private protected void Prepare(Action action) => _preparations.Add(action);
}
