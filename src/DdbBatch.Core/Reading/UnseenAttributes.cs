using System;
using System.Collections.Generic;
using System.Linq;
using DdbBatch.Items;
using DdbBatch.Protocol;

namespace DdbBatch.Reading;

/// <summary>The attributes in a parameter such as -Property that no item had so far, because a name is mistyped.</summary>
internal sealed class UnseenAttributes
{
    private readonly List<(string Given, string Name)> _unseen;
    private bool _hasItems;

    private UnseenAttributes(IEnumerable<(string Given, string Name)> unseen) => _unseen = [.. unseen.Distinct()];

    /// <summary>The names that no item had, as they were given; empty if there was no item.</summary>
    public IEnumerable<string> Names => _hasItems ? _unseen.Select(one => one.Given) : [];

    /// <summary>A warning for each of these names in -Property.</summary>
    public IEnumerable<string> Warnings => Names.Select(AttributeName.UnseenWarning);

    /// <summary>Looks for the attributes of paths. Of a path such as Address.City, only the attribute Address is looked for.</summary>
    /// <param name="paths">The paths, see <see cref="ExpressionText.RewritePath"/>.</param>
    public static UnseenAttributes OfPaths(IEnumerable<string> paths) => new(paths.Select(path => (path, ExpressionText.AttributeOf(path))));

    /// <summary>Looks for attributes by their names.</summary>
    public static UnseenAttributes OfNames(IEnumerable<string> names) => new(names.Select(name => (name, name)));

    /// <summary>Looks at an item in DynamoDB JSON.</summary>
    public void See(ReadOnlySpan<byte> item)
    {
        _hasItems = true;
        if (_unseen.Count == 0)
            return;
        for (ItemMembers members = new(item); members.Next();)
        {
            for (int i = _unseen.Count - 1; i >= 0; i--)
            {
                if (members.Is(_unseen[i].Name))
                    _unseen.RemoveAt(i);
            }
        }
    }
}
