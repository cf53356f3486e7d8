using System.Management.Automation;

namespace DdbBatch.Lifecycle;

/// <summary>
/// A cmdlet that takes items from the pipeline, and must know which inputs a reader upstream could not read.
/// </summary>
internal interface IInputConsumer
{
    /// <summary>
    /// True if its input is passed on to the commands after it (-PassThru), so that inputs missing here are missing there
    /// too.
    /// </summary>
    bool PassesInput { get; }

    /// <summary>Counts an input that a command upstream could not read: a file, a row, a line.</summary>
    void CountReadError();

    /// <summary>Checks that a command upstream doesn't read a file that this command writes.</summary>
    /// <param name="path">The file, by its full path.</param>
    /// <returns>The error; null if the file is not one of this command's files.</returns>
    ErrorRecord? CheckInputFile(string path);
}
