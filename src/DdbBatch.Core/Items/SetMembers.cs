using System;
using System.Collections.Generic;

namespace DdbBatch.Items;

/// <summary>The set that is being written: members of one type, without duplicates.</summary>
internal sealed class SetMembers
{
    // Created for the first set: most scripts have no sets, and then this code is not compiled.
    private HashSet<ItemKey>? _identities;
    private AttributeType? _type;

    /// <summary>True while a set is being written.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>True if the set has a member.</summary>
    public bool HasMembers => _identities is { Count: > 0 };

    /// <summary>Starts a set.</summary>
    /// <param name="type">SS, NS or BS; null to take the type from the first member.</param>
    public void Begin(AttributeType? type)
    {
        IsOpen = true;
        _type = type;
    }

    /// <summary>Ends the set.</summary>
    public void End()
    {
        IsOpen = false;
        _identities?.Clear();
    }

    /// <summary>Checks the type of the next member.</summary>
    /// <returns>The set's type.</returns>
    /// <exception cref="ItemException">SetMemberInvalid.</exception>
    public AttributeType CheckType(AttributeType member, ItemPath path)
    {
        AttributeType? set = member switch
        {
            AttributeType.S => AttributeType.SS,
            AttributeType.N => AttributeType.NS,
            AttributeType.B => AttributeType.BS,
            _ => null,
        };
        _type ??= set;
        if (set is null || set != _type)
            throw ItemErrors.SetMemberInvalid(path, member, _type);
        return set.Value;
    }

    /// <summary>Adds a member.</summary>
    /// <param name="identity">Bytes that are the same for equal members, and different for all others.</param>
    /// <param name="path">The path of the member.</param>
    /// <exception cref="ItemException">DuplicateSetMember.</exception>
    public void Add(ReadOnlySpan<byte> identity, ItemPath path)
    {
        _identities ??= [];
        if (!_identities.Add(new ItemKey(identity.ToArray())))
            throw ItemErrors.DuplicateSetMember(path);
    }
}
