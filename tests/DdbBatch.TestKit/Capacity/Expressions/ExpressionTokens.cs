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

    /// <param name="kind">The expression's name in the request, as <c>ConditionExpression</c>.</param>
    /// <param name="text">The expression.</param>
    public ExpressionTokens(string kind, string text)
    {
        int bytes = Encoding.UTF8.GetByteCount(text);
        if (bytes > LargestExpression)
        {
            throw SimulatedErrorException.Expression(
                kind, $"Expression size has exceeded the maximum allowed size; expression size: {bytes}");
        }

        if (text.Length == 0)
            throw SimulatedErrorException.Validation($"Invalid {kind}: The expression can not be empty;");
        Kind = kind;
        _tokens = [.. Token().Matches(text).Select(match => match.Value)];
    }

    /// <summary>The expression's name in the request.</summary>
    public string Kind { get; }

    /// <summary>How many tokens are taken.</summary>
    public int Position { get; private set; }

    /// <summary>The next token; empty at the end.</summary>
    public string Next => Position < _tokens.Length ? _tokens[Position] : "";

    /// <summary>Whether a token follows the next one: that of a function's call is a bracket.</summary>
    public bool IsCall => Position + 1 < _tokens.Length && _tokens[Position + 1] == "(";

    /// <summary>Takes the next token.</summary>
    public string Take() => Position < _tokens.Length ? _tokens[Position++] : throw Error();

    /// <summary>Takes the next token if it is this one, in any case.</summary>
    public bool TryTake(string token)
    {
        bool isNext = Next.Equals(token, StringComparison.OrdinalIgnoreCase);
        if (isNext)
            Position++;
        return isNext;
    }

    /// <summary>Takes a token that has to be there.</summary>
    public void Expect(string token)
    {
        if (!TryTake(token))
            throw Error();
    }

    /// <summary>Refuses the expression at the next token.</summary>
    public SimulatedErrorException Error() =>
        Error($"Syntax error; token: \"{(Next.Length == 0 ? "<EOF>" : Next)}\"");

    /// <summary>Refuses the expression for another reason.</summary>
    public SimulatedErrorException Error(string reason) => SimulatedErrorException.Expression(Kind, reason);

    [GeneratedRegex(@"[#:]?[\w]+|<>|<=|>=|\S")]
    private static partial Regex Token();
}
