using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using DdbBatch.TestKit;
using DdbBatch.TestKit.Capacity;
using DdbBatch.TestKit.Http;
using DdbBatch.TestKit.Identity;

namespace DdbBatch.Soak;

/// <summary>The faults that the client has met so far.</summary>
internal sealed record ServerCounts(long Requests, long Faults, long Stalls, long Expired, long ProxyRestarts, long ServerRestarts);

/// <summary>
/// DynamoDB Local with its tables on disk, and a proxy in front of it with everything that goes wrong: a modest capacity, faults, keys that
/// expire, and restarts of both.
/// </summary>
internal sealed class SoakServer : IAsyncDisposable
{
    public const string Table = "Soak";
    public const string Copy = "SoakCopy";

    private const string MemoryDisk = "/dev/shm";
    private const double WriteUnitsPerSecond = 300;

    private static readonly TimeSpan KeyLifetime = TimeSpan.FromSeconds(45);
    private static readonly TimeSpan BetweenStalls = TimeSpan.FromMinutes(4);
    private static readonly TimeSpan BetweenProxyRestarts = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan BetweenServerRestarts = TimeSpan.FromMinutes(7);

    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly DynamoDbLocal _server;
    private readonly string _folder;
    private readonly FaultProxy _proxy;
    // Each command of the client gets keys, and they are good for all that is left of an hour as far as it knows.
    private readonly IdentityServer _identity = new(TimeSpan.FromHours(1));
    private readonly Dictionary<string, KeyUse> _keys = [];
    private readonly TokenBucket _capacity = new(WriteUnitsPerSecond);
    private readonly SemaphoreSlim _isUp = new(1);
    private readonly CancellationTokenSource _end = new();
    private readonly Task _restarting;
    private TimeSpan _nextStall = BetweenStalls;
    private TimeSpan _nextRefusal = BetweenProxyRestarts;
    private ServerCounts _counts = new(0, 0, 0, 0, 0, 0);

    private SoakServer(DynamoDbLocal server, string folder, int seed)
    {
        _server = server;
        _folder = folder;
        _proxy = FaultProxy.ForLongRun(server.Endpoint, Rule, seed, keepsRequests: false);
        _restarting = RestartAsync();
    }

    /// <summary>The URL for the client.</summary>
    public Uri Endpoint => _proxy.Endpoint;

    /// <summary>The URL of DynamoDB Local, for checks.</summary>
    public Uri Direct => _server.Endpoint;

    /// <summary>The counts so far.</summary>
    public ServerCounts Counts => Volatile.Read(ref _counts);

    /// <summary>Starts both, with two empty tables.</summary>
    public static async Task<SoakServer> StartAsync(int seed)
    {
        // The server syncs a file for every item, which takes most of the time on a real disk. It is the server that is killed, not the
        // machine, so a disk in memory does as well.
        string folder = Path.Combine(Directory.Exists(MemoryDisk) ? MemoryDisk : Path.GetTempPath(), $"ddbbatch-soak-{Environment.ProcessId}");
        Directory.CreateDirectory(folder);
        DynamoDbLocal server = await DynamoDbLocal.StartOnDiskAsync(folder);
        await server.CreateTableAsync(Table, "Id:N");
        await server.CreateTableAsync(Copy, "Id:N");
        return new SoakServer(server, folder, seed);
    }

