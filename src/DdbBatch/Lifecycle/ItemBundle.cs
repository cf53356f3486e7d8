using System.Collections.Generic;

namespace DdbBatch.Lifecycle;

/// <summary>
/// Imported items that go from one command of this module to the next as one object. PowerShell takes longer to bind an object to a
/// command with many parameters than this module takes to convert it.
/// </summary>
/// <param name="Items">The items, in order.</param>
internal sealed record ItemBundle(IReadOnlyList<object> Items);
