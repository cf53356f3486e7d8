using System.Text.Json;
using DdbBatch.Items;

namespace DdbBatch.Files;

/// <summary>
/// Reads the objects of JSON documents: those in an array, or one that stands alone. Only one object at a time is held in
/// memory. Behind what is no JSON nothing more can be read.
/// </summary>
internal sealed class JsonDocumentFileReader(ByteSource source, string name, long maxLineBytes) : ItemFileReader
{
    private JsonReaderState _state = new(JsonLimits.Reader);
    private long _documentLine = 1;
    private bool _isBetween = true;
    private int _valueStart;
    private bool _ended;

    private enum Step
    {
        /// <summary>Something without an entry of its own was used.</summary>
        Used,

        /// <summary>There is an entry.</summary>
        Taken,

        /// <summary>What has been read is not enough.</summary>
        NeedsMore,

        /// <summary>There is nothing more.</summary>
        Ended,
    }

    /// <inheritdoc/>
    public override FileEntry? Next()
    {
        FileEntry? entry = null;
        try
        {
            Step step = Step.Used;
            while (!_ended && step != Step.Taken)
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
            return FileEntry.Of(FileErrors.InvalidJson(
                new FilePosition(name, _documentLine + (exception.LineNumber ?? 0), (exception.BytePositionInLine ?? 0) + 1),
                JsonReasons.Of(exception) + " Nothing behind this place was read.",
                exception));
        }

        return entry;
    }

    /// <inheritdoc/>
    public override void Dispose() => source.Dispose();

    private Step TakeStep(out FileEntry? entry)
    {
        entry = null;
        if (_isBetween && source.HasEnded && Blanks.TrimEnd(source.Unread).IsEmpty)
            return Step.Ended;
        Utf8JsonReader reader = new(source.Unread, source.HasEnded, _state);
        _valueStart = 0;
        if (!reader.Read())
        {
            _state = reader.CurrentState;
            source.Advance((int)reader.BytesConsumed);
            return source.HasEnded ? Step.Ended : Step.NeedsMore;
        }

        if (reader.CurrentDepth == 0 && reader.TokenType is JsonTokenType.StartArray or JsonTokenType.EndArray)
        {
            source.Advance((int)reader.BytesConsumed);
            Keep(reader);
            return Step.Used;
        }

        return TakeValue(ref reader, out entry);
    }

    private Step TakeValue(ref Utf8JsonReader reader, out FileEntry? entry)
    {
        entry = null;
        JsonTokenType token = reader.TokenType;
        int start = _valueStart = (int)reader.TokenStartIndex;
        if (!reader.TrySkip())
            return Step.NeedsMore;
        int end = (int)reader.BytesConsumed;
        byte[] value = source.Unread.Slice(start, end - start).ToArray();
        source.Advance(start);
        FilePosition position = new(name, source.Line);
        source.Advance(end - start);
        Keep(reader);
        entry = token == JsonTokenType.StartObject
            ? FileEntry.Of(position, new ItemContent.Json(value))
            : FileEntry.Of(FileErrors.NoObject(position, $"a value of kind {token}"));
        return Step.Taken;
    }

    // Several documents may follow one another, as some programs write them.
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
            source.Advance(_valueStart);
            return FileEntry.Of(FileErrors.ObjectTooLong(new FilePosition(name, source.Line), maxLineBytes));
        }

        source.Fill();
        return null;
    }
}
