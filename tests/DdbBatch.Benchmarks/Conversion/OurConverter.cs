using System;
using System.Buffers;
using DdbBatch.Conversion;
using DdbBatch.Items;

namespace DdbBatch.Benchmarks.Conversion;

/// <summary>The module's way: each object straight into wire form, with key and size, and the batch put together.</summary>
internal sealed class OurConverter
{
    private static readonly TableSchema Schema = new(
        "Music", [new("Artist", ScalarAttributeType.S), new("SongTitle", ScalarAttributeType.S)]);

    private readonly ItemConverter _converter = new(ConversionOptions.Default);
    private readonly ArrayBufferWriter<byte> _body = new(64 * 1024);

    /// <summary>The bytes of a request's body.</summary>
    public int Convert(ReadOnlySpan<object> batch)
    {
        _body.ResetWrittenCount();
        _body.Write("{\"RequestItems\":{\"Music\":["u8);
        foreach (object input in batch)
        {
            _body.Write("{\"PutRequest\":{\"Item\":"u8);
            _body.Write(_converter.ConvertItem(input, Schema).Json);
            _body.Write("}},"u8);
        }

        _body.Write("]}}"u8);
        return _body.WrittenCount;
    }
}
