using System;
using System.Collections.Generic;
using System.Linq;

namespace DdbBatch.Comparing;

/// <summary>The attributes that are compared. Names are case-sensitive.</summary>
internal sealed class ComparedAttributes
{
    private readonly HashSet<string>? _only;
    private readonly HashSet<string> _except;
    private readonly HashSet<string> _unseen;

    /// <param name="only">The names of the attributes to compare; null for all.</param>
    /// <param name="except">The names of attributes that are not compared.</param>
    public ComparedAttributes(IReadOnlyCollection<string>? only = null, IReadOnlyCollection<string>? except = null)
    {
        _only = only is null ? null : new HashSet<string>(only, StringComparer.Ordinal);
        _except = new HashSet<string>(except ?? [], StringComparer.Ordinal);
        _unseen = new HashSet<string>((only ?? []).Concat(_except), StringComparer.Ordinal);
    }

    /// <summary>The names that no item had so far.</summary>
    public IReadOnlyCollection<string> Unseen => _unseen;

    /// <summary>Records that an item has an attribute.</summary>
    public void See(string name) => _unseen.Remove(name);

    /// <summary>True if the attribute is compared.</summary>
    public bool Includes(string name) => _only?.Contains(name) != false && !_except.Contains(name);
}
