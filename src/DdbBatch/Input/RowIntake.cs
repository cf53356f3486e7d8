using System;
using System.Runtime.ExceptionServices;

namespace DdbBatch.Input;

/// <summary>
/// Numbers the rows of an input and gives them to a run, which begins with the first one. Once it has ended, whatever ended
/// it, the rows that were handed over are not reached: the other elements of an array, or the one for which no connection was
/// made.
/// </summary>
/// <param name="begin">Begins the run.</param>
/// <param name="keepUnreached">Keeps a row that is not reached.</param>
internal sealed class RowIntake<TSession>(Func<TSession> begin, Action<InputRow> keepUnreached) : IDisposable
    where TSession : class, IRowSession
{
    private ExceptionDispatchInfo? _end;

    /// <summary>The run; null before the first row.</summary>
    public TSession? Session { get; private set; }

    /// <summary>The place of the last row.</summary>
    public long Position { get; private set; }

    /// <summary>How many rows were handed over and not reached.</summary>
    public long NotReached { get; private set; }

    /// <summary>Takes an object.</summary>
    /// <returns>False once the run has ended; <see cref="ThrowIfEnded"/> says why.</returns>
    public bool Take(object? given) => Take(InputRow.Of(given!));

    /// <inheritdoc cref="Take(object?)"/>
    public bool Take(InputRow row)
    {
        row.Position = ++Position;
        if (_end is null)
        {
            try
            {
                Session ??= begin();
                Session.Take(row);
                return true;
            }
            catch (Exception exception)
            {
                StopEarly(exception);
            }
        }

        if (Session?.AccountedPosition != row.Position)
        {
            NotReached++;
            keepUnreached(row);
        }

        return false;
    }

    /// <summary>Throws the exception that ended the run, if it has ended.</summary>
    public void ThrowIfEnded() => _end?.Throw();

    /// <inheritdoc/>
    public void Dispose() => Session?.Dispose();

    // The rows that it has taken come before those that are not reached.
    private void StopEarly(Exception reason)
    {
        _end = ExceptionDispatchInfo.Capture(reason);
        Session?.StopEarly();
    }
}
