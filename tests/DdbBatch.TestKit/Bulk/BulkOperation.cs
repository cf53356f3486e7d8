using System;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using Amazon.DynamoDBv2.Model;
using DdbBatch.TestKit.Bulk;

namespace DdbBatch.TestKit;

/// <summary>A bulk operation of a <see cref="BulkOperationServer"/>.</summary>
public sealed class BulkOperation
{
    private readonly BulkEngine _engine;
    private readonly TableDescription _table;
    private readonly Lock _access = new();
    private long _processedItems;
    private long _failedItems;
    private long _processedBytes;
    private long _putBytes;

    internal BulkOperation(BulkStartRequest request, TableDescription table, DateTimeOffset started, BulkEngine engine)
    {
        Request = request;
        _table = table;
        _engine = engine;
        StartTime = started;
        Id = $"{started.ToUnixTimeMilliseconds():00000000000000}-{Guid.NewGuid().ToString("N")[..8]}";
        ClientToken = request.ClientToken ?? $"{Guid.NewGuid()}";
    }

    /// <summary>The last part of its ARN, and the folder of its report.</summary>
    public string Id { get; }

    /// <summary>Its ARN.</summary>
    public string Arn => $"{_table.TableArn}/bulk-operation/{Id}";

    /// <summary>The table's name.</summary>
    public string Table => Request.Table;

    /// <summary>The idempotency token.</summary>
    public string ClientToken { get; }

    /// <summary>When it started.</summary>
    public DateTimeOffset StartTime { get; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset? EndTime { get; private set; }

    /// <summary>Its status, as <c>IN_PROGRESS</c>.</summary>
    public string Status { get; private set; } = "IN_PROGRESS";

    /// <summary>Whether it will do nothing more.</summary>
    public bool IsEnded => Status is not ("IN_PROGRESS" or "CANCELLING");

    /// <summary>How many items it has processed, failed ones among them.</summary>
    public long ProcessedItems => Interlocked.Read(ref _processedItems);

    /// <summary>How many of them could not be read or written.</summary>
    public long FailedItems => Interlocked.Read(ref _failedItems);

    /// <summary>How large the input objects are; null before they were listed.</summary>
    public long? TotalInputBytes { get; internal set; }

    /// <summary>Why it failed or was cancelled.</summary>
    public (string Code, string Message)? Failure { get; private set; }

    internal BulkStartRequest Request { get; }

    /// <summary>Lets the engine take one step: list the input, load an object, or end.</summary>
    public Task StepAsync(CancellationToken cancellation = default) => _engine.StepAsync(this, cancellation);

    /// <summary>Lets the engine run to the end.</summary>
    public Task RunAsync(CancellationToken cancellation = default) => _engine.RunAsync(this, cancellation);

    /// <summary>Asks the engine to stop; false once the operation has ended.</summary>
    internal bool TryCancel()
    {
        lock (_access)
        {
            if (IsEnded)
                return false;
            Status = "CANCELLING";
            return true;
        }
    }

    internal void AddItems(int processed, int failed, long putBytes)
    {
        Interlocked.Add(ref _processedItems, processed);
        Interlocked.Add(ref _failedItems, failed);
        Interlocked.Add(ref _putBytes, putBytes);
    }

    internal void AddInputBytes(long bytes) => Interlocked.Add(ref _processedBytes, bytes);

    internal void End(string status, DateTimeOffset time, (string Code, string Message)? failure)
    {
        lock (_access)
            (EndTime, Failure, Status) = (time, failure, status);
    }

    /// <summary>The BulkOperationDescription.</summary>
    internal JsonObject Describe()
    {
        JsonObject description = Summarize();
        description["TableDetails"] = new JsonArray(new JsonObject { ["TableName"] = _table.TableArn, ["TableId"] = _table.TableId });
        description["ClientToken"] = ClientToken;
        description["InputS3Configuration"] = Copy(Request.Input);
        description["OutputS3Configuration"] = Copy(Request.Output);
        description["PerformanceTier"] = Request.PerformanceTier;
        description["ProcessedItemCount"] = ProcessedItems;
        description["FailedItemCount"] = FailedItems;
        description["ProcessedInputBytes"] = Interlocked.Read(ref _processedBytes);
        if (TotalInputBytes is { } total)
            description["TotalInputBytes"] = total;
        if (Request.MaxWriteRequestUnits is { } units)
            description["MaxWriteRequestUnits"] = units;
        if (Failure is var (code, message))
            (description["FailureCode"], description["FailureMessage"]) = (code, message);
        description["BulkOperationUsage"] = new JsonArray(Usage());
        return description;
    }

    /// <summary>The BulkOperationSummary.</summary>
    internal JsonObject Summarize()
    {
        JsonObject summary = new()
        {
            ["BulkOperationArn"] = Arn,
            ["BulkOperationStatus"] = Status,
            ["StartTime"] = ToSeconds(StartTime),
        };
        if (EndTime is { } ended)
            summary["EndTime"] = ToSeconds(ended);
        return summary;
    }

    private JsonObject Usage()
    {
        long bytes = Interlocked.Read(ref _putBytes);
        return new JsonObject
        {
            ["TableName"] = _table.TableArn,
            ["BulkPutBytes"] = bytes,
            ["Table"] = new JsonObject { ["BulkPutBytes"] = bytes },
        };
    }

    private static JsonNode? Copy(JsonElement json) => JsonNode.Parse(json.GetRawText());

    private static double ToSeconds(DateTimeOffset time) => time.ToUnixTimeMilliseconds() / 1000.0;
}
