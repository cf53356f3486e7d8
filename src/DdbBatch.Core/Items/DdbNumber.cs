using System;
using System.Buffers.Text;

namespace DdbBatch.Items;

/// <summary>
/// A number by DynamoDB's rules: up to 38 significant digits, magnitude 1E-130 to 9.99…E+125 (Developer Guide, "Data types",
/// Number). All operations work on the digits, so nothing is ever rounded.
/// </summary>
internal readonly ref struct DdbNumber
{
    /// <summary>The maximum number of significant digits.</summary>
    public const int MaxDigits = 38;

    /// <summary>The largest decimal exponent: 9.99…E+125.</summary>
    public const int MaxExponent = 125;

    /// <summary>The smallest decimal exponent: 1E-130.</summary>
    public const int MinExponent = -130;

    /// <summary>
    /// The maximum length of the text that the Write methods write: a sign, the digits, an E and the exponent.
    /// </summary>
    public const int MaxTextBytes = 1 + MaxDigits + 5;

    private const int MaxSizeBytes = 21;

    private readonly ReadOnlySpan<byte> _significand;
    private readonly bool _isNegative;
    private readonly int _digitCount;
    private readonly int _exponent;

    private DdbNumber(ReadOnlySpan<byte> significand, bool isNegative, int digitCount, int exponent)
    {
        _significand = significand;
        _isNegative = isNegative && digitCount > 0;
        _digitCount = digitCount;
        _exponent = exponent;
    }

    /// <summary>
    /// The size of the number in an item, in bytes. DynamoDB stores pairs of digits, aligned to the decimal point: one byte
    /// per pair, one for the exponent and one for a minus sign, at most 21. Zero takes one byte.
    /// </summary>
    public int SizeBytes
    {
        get
        {
            if (_digitCount == 0)
                return 1;
            bool startsMidPair = (_exponent & 1) == 0;
            int pairs = (_digitCount + (startsMidPair ? 2 : 1)) / 2;
            return Math.Min(1 + pairs + (_isNegative ? 1 : 0), MaxSizeBytes);
        }
    }

    /// <summary>Reads a number.</summary>
    /// <param name="text">The whole text, ASCII: <c>-12.5e3</c>. Spaces and thousands separators are not allowed.</param>
    /// <param name="number">The number if the status is Valid; it refers to the text's memory.</param>
    public static DdbNumberStatus Parse(ReadOnlySpan<byte> text, out DdbNumber number)
    {
        number = default;
        bool isNegative = text.Length > 0 && text[0] == '-';
        ReadOnlySpan<byte> rest = text.Length > 0 && text[0] is (byte)'-' or (byte)'+' ? text.Slice(1) : text;
        int e = rest.IndexOfAny((byte)'e', (byte)'E');
        ReadOnlySpan<byte> significand = e < 0 ? rest : rest.Slice(0, e);
        long shift = 0;
        if (e >= 0 && !TryReadExponent(rest.Slice(e + 1), out shift))
            return DdbNumberStatus.NotANumber;
        if (!TryMeasure(significand, out int digitCount, out long exponent))
            return DdbNumberStatus.NotANumber;
        if (digitCount == 0)
            shift = exponent = 0;
        exponent += shift;
        if (digitCount > MaxDigits)
            return DdbNumberStatus.TooPrecise;
        if (exponent is > MaxExponent or < MinExponent)
            return DdbNumberStatus.OutOfRange;
        number = new DdbNumber(significand, isNegative, digitCount, (int)exponent);
        return DdbNumberStatus.Valid;
    }

    /// <summary>Reads an integer that .NET formatted. It needs no checks.</summary>
    /// <param name="text">The text from .NET, which has fewer digits than DynamoDB's limit.</param>
    public static DdbNumber OfInteger(ReadOnlySpan<byte> text)
    {
        bool isNegative = text[0] == '-';
        ReadOnlySpan<byte> digits = isNegative ? text.Slice(1) : text;
        int digitCount = digits.Length;
        while (digitCount > 0 && digits[digitCount - 1] == '0')
            digitCount--;
        return new DdbNumber(digits, isNegative, digitCount, digits.Length - 1);
    }

    /// <summary>
    /// Writes the one text that all spellings of this value share: sign, digits without zeros at either end, E, and the
    /// exponent of the first digit as if a point followed it (<c>125E1</c> for 12.50); <c>0</c> for zero.
    /// </summary>
    /// <param name="destination">A buffer of at least MaxTextBytes.</param>
    /// <returns>The number of bytes written.</returns>
    public int WriteCanonical(Span<byte> destination)
    {
        if (_digitCount == 0)
        {
            destination[0] = (byte)'0';
            return 1;
        }

        int length = WriteDigits(destination);
        destination[length++] = (byte)'E';
        Utf8Formatter.TryFormat(_exponent, destination.Slice(length), out int written);
        return length + written;
    }

    /// <summary>Returns the canonical text in new memory.</summary>
    public byte[] ToCanonical()
    {
        Span<byte> text = stackalloc byte[MaxTextBytes];
        return text.Slice(0, WriteCanonical(text)).ToArray();
    }

    /// <summary>
    /// Writes the value in JSON's grammar, for spellings such as <c>+7</c>, <c>.5</c> and <c>007</c> that JSON does not
    /// allow.
    /// </summary>
    /// <param name="destination">A buffer of at least MaxTextBytes.</param>
    /// <returns>The bytes written.</returns>
    public int WritePlain(Span<byte> destination)
    {
        if (_digitCount == 0)
            return WriteCanonical(destination);
        int length = WriteDigits(destination);
        int exponent = _exponent - (_digitCount - 1);
        if (exponent == 0)
            return length;
        destination[length++] = (byte)'E';
        Utf8Formatter.TryFormat(exponent, destination.Slice(length), out int written);
        return length + written;
    }

    /// <summary>True if the text is a number by JSON's stricter grammar too.</summary>
    public static bool IsJsonNumber(ReadOnlySpan<byte> number)
    {
        int first = number[0] == '-' ? 1 : 0;
        if (!IsDigit(number[first]))
            return false;
        bool hasLeadingZero = number[first] == '0' && number.Length > first + 1 && IsDigit(number[first + 1]);
        int point = number.IndexOf((byte)'.');
        bool endsInPoint = point >= 0 && (point == number.Length - 1 || !IsDigit(number[point + 1]));
        return !hasLeadingZero && !endsInPoint;
    }

    private static bool IsDigit(byte b) => (uint)(b - '0') <= 9;

    // The significant digits are those from the first to the last that is not zero.
    private static bool TryMeasure(ReadOnlySpan<byte> significand, out int digitCount, out long exponent)
    {
        int digits = 0, first = -1, last = -1, point = -1;
        for (int i = 0; i < significand.Length; i++)
        {
            byte b = significand[i];
            if (b == '.' && point < 0)
            {
                point = digits;
                continue;
            }

            if (!IsDigit(b))
            {
                digitCount = 0;
                exponent = 0;
                return false;
            }

            if (b != '0')
            {
                last = digits;
                if (first < 0)
                    first = digits;
            }

            digits++;
        }

        digitCount = first < 0 ? 0 : last - first + 1;
        exponent = (point < 0 ? digits : point) - 1 - first;
        return digits > 0;
    }

    private static bool TryReadExponent(ReadOnlySpan<byte> text, out long exponent)
    {
        exponent = 0;
        bool isNegative = text.Length > 0 && text[0] == '-';
        if (text.Length > 0 && text[0] is (byte)'-' or (byte)'+')
            text = text.Slice(1);
        foreach (byte b in text)
        {
            if (!IsDigit(b))
                return false;
            // Stops counting far outside the range that any significand could bring back into DynamoDB's.
            exponent = Math.Min(exponent * 10 + (b - '0'), int.MaxValue);
        }

        if (isNegative)
            exponent = -exponent;
        return text.Length > 0;
    }

    private int WriteDigits(Span<byte> destination)
    {
        int start = _isNegative ? 1 : 0;
        destination[0] = (byte)'-';
        int length = start;
        for (int i = 0; length < start + _digitCount; i++)
        {
            byte b = _significand[i];
            bool isLeadingZero = b == '0' && length == start;
            if (b != '.' && !isLeadingZero)
                destination[length++] = b;
        }

        return length;
    }
}
