using System;
using System.Collections.Generic;
using System.Linq;
using DdbBatch.Items;
using DdbBatch.Protocol;

namespace DdbBatch.Reading;

/// <summary>
/// The paths of -Property whose attribute no item had so far, because a name is mistyped. Of a path such as Address.City, only the
/// attribute Address is looked for.
/// </summary>
/// <param name="paths">The paths, see <see cref="ExpressionText.RewritePath"/>.</param>
internal sealed class UnseenAttributes(IEnumerable<string> paths)
{
    private readonly List<(string Path, string Name)> _unseen = [.. paths.Select(path => (path, ExpressionText.AttributeOf(path)))];
    private bool _hasItems;

    /// <summary>A warning for each path that no item had; none if there was no item.</summary>
    public IEnumerable<string> Warnings => _hasItems ? _unseen.Select(one => AttributeName.UnseenWarning(one.Path)) : [];

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
