using System;
using System.Text;
using DdbBatch.Items;
using DdbBatch.Pacing;
using DdbBatch.Writing;

namespace DdbBatch.Tests.Writing;

/// <summary>Operations on a table with a numeric key.</summary>
internal static class SampleOperations
{
    public static readonly TableSchema Schema = new("Music", [new("id", ScalarAttributeType.N)]);

    /// <summary>A put.</summary>
    /// <param name="position">Its place in the input, and its key unless that is given.</param>
    /// <param name="key">Its key.</param>
    /// <param name="jsonBytes">The length of its JSON; as short as can be by default.</param>
    /// <param name="sizeBytes">Its size by DynamoDB's count.</param>
    public static WriteOperation Put(int position, int? key = null, int jsonBytes = 0, int sizeBytes = 10)
    {
        string start = $"{{\"id\":{{\"N\":\"{key ?? position}\"}}";
        int pad = jsonBytes - start.Length - ",\"x\":{\"S\":\"\"}}".Length;
        string json = pad < 0 ? start + "}" : $"{start},\"x\":{{\"S\":\"{new string('y', pad)}\"}}}}";
        byte[] bytes = Encoding.UTF8.GetBytes(json);
        return new(position, OperationKind.Put, new(bytes, sizeBytes, ItemKeyReader.Read(bytes, Schema)), null);
    }

    /// <summary>A lane that has found out that its table takes a lot, so that only other limits count.</summary>
    public static Lane OpenLane(WriteOptions? options = null)
    {
        options ??= new WriteOptions();
        Pacer pacer = new(options.MaxWriteCapacity, null, TimeSpan.Zero);
        Lane lane = new(Schema, "Music", options, new Ledger(reportWritten: true), pacer);
        for (int i = 0; i < 100; i++)
            lane.Pacer.OnAnswer(1000, 0, null, TimeSpan.FromSeconds(0.1 * i));
        return lane;
    }
}
