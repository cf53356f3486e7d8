using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using DdbBatch.Items;

namespace DdbBatch.Exporting;

/// <summary>
/// The attributes whose type plain JSON loses: sets become arrays, and binary values text. -AttributeType gives such an
/// attribute its type back if it has that type in all items. It takes names in other letter case for the same, and names with
/// wildcard characters for patterns.
/// </summary>
internal sealed class LostTypes
{
    // Items whose attribute names are data would let the tables grow without end.
    private const int MaxNames = 10_000;

    private static readonly char[] Wildcards = ['*', '?', '[', ']', '`'];

    private readonly NameTable<Attribute> _attributes = new();
    private readonly Dictionary<string, TypeMemory> _memories = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The attribute whose name a reader stands at.</summary>
    public Attribute Find(ref Utf8JsonReader reader)
    {
        if (_attributes.Find(ref reader) is { } known)
            return known;
        string name = reader.GetString()!;
        if (_attributes.Count == MaxNames)
            return new Attribute(name, memory: null);
        if (!_memories.TryGetValue(name, out TypeMemory? memory))
            _memories.Add(name, memory = new TypeMemory());
        memory.Names++;
        Attribute attribute = new(name, memory);
        _attributes.Add(name, attribute);
        return attribute;
    }

    /// <summary>The warning that has the -AttributeType to read the file with; none if no type is lost.</summary>
    public IEnumerable<string> Warnings()
    {
        string[] lost =
        [
            .. from entry in _memories
               where entry.Value.Lost is not null
               select $"'{entry.Key.Replace("'", "''")}' = '{entry.Value.Lost}'",
        ];
        if (lost.Length > 0)
        {
            yield return "Plain JSON has no sets and no binary values. To read the file back into the same items, use Import-DdbItem with "
                + $"-AttributeType @{{ {string.Join("; ", lost)} }}, or export with -Format DynamoDBJson.";
        }
    }

    /// <summary>An attribute.</summary>
    internal sealed class Attribute(string name, TypeMemory? memory)
    {
        /// <summary>Its name.</summary>
        public string Name { get; } = name;

        /// <summary>Checks that a value can be read back together with those of the earlier items.</summary>
        /// <exception cref="ItemException">TypesMixed or NameIsPattern.</exception>
        public void Check(AttributeType type)
        {
            // With any -AttributeType, null is NULL.
            if (type == AttributeType.NULL)
                return;
            bool isLost = TypeMemory.IsLost(type);
            if (isLost && Name.IndexOfAny(Wildcards) >= 0)
                throw WriteErrors.NameIsPattern(Name, type);
            if (isLost && memory is null)
                throw WriteErrors.TooManyNames(Name, MaxNames);
            if (memory?.FindOther(type) is { } other)
                throw WriteErrors.TypesMixed(Name, type, other);
        }

        /// <summary>Checks that a value can be read back together with the values before it in the same item.</summary>
        /// <exception cref="ItemException">TypesMixed.</exception>
        public void Check(AttributeType type, IReadOnlyList<(Attribute Attribute, AttributeType Type)> earlier)
        {
            if (memory is not { Names: > 1 } || type == AttributeType.NULL)
                return;
            foreach ((Attribute other, AttributeType otherType) in earlier)
            {
                if (other.IsTwinOf(memory) && TypeMemory.Excludes(type, otherType))
                    throw WriteErrors.TypesMixed(Name, type, otherType);
            }
        }

        private bool IsTwinOf(TypeMemory other) => ReferenceEquals(memory, other);

        /// <summary>Remembers the type of an item that was written.</summary>
        public void Take(AttributeType type) => memory?.Take(type);
    }

    /// <summary>The types of the attributes with one name, in any letter case.</summary>
    internal sealed class TypeMemory
    {
        private AttributeType? _kept;

        /// <summary>The type that is lost; null if none.</summary>
        public AttributeType? Lost { get; private set; }

        /// <summary>How many spellings the name has.</summary>
        public int Names { get; set; }

        /// <summary>Whether one -AttributeType cannot give both types back.</summary>
        public static bool Excludes(AttributeType type, AttributeType other) =>
            type != other && other != AttributeType.NULL && (IsLost(type) || IsLost(other));

        /// <summary>Whether plain JSON loses a type.</summary>
        public static bool IsLost(AttributeType type) =>
            type is AttributeType.B or AttributeType.SS or AttributeType.NS or AttributeType.BS;

        /// <summary>An earlier type that excludes another one; null if none does.</summary>
        public AttributeType? FindOther(AttributeType type) =>
            IsLost(type) && Lost is null ? _kept : Lost == type ? null : Lost;

        /// <summary>Remembers a type.</summary>
        public void Take(AttributeType type)
        {
            if (IsLost(type))
                Lost = type;
            else if (type != AttributeType.NULL)
                _kept = type;
        }
    }
}
