using System.Globalization;
using System.Numerics;
using System.Text;
using DdbBatch.Items;

namespace DdbBatch.Conversion;

/// <summary>Reads DynamoDB's numbers into the narrowest .NET type that has them exactly.</summary>
internal static class NumberReader
{
    private const NumberStyles Grammar =
        NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    /// <summary>
    /// Reads a number as Int32, Int64, Decimal or BigInteger; as <see cref="ExactNumber"/> if none of these has it exactly.
    /// Never as Double, which would round it in silence.
    /// </summary>
    /// <param name="text">A number by DynamoDB's grammar and limits.</param>
    public static object Read(string text)
    {
        if (int.TryParse(text, Grammar, CultureInfo.InvariantCulture, out int small))
            return small;
        if (long.TryParse(text, Grammar, CultureInfo.InvariantCulture, out long large))
            return large;
        if (decimal.TryParse(text, Grammar, CultureInfo.InvariantCulture, out decimal exact)
            && IsSame(text, exact.ToString(CultureInfo.InvariantCulture)))
        {
            return exact;
        }

        return BigInteger.TryParse(text, Grammar, CultureInfo.InvariantCulture, out BigInteger integer)
            && IsSame(text, integer.ToString(CultureInfo.InvariantCulture))
            ? integer
            : new ExactNumber(text);
    }

    private static bool IsSame(string left, string right) => Canonical(left) == Canonical(right);

    private static string Canonical(string text) =>
        DdbNumber.Parse(Encoding.ASCII.GetBytes(text), out DdbNumber number) == DdbNumberStatus.Valid
            ? Encoding.ASCII.GetString(number.ToCanonical())
            : "";
}
