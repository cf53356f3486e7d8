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
    /// Reads a number as Int32, Int64, Decimal or BigInteger; as Double only where none of these has it exactly.
    /// </summary>
    /// <param name="text">A number by DynamoDB's grammar and limits.</param>
    /// <param name="isExact">Whether the Double has it exactly too, as text that reads back.</param>
    public static object Read(string text, out bool isExact)
    {
        isExact = true;
        if (int.TryParse(text, Grammar, CultureInfo.InvariantCulture, out int small))
            return small;
        if (long.TryParse(text, Grammar, CultureInfo.InvariantCulture, out long large))
            return large;
        if (decimal.TryParse(text, Grammar, CultureInfo.InvariantCulture, out decimal exact)
            && IsSame(text, exact.ToString(CultureInfo.InvariantCulture)))
        {
            return exact;
        }

        if (BigInteger.TryParse(text, Grammar, CultureInfo.InvariantCulture, out BigInteger integer))
            return integer;
        double nearest = double.Parse(text, Grammar, CultureInfo.InvariantCulture);
        isExact = IsSame(text, NumberText.Of(nearest));
        return nearest;
    }

    private static bool IsSame(string left, string right) => Canonical(left) == Canonical(right);

    private static string Canonical(string text) =>
        DdbNumber.Parse(Encoding.ASCII.GetBytes(text), out DdbNumber number) == DdbNumberStatus.Valid
            ? Encoding.ASCII.GetString(number.ToCanonical())
            : "";
}
