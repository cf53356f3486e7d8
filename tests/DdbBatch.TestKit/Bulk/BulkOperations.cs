using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net.Http;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.S3;

namespace DdbBatch.TestKit.Bulk;

/// <summary>The bulk operations of an account: starts, describes, lists and cancels them.</summary>
internal sealed class BulkOperations(Uri dynamoDb, Uri s3, BulkServerOptions options) : IAsyncDisposable
{
    private const int DefaultPage = 10;
    private const int LargestPage = 25;

    private readonly AmazonDynamoDBClient _tables = DynamoDbLocal.CreateClient(dynamoDb);
    private readonly HttpClient _writes = new() { BaseAddress = dynamoDb };
    private readonly AmazonS3Client _s3 = S3Server.CreateClient(s3);
    private readonly CancellationTokenSource _end = new();
    private readonly SemaphoreSlim _starting = new(1);
    private readonly List<Task> _running = [];
    private readonly Lock _access = new();
    private readonly List<BulkOperation> _all = [];

    /// <summary>All operations, the oldest first.</summary>
    public IReadOnlyList<BulkOperation> All
    {
        get
        {
            lock (_access)
                return [.. _all];
        }
    }

    /// <summary>StartBulkPutItems.</summary>
    /// <exception cref="BulkRefusal">DynamoDB refuses it.</exception>
    public async Task<JsonObject> StartAsync(ReadOnlyMemory<byte> body, CancellationToken cancellation)
    {
        BulkStartRequest request = new(body.Span);
        await _starting.WaitAsync(cancellation);
        try
        {
            return Described((FindByToken(request) ?? await StartAsync(request, cancellation)).Describe());
        }
        finally
        {
            _starting.Release();
        }
    }

    /// <summary>DescribeBulkOperation.</summary>
    /// <exception cref="BulkRefusal">There is no such operation.</exception>
    public async Task<JsonObject> DescribeAsync(JsonElement request, CancellationToken cancellation)
    {
        BulkOperation operation = Find(request);
        JsonObject description = operation.Describe();
        if (options.Pace == BulkPace.OnDescribe)
            await operation.StepAsync(cancellation);
        return Described(description);
    }

    /// <summary>ListBulkOperations: the newest first; a token says how many came before.</summary>
    /// <exception cref="BulkRefusal">A parameter breaks a rule.</exception>
    public JsonObject List(JsonElement request)
    {
        int page = request.TryGetProperty("MaxResults", out JsonElement most) ? most.GetInt32() : DefaultPage;
        if (page is < 1 or > LargestPage)
            throw BulkRefusal.Constraint($"{page}", "maxResults");
        int start = request.TryGetProperty("NextToken", out JsonElement token)
            ? int.Parse(token.GetString()!, NumberStyles.HexNumber, CultureInfo.InvariantCulture)
            : 0;
        IReadOnlyList<BulkOperation> all = All;
        JsonObject[] found = [.. all.Reverse().Skip(start).Take(page).Select(operation => operation.Summarize())];
        JsonObject answer = new() { ["BulkOperationsSummaryList"] = new JsonArray([.. found]) };
        if (start + page < all.Count)
            answer["NextToken"] = (start + page).ToString("x16", CultureInfo.InvariantCulture);
        return answer;
    }

    /// <summary>CancelBulkOperation.</summary>
    /// <exception cref="BulkRefusal">There is no such operation, or it has ended.</exception>
    public JsonObject Cancel(JsonElement request)
    {
        BulkOperation operation = Find(request);
        if (!operation.TryCancel())
            throw BulkRefusal.Validation($"The bulk operation is {operation.Status} and can't be cancelled");
        return new JsonObject { ["BulkOperationArn"] = operation.Arn, ["BulkOperationStatus"] = operation.Status };
    }

    /// <summary>Ends what is running.</summary>
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        foreach (Task operation in _running)
            await IgnoreCancellationAsync(operation);
        _tables.Dispose();
        _writes.Dispose();
        _s3.Dispose();
        _starting.Dispose();
        _end.Dispose();
    }

    private static async Task IgnoreCancellationAsync(Task operation)
    {
        try
        {
            await operation;
        }
        catch (OperationCanceledException)
        {
            // The server's end.
        }
    }

    private static JsonObject Described(JsonObject description) => new() { ["BulkOperationDescription"] = description };

    private BulkOperation? FindByToken(BulkStartRequest request)
    {
        if (request.ClientToken is null)
            return null;
        DateTimeOffset oldest = options.Clock.GetUtcNow() - options.TokenLifetime;
        BulkOperation? found = All.LastOrDefault(
            operation => operation.ClientToken == request.ClientToken && operation.StartTime > oldest);
        return found is null || found.Request.Equals(request)
            ? found
            : throw new BulkRefusal(
                "IdempotentParameterMismatchException",
                "The client token was used in a request with other parameters");
    }

    private async Task<BulkOperation> StartAsync(BulkStartRequest request, CancellationToken cancellation)
    {
        TableDescription table = await DescribeTableAsync(request, cancellation);
        BulkOperation[] inProgress = [.. All.Where(operation => !operation.IsEnded)];
        if (inProgress.Length >= options.MaxOperations)
            throw new BulkRefusal("LimitExceededException", $"More than {options.MaxOperations} bulk operations in progress");
        if (inProgress.Count(operation => operation.Table == request.Table) >= options.MaxOperationsPerTable)
            throw new BulkRefusal("LimitExceededException", $"Too many bulk operations in progress on table {request.Table}");
        IBulkTable target = options.Items is { } items ? new DigestTable(items) : new DynamoDbTable(_writes, request.Table);
        BulkOperation started = new(
            request, table, options.Clock.GetUtcNow(), new BulkEngine(_s3, target, request, options));
        lock (_access)
            _all.Add(started);
        if (options.Pace == BulkPace.Background)
            _running.Add(Task.Run(() => started.RunAsync(_end.Token), CancellationToken.None));
        else if (options is { Pace: BulkPace.OnDescribe, IdleStep: { } interval })
            _running.Add(Task.Run(() => StepThroughAsync(started, interval), CancellationToken.None));
        return started;
    }

    private async Task StepThroughAsync(BulkOperation operation, TimeSpan interval)
    {
        using PeriodicTimer timer = new(interval, options.Clock);
        while (!operation.IsEnded && await timer.WaitForNextTickAsync(_end.Token))
            await operation.StepAsync(_end.Token);
    }

    private async Task<TableDescription> DescribeTableAsync(BulkStartRequest request, CancellationToken cancellation)
    {
        if (options.GlobalTables.Contains(request.Table))
            throw new BulkRefusal("ValidationException", "Bulk put items does not support global tables");
        try
        {
            TableDescription table = (await _tables.DescribeTableAsync(request.Table, cancellation)).Table;
            return table.TableStatus == TableStatus.ACTIVE
                ? table
                : throw new BulkRefusal("ResourceInUseException", $"Table {request.Table} is {table.TableStatus}");
        }
        catch (ResourceNotFoundException)
        {
            throw new BulkRefusal("ResourceNotFoundException", $"Requested resource not found: Table: {request.Table} not found");
        }
    }

    private BulkOperation Find(JsonElement request)
    {
        string arn = request.TryGetProperty("BulkOperationArn", out JsonElement value)
            ? value.GetString()!
            : throw BulkRefusal.Missing("bulkOperationArn");
        return All.FirstOrDefault(operation => operation.Arn == arn)
            ?? throw new BulkRefusal("ResourceNotFoundException", $"Requested resource not found: {arn}");
    }
}
