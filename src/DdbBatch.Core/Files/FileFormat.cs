namespace DdbBatch;

/// <summary>How the items of a file are written down.</summary>
public enum FileFormat
{
    /// <summary>Values separated by commas, under a line of names; every value is text.</summary>
    Csv,

    /// <summary>The same, separated by tabs.</summary>
    Tsv,

    /// <summary>One JSON array of objects, or one object.</summary>
    Json,

    /// <summary>One JSON object a line.</summary>
    JsonLines,

    /// <summary>
    /// DynamoDB JSON, a line each or one document: items, items under "Item" as DynamoDB's exports have them, or requests
    /// of BatchWriteItem.
    /// </summary>
    DynamoDBJson,
}
