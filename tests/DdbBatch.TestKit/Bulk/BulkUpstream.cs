using System;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using DdbBatch.TestKit.Capacity;
using DdbBatch.TestKit.Http;

namespace DdbBatch.TestKit.Bulk;

/// <summary>DynamoDB Local, with a bulk engine beside it.</summary>
internal sealed class BulkUpstream(Uri dynamoDb, BulkOperations operations, BulkServerOptions options)
    : DynamoDbUpstream(dynamoDb)
{
    private const string Replica =
        """
        "GlobalTableVersion":"2019.11.21","Replicas":[{"RegionName":"eu-west-1","ReplicaStatus":"ACTIVE"}],
        """;

    /// <inheritdoc/>
    public override async Task<HttpAnswer> SendAsync(HttpRequest request, CancellationToken cancellation)
    {
        try
        {
            return request.Operation switch
            {
                "StartBulkPutItems" => Answer(await operations.StartAsync(request.Body, cancellation)),
                "DescribeBulkOperation" => Answer(await operations.DescribeAsync(Parse(request), cancellation)),
                "ListBulkOperations" => Answer(operations.List(Parse(request))),
                "CancelBulkOperation" => Answer(operations.Cancel(Parse(request))),
                "DescribeTable" => ShowReplica(request, await base.SendAsync(request, cancellation)),
                _ => await base.SendAsync(request, cancellation),
            };
        }
        catch (BulkRefusal refusal)
        {
            return DynamoDbAnswer.Error(400, refusal.Type, refusal.Message);
        }
    }

    private static JsonElement Parse(HttpRequest request) => JsonElement.Parse(request.Body.Span);

    private static DynamoDbAnswer Answer(JsonObject answer) => new(200, Encoding.UTF8.GetBytes(answer.ToJsonString()));

    private HttpAnswer ShowReplica(HttpRequest request, HttpAnswer answer)
    {
        if (answer.Status != 200 || !options.GlobalTables.Contains(TableDescriptions.RequestedTable(request)))
            return answer;
        string text = Encoding.UTF8.GetString(answer.Body.Span);
        return new DynamoDbAnswer(200, Encoding.UTF8.GetBytes(
            text.Replace("{\"Table\":{", "{\"Table\":{" + Replica, StringComparison.Ordinal)));
    }
}
