using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using DdbBatch.Pacing;
using DdbBatch.Protocol;
using DdbBatch.Transport;
using DdbBatch.Writing;

namespace DdbBatch.Benchmarks.Contenders;

/// <summary>A bare loop over one of the module's transports: the same few requests again and again, no engine.</summary>
internal sealed class TransportContender : LoopContender
{
    private readonly IWriteCalls _transport;
    private readonly BatchRequest[] _requests;

    public TransportContender(ContenderOptions options, TransportKind kind)
        : base(options)
    {
        _transport = WriteCalls.Create(kind, Clients.Own(options));
        Pacer pacer = new(maxWriteCapacity: null, writeCapacity: null, TimeSpan.Zero);
        Lane lane = new(Music.Schema, Music.Table, new WriteOptions(), new Ledger(reportWritten: false), pacer);
        IEnumerable<WriteOperation> operations = Music.Encoded(options.Shape)
            .Select((item, index) => new WriteOperation(index + 1, OperationKind.Put, item, null));
        _requests = [.. operations.Chunk(BatchSize).Select(batch => new BatchRequest(lane, batch))];
    }

    public override void Dispose() => _transport.Dispose();

    protected override async Task SendAsync(int first)
    {
        CallAnswer answer = await _transport.SendAsync(_requests[first / BatchSize], CancellationToken.None);
        if (answer is not CallAnswer.Success { Unprocessed.Count: 0 })
            throw new InvalidOperationException($"Not written: {answer}");
    }
}