    /// <summary>Writes the profile for the client; without it, the client is in a container that has a role.</summary>
    /// <returns>The environment variables of the client.</returns>
    public IReadOnlyDictionary<string, string> WriteCredentials(string folder)
    {
        string config = Path.Combine(folder, "config");
        string credentials = Path.Combine(folder, "credentials");
        File.WriteAllText(config, "[profile role]\nrole_arn = arn:aws:iam::123456789012:role/Loader\nsource_profile = keys\nregion = eu-central-1\n");
        File.WriteAllText(credentials, "[keys]\naws_access_key_id = AKIAOFKEYS\naws_secret_access_key = s\n");
        return new Dictionary<string, string>(_identity.Environment)
        {
            ["AWS_CONFIG_FILE"] = config,
            ["AWS_SHARED_CREDENTIALS_FILE"] = credentials,
            ["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = $"{_identity.Endpoint}container",
            ["AWS_REGION"] = "eu-central-1",
        };
    }

    /// <summary>Does something while DynamoDB Local is not restarted.</summary>
    public async Task WhileUpAsync(Func<Task> action)
    {
        await _isUp.WaitAsync();
        try
        {
            await action();
        }
        finally
        {
            _isUp.Release();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _restarting;
        await _proxy.DisposeAsync();
        await _server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
        await _identity.DisposeAsync();
        _isUp.Dispose();
        _end.Dispose();
    }

    private async Task RestartAsync()
    {
        try
        {
            while (true)
            {
                await Task.Delay(BetweenServerRestarts, _end.Token);
                await WhileUpAsync(() => _server.RestartAsync(_end.Token));
                Count(counts => counts with { ServerRestarts = counts.ServerRestarts + 1 });
            }
        }
        catch (OperationCanceledException)
        {
            // The end.
        }
    }

    private Fault Rule(ProxiedRequest request)
    {
        KeyUse key = UseOf(request);
        Fault fault = _clock.Elapsed - key.Since > KeyLifetime
            ? new Fault.Error(400, "ExpiredTokenException", "The security token included in the request is expired")
            : Due() ?? Chance(request, key) ?? Throttle(request);
        Count(counts => counts with
        {
            Requests = counts.Requests + 1,
            Faults = counts.Faults + (fault == Fault.None ? 0 : 1),
            Stalls = counts.Stalls + (fault is Fault.Stall ? 1 : 0),
            Expired = counts.Expired + (fault is Fault.Error { Type: "ExpiredTokenException" } ? 1 : 0),
            ProxyRestarts = counts.ProxyRestarts + (fault is Fault.RefuseConnections ? 1 : 0),
        });
        return fault;
    }

    private KeyUse UseOf(ProxiedRequest request)
    {
        string header = request.Http.Header("Authorization") ?? throw new InvalidOperationException("Not signed.");
        string key = header.Split("Credential=")[1].Split('/')[0];
        KeyUse use = _keys.GetValueOrDefault(key) ?? new KeyUse(_clock.Elapsed, 0);
        return _keys[key] = use with { Requests = use.Requests + 1 };
    }

    private Fault? Due()
    {
        if (_clock.Elapsed > _nextRefusal)
        {
            _nextRefusal = _clock.Elapsed + BetweenProxyRestarts;
            return new Fault.RefuseConnections(TimeSpan.FromSeconds(3));
        }

        if (_clock.Elapsed > _nextStall)
        {
            _nextStall = _clock.Elapsed + BetweenStalls;
            return new Fault.Stall(TakesEffect: _nextStall.Seconds % 2 == 0);
        }

        return null;
    }

    private static Fault? Chance(ProxiedRequest request, KeyUse key) => request.Random.Next(200) switch
    {
        < 3 => Unprocessed(request),
        < 6 => new Fault.Error(500, "InternalServerError", "Internal server error"),
        6 => new Fault.ResetBefore(),
        7 => new Fault.ResetAfter(),
        8 => new Fault.HalfAnswer(),
        9 => new Fault.WrongCrc(),
        // A command that sees nothing else of DynamoDB ends at once.
        10 when key.Requests > 10 => new Fault.NotFromDynamoDb(503, "<html>Busy</html>"),
        11 when request.Operation is "Scan" or "Query" => Throttled("TableReadProvisionedThroughputExceeded"),
        _ => null,
    };

    private static Fault? Unprocessed(ProxiedRequest request) => FaultProxy.Unprocessed(0.5)(request) is { } fault && fault != Fault.None ? fault : null;

    private Fault Throttle(ProxiedRequest request)
    {
        int units = request.Operation switch
        {
            "BatchWriteItem" => request.Writes.Count,
            "BatchExecuteStatement" => 25,
            "PutItem" or "UpdateItem" or "DeleteItem" => 1,
            _ => 0,
        };
        _capacity.AdvanceTo(_clock.Elapsed);
        if (!_capacity.Fits(units))
            return _capacity.Fits(units / 2) && request.IsBatchWrite ? Halve(units) : Throttled("TableWriteProvisionedThroughputExceeded");
        _capacity.Take(units);
        return Fault.None;
    }

    private Fault.SubsetUnprocessed Halve(int units)
    {
        _capacity.Take(units / 2);
        return new Fault.SubsetUnprocessed(0.5);
    }

    private static Fault.Error Throttled(string reason) => new(
        400,
        "ProvisionedThroughputExceededException",
        "The level of configured provisioned throughput for the table was exceeded.",
        new ThrottlingReason(reason, $"arn:aws:dynamodb:eu-central-1:123456789012:table/{Table}"));

    // The rule and the restarts count on different threads.
    private void Count(Func<ServerCounts, ServerCounts> change)
    {
        lock (_keys)
            _counts = change(_counts);
    }

    private sealed record KeyUse(TimeSpan Since, int Requests);
}
