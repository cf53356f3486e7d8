using System;
using System.Buffers;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using DdbBatch.TestKit.Http;

namespace DdbBatch.TestKit.Capacity;

/// <summary>
/// A server that answers BatchWriteItem as DynamoDB does for tables of limited write capacity: what fits is written, the
/// rest comes back as UnprocessedItems; when nothing fits, ProvisionedThroughputExceededException says why.
/// </summary>
/// <remarks>It counts and sizes items but doesn't hold them. It answers DescribeTable, too.</remarks>
public sealed class CapacitySimulator : IAsyncDisposable
{
    private const string Exceeded = "The level of configured provisioned throughput for the table was exceeded. " +
        "Consider increasing your provisioning level with the UpdateTable API.";

    private readonly Latency _latency;
    private readonly Dictionary<string, SimulatedTable> _tables;
    private readonly SocketHttpServer _server;
    private readonly Lock _deciding = new();
    private readonly Stopwatch _clock = new();

    /// <summary>Starts a server.</summary>
    /// <param name="latency">How long an answer takes.</param>
    /// <param name="tables">The tables that there are. Their time starts with the first BatchWriteItem.</param>
    public CapacitySimulator(TimeSpan latency, params IEnumerable<SimulatedTable> tables)
    {
        _latency = new Latency(latency);
        _tables = tables.ToDictionary(table => table.Name);
        _server = new SocketHttpServer(HandleAsync);
    }

    /// <summary>Where it listens.</summary>
    public Uri Endpoint => _server.Endpoint;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _latency.Dispose();
    }

    private async Task HandleAsync(HttpConnection connection, HttpRequest request, CancellationToken cancellation)
    {
        DynamoDbAnswer answer = Answer(request);
        await _latency.WaitAsync(cancellation);
        await connection.SendAsync(answer.ToBytes(), cancellation);
    }

    private DynamoDbAnswer Answer(HttpRequest request)
    {
        try
        {
            return request.Operation switch
            {
                "BatchWriteItem" => Write(request.Body.Span),
                "DescribeTable" => Describe(TableDescriptions.RequestedTable(request)),
                _ => throw new SimulatedErrorException("UnknownOperationException", request.Operation),
            };
        }
        catch (SimulatedErrorException error)
        {
            return DynamoDbAnswer.Error(400, error.Type, error.Message);
        }
    }

    private DynamoDbAnswer Describe(string name) => _tables.TryGetValue(name, out SimulatedTable? table)
        ? TableDescriptions.Active(name, table.Keys, table.Capacity.At(_clock.Elapsed))
        : throw new SimulatedErrorException("ResourceNotFoundException", $"Requested resource not found: Table: {name}");

    private DynamoDbAnswer Write(ReadOnlySpan<byte> body)
    {
        List<SimulatedWrite> writes = BatchWriteReader.Read(body, _tables, out string returnConsumedCapacity);
        List<SimulatedWrite> unprocessed = [];
        HashSet<ThrottlingReason> reasons = [];
        Dictionary<SimulatedTable, int> consumed = [];
        lock (_deciding)
        {
            _clock.Start();
            TimeSpan now = _clock.Elapsed;
            foreach (SimulatedWrite write in writes)
            {
                if (write.Table.TryWrite(write, now, out int units) is not { } reason)
                {
                    consumed[write.Table] = consumed.GetValueOrDefault(write.Table) + units;
                    continue;
                }

                reasons.Add(reason);
                unprocessed.Add(write);
            }
        }

        return unprocessed.Count == writes.Count
            ? DynamoDbAnswer.Error(400, "ProvisionedThroughputExceededException", Exceeded, reasons)
            : Written(body, unprocessed, consumed, returnConsumedCapacity);
    }

    private static DynamoDbAnswer Written(
        ReadOnlySpan<byte> body,
        List<SimulatedWrite> unprocessed,
        Dictionary<SimulatedTable, int> consumed,
        string returnConsumedCapacity)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter json = new(buffer))
        {
            json.WriteStartObject();
            json.WriteStartObject("UnprocessedItems");
            foreach (IGrouping<SimulatedTable, SimulatedWrite> table in unprocessed.GroupBy(write => write.Table))
            {
                json.WriteStartArray(table.Key.Name);
                foreach (SimulatedWrite write in table)
                    json.WriteRawValue(body[write.Json], skipInputValidation: true);
                json.WriteEndArray();
            }

            json.WriteEndObject();
            if (returnConsumedCapacity != "NONE")
                WriteConsumed(json, consumed, withIndexes: returnConsumedCapacity == "INDEXES");
            json.WriteEndObject();
        }

        return new DynamoDbAnswer(200, buffer.WrittenMemory);
    }

    private static void WriteConsumed(Utf8JsonWriter json, Dictionary<SimulatedTable, int> consumed, bool withIndexes)
    {
        json.WriteStartArray("ConsumedCapacity");
        foreach ((SimulatedTable table, int units) in consumed)
        {
            json.WriteStartObject();
            json.WriteString("TableName", table.Name);
            json.WriteNumber("CapacityUnits", units * (1 + table.Indexes.Count));
            if (withIndexes)
            {
                WriteUnits(json, "Table", units);
                json.WriteStartObject("GlobalSecondaryIndexes");
                foreach (string index in table.Indexes.Keys)
                    WriteUnits(json, index, units);
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteUnits(Utf8JsonWriter json, string name, int units)
    {
        json.WriteStartObject(name);
        json.WriteNumber("CapacityUnits", units);
        json.WriteEndObject();
    }
}
