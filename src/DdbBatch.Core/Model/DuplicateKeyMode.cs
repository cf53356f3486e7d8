namespace DdbBatch;

/// <summary>The handling of several operations on one key.</summary>
public enum DuplicateKeyMode
{
    /// <summary>All are written, one after the other, in the order of the input.</summary>
    InOrder,

    /// <summary>Of those that are still waiting only the last is written; the others are Superseded.</summary>
    KeepLast,

    /// <summary>The first is written; every later one is Invalid. The keys seen are remembered.</summary>
    Error,
}
