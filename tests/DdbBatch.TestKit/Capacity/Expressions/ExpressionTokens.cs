using System;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;

namespace DdbBatch.TestKit.Capacity;

/// <summary>The tokens of an expression, one after the other.</summary>
internal sealed partial class ExpressionTokens
{
    private const int LargestExpression = 4096;

    private readonly string[] _tokens;
    private int _position;

    /// <param name="kind">The expression's name in the request, as <c>ConditionExpression</c>.</param>
    /// <param name="text">The expression.</param>
    public ExpressionTokens(string kind, string text)
    {
        int bytes = Encoding.UTF8.GetByteCount(text);
        if (bytes > LargestExpression)
        {
            throw SimulatedErrorException.Validation(
                $"Invalid {kind}: Expression size has exceeded the maximum allowed size; expression size: {bytes}");
        }

        Kind = kind;
        _tokens = [.. Token().Matches(text).Select(match => match.Value)];
    }

    /// <summary>The expression's name in the request.</summary>
    public string Kind { get; }

    /// <summary>The next token; empty at the end.</summary>
    public string Next => _position < _tokens.Length ? _tokens[_position] : "";

    /// <summary>Whether a token follows the next one: that of a function's call is a bracket.</summary>
    public bool IsCall => _position + 1 < _tokens.Length && _tokens[_position + 1] == "(";

    /// <summary>Takes the next token.</summary>
    public string Take() => _position < _tokens.Length ? _tokens[_position++] : throw Error();

    /// <summary>Takes the next token if it is this one, in any case.</summary>
    public bool TryTake(string token)
    {
        bool isNext = Next.Equals(token, StringComparison.OrdinalIgnoreCase);
        if (isNext)
            _position++;
        return isNext;
    }

    /// <summary>Takes a token that has to be there.</summary>
    public void Expect(string token)
    {
        if (!TryTake(token))
            throw Error();
    }

    /// <summary>Refuses the expression at the next token.</summary>
    public SimulatedErrorException Error() => SimulatedErrorException.Validation(
        $"Invalid {Kind}: Syntax error; token: \"{(Next.Length == 0 ? "<EOF>" : Next)}\"");

    [GeneratedRegex(@"[#:]?[\w]+|<>|<=|>=|\S")]
    private static partial Regex Token();
}
