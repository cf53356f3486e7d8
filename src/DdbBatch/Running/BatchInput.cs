using System;
using System.Collections.Generic;
using System.Management.Automation;
using System.Runtime.ExceptionServices;
using DdbBatch.FailedItems;
using DdbBatch.Input;
using DdbBatch.Model;
using DdbBatch.Reporting;

namespace DdbBatch.Running;

/// <summary>
/// Adds the objects of a cmdlet one after the other, and keeps those that were not reached when the run ended early: the
/// other elements of an array, or the object for which no connection could be made.
/// </summary>
/// <param name="router">Determines the table and the operation of an object.</param>
/// <param name="leftovers">Keeps the objects that were not reached.</param>
/// <param name="createRunner">Starts the run, at the first object.</param>
internal sealed class BatchInput(InputRouter router, Leftovers leftovers, Func<BatchRunner> createRunner) : IDisposable
{
    private readonly List<UnprocessedItem> _unreached = [];
    private ExceptionDispatchInfo? _end;
    private long _position;
    private long? _missedPosition;

    /// <summary>The run; null before the first object.</summary>
    public BatchRunner? Runner { get; private set; }

    /// <summary>The number of objects that the run ended before.</summary>
    public long NotReached { get; private set; }

    /// <summary>
    /// Records that the next input could not be read. The checkpoint's mark stays before it, so that the load can continue
    /// there after the input was repaired.
    /// </summary>
    public void MissInput()
    {
        _missedPosition ??= _position + 1;
        Runner?.MissInput(_missedPosition.Value);
    }

    /// <summary>Adds an object.</summary>
    /// <returns>False if the run has ended: then objects are only kept. <see cref="ThrowIfEnded"/> throws the
    /// reason.</returns>
    public bool Take(OperationInput input)
    {
        _position++;
        if (_end is null)
        {
            try
            {
                Submit(input);
                return true;
            }
            catch (Exception exception)
            {
                _end = ExceptionDispatchInfo.Capture(exception);
            }
        }

        if (Runner?.AccountedPosition != _position)
            Remember(input);
        return false;
    }

    /// <summary>Throws the exception that ended the run, if there is one.</summary>
    public void ThrowIfEnded() => _end?.Throw();

    /// <summary>Ends the run. After that, every object has its outcome.</summary>
    public void Dispose()
    {
        Runner?.Dispose();
        // They came last, and are replayed last.
        _unreached.ForEach(leftovers.AddUnreached);
        _unreached.Clear();
    }

    private void Submit(OperationInput input)
    {
        Runner ??= BeginRun();
        OperationKind kind = input.Kind ?? OperationKind.Put;
        try
        {
            kind = router.Kind(input);
            Runner.Submit(router.Table(input), new RoutedInput(input, _position, kind, router));
        }
        catch (PerObjectException exception)
        {
            ErrorRecord error = Errors.PerObject(exception, _position, input.Source);
            Runner.Refuse(null, new RoutedInput(input, _position, kind, router), error);
        }
    }

    private BatchRunner BeginRun()
    {
        BatchRunner runner = createRunner();
        if (_missedPosition is { } missed)
            runner.MissInput(missed);
        return runner;
    }

    private void Remember(OperationInput input)
    {
        NotReached++;
        if (!leftovers.AreKept)
            return;
        (string table, OperationKind kind) = router.WithoutScripts(input);
        RoutedInput unreached = new(input, _position, kind, router);
        _unreached.Add(unreached.ToUnprocessed(table, OperationError.NotReached));
    }
}
