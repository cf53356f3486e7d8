using System;
using System.Text;

namespace DdbBatch.Files;

/// <summary>
/// Replaces bytes that are not characters by a mark, so that only their row is refused and not the whole file.
/// </summary>
internal sealed class UndecodableMark : DecoderFallback
{
    // A code point that Unicode reserves as a noncharacter. It is significant only if bytes have been replaced.
    private const char Mark = '\uFDD0';

    private bool _wasUsed;

    /// <inheritdoc/>
    public override int MaxCharCount => 1;

    /// <summary>The index of the first mark in a text; -1 if there is none.</summary>
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
