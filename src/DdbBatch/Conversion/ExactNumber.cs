using System;
using System.Globalization;
using System.Text;
using DdbBatch.Items;

namespace DdbBatch;

/// <summary>
/// A number with up to 38 significant digits, from 1E-130 to 9.99E+125 in magnitude, that Int64, Decimal and BigInteger
/// cannot represent exactly (DynamoDB Developer Guide, "Data types"). It is written back unchanged. Cast it to [double] to
/// calculate with it.
/// </summary>
public sealed class ExactNumber : IComparable, IComparable<ExactNumber>, IEquatable<ExactNumber>
{
    private readonly string _canonical;

    /// <summary>Creates the value from a number, or from its text in DynamoDB's grammar.</summary>
    /// <param name="number">A number or its text, such as 1E-30.</param>
    /// <exception cref="FormatException">It is not a number that DynamoDB holds.</exception>
    public ExactNumber(IConvertible number)
    {
        if (number is null)
            throw new ArgumentNullException(nameof(number));
        string text = number as string ?? Conversion.NumberText.Of(number);
        byte[] utf8 = Encoding.UTF8.GetBytes(text);
        if (DdbNumber.Parse(utf8, out DdbNumber parsed) != DdbNumberStatus.Valid)
            throw new FormatException($"'{Excerpt.Of(text)}' is not a number that DynamoDB holds.");
        _canonical = Encoding.ASCII.GetString(parsed.ToCanonical());
        Text = DdbNumber.IsJsonNumber(utf8) ? text : PlainOf(parsed);
    }

    /// <summary>The number's text, which is a JSON number.</summary>
    public string Text { get; }

    /// <summary>The nearest Double.</summary>
    public static explicit operator double(ExactNumber number) => number?.ToDouble() ?? 0;

    /// <summary>True if two numbers have the same value.</summary>
    public static bool operator ==(ExactNumber? left, ExactNumber? right) => left?.Equals(right) ?? right is null;

    /// <summary>True if two numbers have different values.</summary>
    public static bool operator !=(ExactNumber? left, ExactNumber? right) => !(left == right);

    /// <summary>True if one number is less than the other.</summary>
    public static bool operator <(ExactNumber? left, ExactNumber? right) => left is null ? right is not null : left.CompareTo(right) < 0;

    /// <summary>True if one number is at most the other.</summary>
    public static bool operator <=(ExactNumber? left, ExactNumber? right) => !(right < left);

    /// <summary>True if one number is greater than the other.</summary>
    public static bool operator >(ExactNumber? left, ExactNumber? right) => right < left;

    /// <summary>True if one number is at least the other.</summary>
    public static bool operator >=(ExactNumber? left, ExactNumber? right) => !(left < right);

    /// <summary>The nearest Double.</summary>
    public double ToDouble() => double.Parse(Text, NumberStyles.Float, CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public int CompareTo(ExactNumber? other)
    {
        if (other is null)
            return 1;
        (int sign, int exponent, string digits) = Parts();
        (int otherSign, int otherExponent, string otherDigits) = other.Parts();
        if (sign != otherSign || sign == 0)
            return sign.CompareTo(otherSign);
        int order = exponent != otherExponent ? exponent.CompareTo(otherExponent) : string.CompareOrdinal(digits, otherDigits);
        return sign * Math.Sign(order);
    }

    /// <inheritdoc/>
    public int CompareTo(object? obj) => obj switch
    {
        null => 1,
        ExactNumber number => CompareTo(number),
        IConvertible number => CompareTo(new ExactNumber(number)),
        _ => throw new ArgumentException("It is not a number.", nameof(obj)),
    };

    /// <inheritdoc/>
    public bool Equals(ExactNumber? other) => other is not null && other._canonical == _canonical;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ExactNumber);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(_canonical);

    /// <summary>The number's text.</summary>
    public override string ToString() => Text;

    private static string PlainOf(DdbNumber number)
    {
        byte[] text = new byte[DdbNumber.MaxTextBytes];
        return Encoding.ASCII.GetString(text, 0, number.WritePlain(text));
    }

    // The canonical text is "-125E1": sign, digits, and the exponent of the first digit.
    private (int Sign, int Exponent, string Digits) Parts()
    {
        if (_canonical == "0")
            return (0, 0, "");
        int start = _canonical[0] == '-' ? 1 : 0;
        int e = _canonical.IndexOf('E');
        int exponent = int.Parse(_canonical.Substring(e + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        return (start == 1 ? -1 : 1, exponent, _canonical.Substring(start, e - start));
    }
}
