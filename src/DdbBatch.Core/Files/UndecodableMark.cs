using System;
using System.Text;

namespace DdbBatch.Files;

/// <summary>
/// Puts a mark where bytes are no characters, so that only the row that has them is refused and not the file.
/// </summary>
internal sealed class UndecodableMark : DecoderFallback
{
    // A code point that Unicode keeps from being a character: it says something only where bytes have been marked.
    private const char Mark = '\uFDD0';

    private bool _wasUsed;

    /// <inheritdoc/>
    public override int MaxCharCount => 1;

    /// <summary>The index of the first mark in a text; -1 where there is none.</summary>
    public int Find(ReadOnlySpan<char> text) => _wasUsed ? text.IndexOf(Mark) : -1;

    /// <inheritdoc/>
    public override DecoderFallbackBuffer CreateFallbackBuffer() => new MarkBuffer(this);

    private sealed class MarkBuffer(UndecodableMark owner) : DecoderFallbackBuffer
    {
        private int _remaining;

        public override int Remaining => _remaining;

        public override bool Fallback(byte[] bytesUnknown, int index)
        {
            owner._wasUsed = true;
            _remaining = 1;
            return true;
        }

        public override char GetNextChar()
        {
            if (_remaining == 0)
                return '\0';
            _remaining--;
            return Mark;
        }

        public override bool MovePrevious() => false;

        public override void Reset() => _remaining = 0;
    }
}
