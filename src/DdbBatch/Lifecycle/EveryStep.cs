using System;
using System.Runtime.ExceptionServices;

namespace DdbBatch.Lifecycle;

/// <summary>Runs steps that are all necessary, whatever happens in the others: closing files, setting variables.</summary>
internal static class EveryStep
{
    /// <summary>Runs the steps in order. If some of them throw, the others run nevertheless, and then the first exception is thrown.</summary>
    public static void Run(params Action[] steps)
    {
        ExceptionDispatchInfo? first = null;
        foreach (Action step in steps)
        {
            try
            {
                step();
            }
            catch (Exception exception)
            {
                first ??= ExceptionDispatchInfo.Capture(exception);
            }
        }

        first?.Throw();
    }
}
