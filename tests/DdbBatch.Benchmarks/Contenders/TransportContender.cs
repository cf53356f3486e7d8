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
    private readonly int _requestsOfBatch;

    public TransportContender(ContenderOptions options, TransportKind transport, WriteKind kind = WriteKind.Put)
        : base(options)
    {
        _transport = WriteCalls.Create(transport, Clients.Own(options));
        Pacer pacer = new(maxWriteCapacity: null, writeCapacity: null, TimeSpan.Zero);
        Lane lane = new(Music.Schema, Music.Table, new WriteOptions(), new Ledger(reportWritten: false), pacer);
        IEnumerable<WriteOperation> operations = kind.Items(options.Shape).Select((item, index) => kind.Operation(index + 1, item));
        _requests = [.. operations.Chunk(kind.RequestSize()).Select(batch => new BatchRequest(lane, batch))];
        _requestsOfBatch = BatchSize / kind.RequestSize();
    }

    public override void Dispose() => _transport.Dispose();

    protected override async Task SendAsync(int first)
    {
        int request = first / BatchSize * _requestsOfBatch;
        for (int i = 0; i < _requestsOfBatch; i++)
        {
            CallAnswer answer = await _transport.SendAsync(_requests[request + i], CancellationToken.None);
            if (answer is not CallAnswer.Success { Unprocessed.Count: 0, Failures.Count: 0 })
                throw new InvalidOperationException($"Not written: {answer}");
        }
    }
}
