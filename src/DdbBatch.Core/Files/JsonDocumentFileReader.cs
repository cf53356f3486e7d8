using System;
using System.Text.Json;
using DdbBatch.Items;

namespace DdbBatch.Files;

/// <summary>
/// Reads the objects of JSON documents: those in an array, or a single one. Only one object at a time is held in memory.
/// After text that is not JSON, nothing more can be read.
/// </summary>
/// <param name="source">The file; disposed of with the reader.</param>
/// <param name="name">The file's name, for messages.</param>
/// <param name="maxLineBytes">The maximum size of an object, in bytes.</param>
/// <param name="splitsMembers">True to read an object of arrays, such as the response <c>{"Items":[…],"Count":2}</c> or a
/// request file, member by member and element by element: each element becomes an object of its own, <c>{"Items":[{…}]}</c>.
/// Such documents may be larger than memory.</param>
internal sealed class JsonDocumentFileReader(ByteSource source, string name, long maxLineBytes, bool splitsMembers) : ItemFileReader
{
    private readonly MemberSplitter _splitter = new();
    private JsonReaderState _state = new(JsonLimits.Reader);
    private long _documentLine = 1;
    private bool _isBetween = true;
    private bool _hasText;
    private bool _startsBlank;
    private int _valueStart;
    private bool _ended;

    private enum Step
    {
        /// <summary>Text that is not an entry was used.</summary>
        Used,

        /// <summary>An entry was read.</summary>
        Taken,

        /// <summary>More text is needed.</summary>
        NeedsMore,

        /// <summary>The file has no more entries.</summary>
        Ended,
    }

    /// <inheritdoc/>
    public override FileEntry? Next()
    {
        FileEntry? entry = null;
        try
        {
            Step step = Step.Used;
            while (!_ended && step != Step.Taken && entry is null)
            {
                step = TakeStep(out entry);
                _ended = step == Step.Ended;
                if (step == Step.NeedsMore)
                    entry = ReadMore();
            }
        }
        catch (FileException exception)
        {
            _ended = true;
            return FileEntry.Of(exception);
        }
        catch (JsonException exception)
        {
            _ended = true;
            return FileEntry.Of(FileErrors.DocumentInvalid(
                new FilePosition(name, _documentLine + (exception.LineNumber ?? 0), (exception.BytePositionInLine ?? 0) + 1),
                JsonReasons.Of(exception),
                exception));
        }

        return entry;
    }

    /// <inheritdoc/>
    public override void Dispose() => source.Dispose();

    private Step TakeStep(out FileEntry? entry)
    {
        entry = null;
        // An export of no items in DynamoDB JSON is a blank line. Plain JSON has an array for that.
        _startsBlank |= splitsMembers && source.Unread is [(byte)'\n', ..];
        if (_isBetween && TakeBetween() is { } between)
        {
            if (between == Step.Ended && !_hasText && !_startsBlank)
                throw FileErrors.Empty(name);
            return between;
        }

        Utf8JsonReader reader = new(source.Unread, source.HasEnded, _state);
        _valueStart = 0;
        if (!reader.Read())
        {
            _state = reader.CurrentState;
            source.Advance((int)reader.BytesConsumed);
            return source.HasEnded ? Step.Ended : Step.NeedsMore;
        }

        _hasText = true;
        if (reader.CurrentDepth == 0 && reader.TokenType is JsonTokenType.StartArray or JsonTokenType.EndArray)
            return Use(reader);
        if (splitsMembers && !_splitter.IsSplitting && reader.CurrentDepth == 0 && reader.TokenType == JsonTokenType.StartObject)
        {
            if (MemberSplitter.IsToSplit(reader) is not { } isToSplit)
                return Step.NeedsMore;
            if (isToSplit)
                _splitter.Begin();
        }

        if (!_splitter.IsSplitting || !_splitter.Take(reader))
            return TakeValue(ref reader, out entry);
        FilePosition position = new(name, source.Line);
        Step step = Use(reader);
        if (_splitter.TakeEmptyArray() is not { } empty)
            return step;
        entry = FileEntry.Of(position, new ItemContent.Json(empty, isMember: true));
        return Step.Taken;
    }

    // Skips white space, and a byte order mark between files that were joined; null if a document starts.
    private Step? TakeBetween()
    {
        ReadOnlySpan<byte> text = Blanks.TrimStart(source.Unread);
        if (text.Length < JsonText.ByteOrderMark.Length && !source.HasEnded)
            return Step.NeedsMore;
        if (text.IsEmpty)
            return Step.Ended;
        if (!text.StartsWith(JsonText.ByteOrderMark))
            return null;
        source.Advance(source.Unread.Length - text.Length + JsonText.ByteOrderMark.Length);
        return Step.Used;
    }

    private Step Use(in Utf8JsonReader reader)
    {
        source.Advance((int)reader.BytesConsumed);
        Keep(reader);
        return Step.Used;
    }

    private Step TakeValue(ref Utf8JsonReader reader, out FileEntry? entry)
    {
        entry = null;
        JsonTokenType token = reader.TokenType;
        int start = _valueStart = (int)reader.TokenStartIndex;
        if (!reader.TrySkip())
            return Step.NeedsMore;
        int end = (int)reader.BytesConsumed;
        byte[] value = _splitter.Wrap(source.Unread.Slice(start, end - start));
        source.Advance(start);
        FilePosition position = new(name, source.Line);
        source.Advance(end - start);
        Keep(reader);
        entry = token == JsonTokenType.StartObject || _splitter.IsSplitting
            ? JsonText.Check(value, position, _splitter.IsSplitting)
            : FileEntry.Of(FileErrors.NoObject(position, JsonReasons.NameOf(token)));
        return Step.Taken;
    }

    // Several documents may follow each other, because some programs write them so.
    private void Keep(in Utf8JsonReader reader)
    {
        _isBetween = reader.CurrentDepth == 0
            && reader.TokenType is not (JsonTokenType.None or JsonTokenType.StartArray or JsonTokenType.StartObject);
        _state = _isBetween ? new JsonReaderState(JsonLimits.Reader) : reader.CurrentState;
        if (_isBetween)
            _documentLine = source.Line;
    }

    private FileEntry? ReadMore()
    {
        if (source.Unread.Length > maxLineBytes)
        {
            _ended = true;
            bool isEnvelope = !splitsMembers && MemberSplitter.IsEnvelope(source.Unread.Slice(_valueStart));
            source.Advance(_valueStart);
            return FileEntry.Of(FileErrors.ObjectTooLong(new FilePosition(name, source.Line), maxLineBytes, isEnvelope));
        }

        source.Fill();
        return null;
    }
}
