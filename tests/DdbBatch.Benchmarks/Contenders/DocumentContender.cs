using System.Linq;
using System.Threading.Tasks;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.DocumentModel;

namespace DdbBatch.Benchmarks.Contenders;

/// <summary>The SDK's DocumentBatchWrite in a loop.</summary>
internal sealed class DocumentContender : LoopContender
{
    private readonly AmazonDynamoDBClient _client;
    private readonly ITable _table;
    private readonly Document[] _documents;

    public DocumentContender(ContenderOptions options)
        : base(options)
    {
        _client = Clients.Sdk(options);
        _table = new TableBuilder(_client, Music.Table)
            .AddHashKey("Artist", DynamoDBEntryType.String)
            .AddRangeKey("SongTitle", DynamoDBEntryType.String)
            .Build();
        _documents = [.. Music.AttributeMaps(options.Shape).Select(Document.FromAttributeMap)];
    }

    public override void Dispose() => _client.Dispose();

    protected override Task SendAsync(int first)
    {
        IDocumentBatchWrite batch = _table.CreateBatchWrite();
        for (int i = 0; i < BatchSize; i++)
            batch.AddDocumentToPut(_documents[first + i]);
        return batch.ExecuteAsync();
    }
}
