using System;
using System.Globalization;
using System.Text;

namespace DdbBatch.Items;

/// <summary>
/// The path of a walk over an item: a name or an index per level. A step costs one assignment; the text is created only if
/// an error needs it.
/// </summary>
internal sealed class ItemPath
{
    // Most items are flat, and reading a key takes a path of its own.
    private Step[] _steps = new Step[2];
    private int _depth;

    /// <summary>Resets the path to the item itself.</summary>
    public void Reset() => _depth = 0;

    /// <summary>Goes one level down. The step is not set until a name or an index is.</summary>
    public void Enter()
    {
        if (_depth == _steps.Length)
            Array.Resize(ref _steps, 2 * _depth);
        _steps[_depth++] = new Step(null, -1);
    }

    /// <summary>Goes one level up.</summary>
    public void Leave() => _depth--;

    /// <summary>Sets the step to an attribute of the current map.</summary>
    public void SetName(string name) => _steps[_depth - 1] = new Step(name, -1);

    /// <summary>Sets the step to the next element of the current list.</summary>
    public void NextIndex() => _steps[_depth - 1].Index++;

    /// <summary>
    /// Returns the path, for example <c>Tags[3].Name</c>. A name with characters other than word characters is written as
    /// <c>['a.b']</c>.
    /// </summary>
    public override string ToString()
    {
        StringBuilder text = new();
        for (int i = 0; i < _depth; i++)
            Append(text, _steps[i]);
        return text.ToString();
    }

    private static void Append(StringBuilder text, Step step)
    {
        if (step.Index >= 0)
            text.Append('[').Append(step.Index.ToString(CultureInfo.InvariantCulture)).Append(']');
        else if (step.Name is { } name && IsPlain(name))
            text.Append(text.Length == 0 ? "" : ".").Append(name);
        else if (step.Name is { } odd)
            text.Append("['").Append(Excerpt.Of(odd).Replace("'", "''")).Append("']");
    }

    private static bool IsPlain(string name)
    {
        foreach (char c in name)
        {
            if (!char.IsLetterOrDigit(c) && c is not ('_' or '-' or ':'))
                return false;
        }

        return name.Length is > 0 and <= Excerpt.MaxLength;
    }

    private struct Step(string? name, int index)
    {
        public readonly string? Name = name;
        public int Index = index;
    }
}
