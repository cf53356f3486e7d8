using System.Linq;
using System.Text;

namespace DdbBatch.Protocol;

/// <summary>Aliases by their numbers, as short as possible: <c>#0</c>, <c>#Z</c>, <c>#10</c> (base 62).</summary>
internal static class ExpressionAlias
{
    private const string Digits = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

    // As many as an expression can hold.
    private static readonly byte[][] Known = [.. Enumerable.Range(0, 1000).Select(number => Encoding.UTF8.GetBytes(Text(number)))];

    /// <summary>The bytes of an alias with its sigil.</summary>
    public static int Length(int number) => Of(number).Length + 1;

    /// <summary>The alias without its sigil, UTF-8.</summary>
    public static byte[] Of(int number) => number < Known.Length ? Known[number] : Encoding.UTF8.GetBytes(Text(number));

    /// <summary>The alias without its sigil.</summary>
    public static string Text(int number)
    {
        string text = "";
        do
        {
            text = Digits[number % Digits.Length] + text;
            number /= Digits.Length;
        }
        while (number > 0);
        return text;
    }
}
