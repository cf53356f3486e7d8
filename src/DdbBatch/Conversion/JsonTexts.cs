using System.Collections.Generic;
using System.Text;

namespace DdbBatch.Conversion;

/// <summary>
/// Splits lines of text into JSON objects: several on a line, or one over many lines, as Get-Content returns an indented
/// file.
/// </summary>
internal sealed class JsonTexts
{
    private readonly StringBuilder _text = new();
    private int _depth;
    private bool _isInString;
    private bool _isEscaped;

    /// <summary>Adds a line.</summary>
    /// <returns>The objects that it completes; text that is not an object is returned unchanged.</returns>
    public IReadOnlyList<string> Add(string line)
    {
        List<string> complete = [];
        foreach (char c in line)
        {
            _text.Append(c);
            if (_isInString)
                StepInString(c);
            else
                Step(c, complete);
        }

        _text.Append('\n');
        if (_depth == 0)
            Take(complete);
        return complete;
    }

    /// <summary>The rest of an incomplete object; empty if there is none.</summary>
    public string Rest => _text.ToString().Trim();

    private void StepInString(char c)
    {
        _isInString = _isEscaped || c != '"';
        _isEscaped = !_isEscaped && c == '\\';
    }

    private void Step(char c, List<string> complete)
    {
        switch (c)
        {
            case '"':
                _isInString = true;
                break;
            case '{' or '[':
                _depth++;
                break;
            case '}' or ']' when --_depth <= 0:
                Take(complete);
                break;
        }
    }

    private void Take(List<string> complete)
    {
        string text = Rest;
        _text.Clear();
        _depth = 0;
        _isInString = false;
        if (text.Length > 0)
            complete.Add(text);
    }
}
