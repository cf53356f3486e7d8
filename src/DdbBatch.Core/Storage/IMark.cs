namespace DdbBatch.Storage;

/// <summary>The progress of a run, as a checkpoint file holds it.</summary>
internal interface IMark
{
    /// <summary>The content of the file.</summary>
    byte[] ToBytes();
}
