namespace DdbBatch.Commands;

/// <summary>Notices when every object from the first on breaks one and the same rule.</summary>
internal sealed class RuleStreak(int limit)
{
    private string? _rule;
    private int _count;
    private bool _broken;

    /// <summary>Counts an object that breaks a rule.</summary>
    /// <returns>True once the limit is reached, with nothing but this rule broken from the first object on.</returns>
    public bool Count(string rule)
    {
        _broken |= _rule is not null && _rule != rule;
        _rule = rule;
        return !_broken && ++_count >= limit;
    }

    /// <summary>An object was all right.</summary>
    public void Break() => _broken = true;
}
