using System;

namespace DdbBatch.Files;

/// <summary>
/// Splits a row of CSV into its cells (RFC 4180). As in Import-Csv, white space before a value, quoted or not, is skipped,
/// and so is white space after a closing quote; white space after a value that is not quoted belongs to the value.
/// </summary>
internal sealed class CsvRow
{
    private char[] _cells = new char[512];
    private int[] _ends = new int[16];
    private bool[] _quoted = new bool[16];
    private int _length;

    /// <summary>The result of an attempt to read a row.</summary>
    public enum Status
    {
        /// <summary>A row was read.</summary>
        Read,

        /// <summary>The text ends before the row does.</summary>
        NeedsMore,

        /// <summary>There is text after a closing quote.</summary>
        TextAfterQuote,

        /// <summary>A quote is never closed.</summary>
        OpenQuote,
    }

    /// <summary>The number of cells in the row.</summary>
    public int Count { get; private set; }

    /// <summary>True if any cell is in quotes.</summary>
    public bool HasQuotes { get; private set; }

    /// <summary>True if the cell is in quotes, so that its white space belongs to the value.</summary>
    public bool IsQuoted(int cell) => _quoted[cell];

    /// <summary>The values of all cells, concatenated.</summary>
    public ReadOnlySpan<char> Cells => _cells.AsSpan(0, _length);

    /// <summary>The end of each value in <see cref="Cells"/>.</summary>
    public ReadOnlySpan<int> Ends => _ends.AsSpan(0, Count);

    /// <summary>Returns the value of a cell.</summary>
    public ReadOnlySpan<char> this[int cell] => _cells.AsSpan(StartOf(cell), _ends[cell] - StartOf(cell));

    /// <summary>Reads a row.</summary>
    /// <param name="text">The text, which starts with the row.</param>
    /// <param name="isWhole">True if the text extends to the end of the file.</param>
    /// <param name="delimiter">The character that separates cells.</param>
    /// <param name="lineEnd">The character that ends the row: LF, perhaps after CR, or CR.</param>
    /// <param name="length">The row's length including its line break; or, if there is text after a quote, the index of that
    /// text.</param>
    public Status Read(ReadOnlySpan<char> text, bool isWhole, char delimiter, char lineEnd, out int length)
    {
        Count = _length = length = 0;
        HasQuotes = false;
        int i = 0;
        while (true)
        {
            i = SkipBlanks(text, i, delimiter);
            bool isQuoted = i < text.Length && text[i] == '"';
            if (isQuoted)
            {
                i++;
                if (!TryReadQuoted(text, ref i, isWhole))
                    return isWhole ? Status.OpenQuote : Status.NeedsMore;
                i = SkipBlanks(text, i, delimiter);
                // An LF may follow the CR.
                bool hasReturn = lineEnd == '\n' && i < text.Length && text[i] == '\r';
                if (!isWhole && text.Length - i <= (hasReturn ? 1 : 0))
                    return Status.NeedsMore;
                if (hasReturn && (i + 1 == text.Length || text[i + 1] == lineEnd))
                    i++;
                length = i;
                if (i < text.Length && text[i] != delimiter && text[i] != lineEnd)
                    return Status.TextAfterQuote;
            }
            else
            {
                int end = text.Slice(i).IndexOfAny(delimiter, lineEnd);
                if (end < 0 && !isWhole)
                    return Status.NeedsMore;
                end = end < 0 ? text.Length : i + end;
                bool hasReturn = end > i && text[end - 1] == '\r' && (end == text.Length || text[end] == lineEnd);
                Append(text.Slice(i, end - i - (hasReturn ? 1 : 0)));
                i = end;
            }

            EndCell(isQuoted);
            length = i + 1;
            if (i < text.Length && text[i] == delimiter)
            {
                i++;
                continue;
            }

            length = Math.Min(length, text.Length);
            return Status.Read;
        }
    }

    /// <summary>Whether each cell is <c>""</c>; null if none is.</summary>
    public bool[]? FindQuotedEmpty()
    {
        bool[]? found = null;
        for (int i = 0; HasQuotes && i < Count; i++)
        {
            if (_quoted[i] && _ends[i] == StartOf(i))
                (found ??= new bool[Count])[i] = true;
        }

        return found;
    }

    /// <summary>The index of the cell that has a character of <see cref="Cells"/>.</summary>
    public int CellOf(int index)
    {
        int cell = 0;
        while (_ends[cell] <= index)
            cell++;
        return cell;
    }

    private static int SkipBlanks(ReadOnlySpan<char> text, int i, char delimiter)
    {
        while (i < text.Length && text[i] is ' ' or '\t' && text[i] != delimiter)
            i++;
        return i;
    }

    private int StartOf(int cell) => cell == 0 ? 0 : _ends[cell - 1];

    private bool TryReadQuoted(ReadOnlySpan<char> text, ref int i, bool isWhole)
    {
        while (true)
        {
            int quote = text.Slice(i).IndexOf('"');
            if (quote < 0)
                return false;
            Append(text.Slice(i, quote));
            i += quote + 1;
            if (i == text.Length)
                return isWhole;
            if (text[i] != '"')
                return true;
            Append(text.Slice(i, 1));
            i++;
        }
    }

    private void Append(ReadOnlySpan<char> text)
    {
        if (_cells.Length - _length < text.Length)
            Array.Resize(ref _cells, Math.Max(_cells.Length * 2, _length + text.Length));
        text.CopyTo(_cells.AsSpan(_length));
        _length += text.Length;
    }

    private void EndCell(bool isQuoted)
    {
        if (Count == _ends.Length)
        {
            Array.Resize(ref _ends, _ends.Length * 2);
            Array.Resize(ref _quoted, _quoted.Length * 2);
        }

        HasQuotes |= isQuoted;
        _quoted[Count] = isQuoted;
        _ends[Count++] = _length;
    }
}
