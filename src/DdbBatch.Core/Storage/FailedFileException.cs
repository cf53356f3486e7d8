using System.IO;

namespace DdbBatch.Storage;

/// <summary>The failed file can't be prepared for the rows of this run. Nothing was written to the table.</summary>
internal sealed class FailedFileException : IOException;
