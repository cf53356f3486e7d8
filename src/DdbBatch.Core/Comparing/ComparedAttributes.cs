using System;
using System.Collections.Generic;
using System.Linq;
using DdbBatch.Reading;

namespace DdbBatch.Comparing;

/// <summary>The attributes that are compared. Names are case-sensitive.</summary>
internal sealed class ComparedAttributes
{
    private readonly HashSet<string>? _only;
    private readonly HashSet<string> _except;

    /// <param name="only">The names of the attributes to compare; null for all.</param>
    /// <param name="except">The names of attributes that are not compared.</param>
    public ComparedAttributes(IReadOnlyCollection<string>? only = null, IReadOnlyCollection<string>? except = null)
    {
        _only = only is null ? null : new HashSet<string>(only, StringComparer.Ordinal);
        _except = new HashSet<string>(except ?? [], StringComparer.Ordinal);
        Unseen = UnseenAttributes.OfNames((only ?? []).Concat(_except));
    }

    /// <summary>The names that no item had so far.</summary>
    public UnseenAttributes Unseen { get; }

    /// <summary>True if the attribute is compared.</summary>
    public bool Includes(string name) => _only?.Contains(name) != false && !_except.Contains(name);
}
