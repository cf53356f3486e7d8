using System.Globalization;
using System.Numerics;
using System.Text;
using DdbBatch.Items;

namespace DdbBatch.Conversion;

/// <summary>Reads DynamoDB's numbers into the narrowest .NET type that represents them exactly.</summary>
internal static class NumberReader
{
    private const NumberStyles Grammar =
        NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    /// <summary>
    /// Reads a number as Int32, Int64, Decimal or BigInteger, or as <see cref="ExactNumber"/> if none of these represents it
    /// exactly. Double is never used, because it would round the number without an error.
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
