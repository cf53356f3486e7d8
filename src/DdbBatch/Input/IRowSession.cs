using System;

namespace DdbBatch.Input;

/// <summary>A run that takes the rows of an input, on the pipeline's thread.</summary>
internal interface IRowSession : IDisposable
{
    /// <summary>The place of the last row that is accounted for, because it was taken or has its outcome.</summary>
    long AccountedPosition { get; }

    /// <summary>Takes a row. An exception ends the run.</summary>
    void Take(InputRow row);

    /// <summary>Stops the run before its end, if it has not ended: all rows that it has taken are accounted for afterwards.</summary>
    void StopEarly();
}
