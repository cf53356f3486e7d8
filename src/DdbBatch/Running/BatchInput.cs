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
/// Takes the objects of a cmdlet in, one after the other, and remembers those that were handed over and not reached when
/// the run ended early: the other elements of an array, or the one for which no connection came about.
/// </summary>
/// <param name="router">Finds the table and the operation of an object.</param>
/// <param name="leftovers">Where what wasn't reached goes.</param>
/// <param name="createRunner">Begins the run, at the first object.</param>
internal sealed class BatchInput(InputRouter router, Leftovers leftovers, Func<BatchRunner> createRunner) : IDisposable
{
    private readonly List<UnprocessedItem> _unreached = [];
    private ExceptionDispatchInfo? _end;
    private long _position;
    private long? _missedPosition;

    /// <summary>The run; null before the first object.</summary>
    public BatchRunner? Runner { get; private set; }

    /// <summary>Objects that were handed over, and that the run ended before.</summary>
    public long NotReached { get; private set; }

    /// <summary>
    /// Something that would have come next could not be read. A checkpoint's mark stays before it, so that the load can go on
    /// there once the input is repaired.
    /// </summary>
    public void MissInput()
    {
        _missedPosition ??= _position + 1;
        Runner?.MissInput(_missedPosition.Value);
    }

    /// <summary>Takes an object in.</summary>
    /// <returns>False once the run has ended: then objects are only remembered. <see cref="ThrowIfEnded"/> tells why.</returns>
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

    /// <summary>Throws what ended the run, if anything did.</summary>
    public void ThrowIfEnded() => _end?.Throw();

    /// <summary>Ends the run; every object that was handed over has its outcome afterwards.</summary>
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
