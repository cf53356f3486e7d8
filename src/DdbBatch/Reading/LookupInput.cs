using System;
using System.Runtime.ExceptionServices;
using DdbBatch.Input;

namespace DdbBatch.Reading;

/// <summary>
/// Takes the objects of Get-DdbBatch in, one by one. If the run ends early, the objects that were handed over and not
/// reached, such as the other elements of an array, are unprocessed.
/// </summary>
/// <param name="results">Counts them.</param>
/// <param name="begin">Starts the run, at the first object.</param>
internal sealed class LookupInput(LookupResults results, Func<LookupSession> begin) : IDisposable
{
    private ExceptionDispatchInfo? _end;
    private long _position;

    /// <summary>The run; null before the first object.</summary>
    public LookupSession? Session { get; private set; }

    /// <summary>Takes an object in.</summary>
    /// <returns>False if the run has ended; <see cref="ThrowIfEnded"/> throws the reason.</returns>
    public bool Take(object? given)
    {
        _position++;
        OperationInput input = OperationInput.Read(given!);
        if (_end is null)
        {
            try
            {
                Session ??= begin();
                Session.Submit(_position, input);
                return true;
            }
            catch (Exception exception)
            {
                _end = ExceptionDispatchInfo.Capture(exception);
                // The objects that wait for an answer come before those that were not reached.
                Session?.End();
            }
        }

        if (Session?.AccountedPosition != _position)
            results.AddUnprocessed(input.Source);
        return false;
    }

    /// <summary>Throws the exception that ended the run, if there is one.</summary>
    public void ThrowIfEnded() => _end?.Throw();

    /// <inheritdoc/>
    public void Dispose() => Session?.Dispose();
}
