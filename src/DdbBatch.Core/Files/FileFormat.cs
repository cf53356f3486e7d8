namespace DdbBatch;

/// <summary>The format of a file of items.</summary>
public enum FileFormat
{
    /// <summary>Comma-separated values with a header line; every value is text.</summary>
    Csv,

    /// <summary>Tab-separated values with a header line.</summary>
    Tsv,

    /// <summary>One JSON array of objects, or one object.</summary>
    Json,

    /// <summary>One JSON object per line.</summary>
    JsonLines,

    /// <summary>
    /// DynamoDB JSON, one value per line or one document: items, items under "Item" as in DynamoDB's exports, or requests of
    /// BatchWriteItem.
    /// </summary>
    DynamoDBJson,
}
