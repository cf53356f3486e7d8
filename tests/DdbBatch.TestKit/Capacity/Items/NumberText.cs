using System;
using System.Globalization;

namespace DdbBatch.TestKit.Capacity;

/// <summary>A number of DynamoDB JSON taken apart: 1.50, 15e-1 and 1.5 are the same three parts.</summary>
/// <param name="IsNegative">Whether it has a minus sign.</param>
/// <param name="Digits">The significant digits; empty for zero.</param>
/// <param name="Highest">The power of ten of the first digit.</param>
internal readonly record struct NumberText(bool IsNegative, string Digits, int Highest)
{
    /// <summary>Reads a number.</summary>
    public static NumberText Parse(string number)
    {
        string[] parts = number.ToUpperInvariant().Split('E');
        string mantissa = parts[0].TrimStart('-', '+');
        int point = mantissa.IndexOf('.');
        string digits = mantissa.Replace(".", "", StringComparison.Ordinal);
        string significant = digits.Trim('0');
        if (significant.Length == 0)
            return new NumberText(IsNegative: false, "", 0);
        int exponent = parts.Length > 1 ? int.Parse(parts[1], CultureInfo.InvariantCulture) : 0;
        int wholeDigits = point < 0 ? digits.Length : point;
        return new NumberText(number[0] == '-', significant, wholeDigits - 1 - digits.IndexOf(significant[0]) + exponent);
    }
}
