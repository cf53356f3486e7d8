using DdbBatch.Items;

namespace DdbBatch.Exporting;

/// <summary>One <c>{"Item":{…}}</c> a line, as the data files of DynamoDB's exports to S3 have them. It holds every item exactly.</summary>
internal sealed class DynamoDBJsonFormat : ItemFormat
{
    /// <inheritdoc/>
    public override void Write(byte[] item, Utf8Buffer output) => output.WriteRaw("{\"Item\":"u8, item, "}\n"u8);
}
