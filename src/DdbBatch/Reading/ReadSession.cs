using System;
using System.Management.Automation;
using System.Threading;
using DdbBatch.Aws;
using DdbBatch.Lifecycle;
using DdbBatch.Protocol;
using DdbBatch.Reporting;
using DdbBatch.Transport;

namespace DdbBatch.Reading;

/// <summary>One read on the pipeline's thread: it receives pages, outputs items and shows the progress.</summary>
internal sealed class ReadSession : IDisposable
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(200);

    private readonly ModuleCommand _cmdlet;
    private readonly ReadRequest _request;
    private readonly ITransport _transport;
    private readonly string _endpoint;
    private readonly TableDescription _description;
    private readonly TableRead _read;
    private readonly ReadBar _bar;
    private readonly CancellationToken _stopping;
    private readonly ItemOutput _output;
    private readonly OutageMessages _outages;
    private long _items;
    private bool _isLimited;

    /// <param name="cmdlet">Gets items and messages.</param>
    /// <param name="request">The parameters.</param>
    /// <param name="options">How to read it.</param>
    /// <param name="connection">The endpoint.</param>
    /// <param name="transport">Sends the requests; disposed of with this.</param>
    /// <param name="description">The table.</param>
    /// <param name="stopping">Cancelled when the pipeline stops.</param>
    /// <exception cref="ReadParameterException">A parameter does not fit the table.</exception>
    public ReadSession(
        ModuleCommand cmdlet,
        ReadRequest request,
        ReadOptions options,
        Connection connection,
        ITransport transport,
        TableDescription description,
        CancellationToken stopping)
    {
        _cmdlet = cmdlet;
        _request = request;
        _transport = transport;
        _endpoint = connection.Endpoint;
        _description = description;
        _stopping = stopping;
        _output = new ItemOutput(cmdlet, request.Table);
        int segments = request.Key is null ? SegmentCount.Of(description, options.ThrottleLimit) : 1;
        _cmdlet.WriteVerbose(Facts(segments));
        _bar = new ReadBar(cmdlet, $"Reading {request.Table}", request.Key is null && request.Filter is null ? description.ItemCount : null);
        _read = new TableRead(
            transport,
            StatementBuilder.Build(request, description),
            options,
            Segment.Divide(segments, options.ThrottleLimit),
            description.ReadCapacity);
        _outages = new OutageMessages(
            cmdlet, OutageLog.OfReading(), () => ([_read.Read(engine => engine.Health(request.Table))], _read.Elapsed));
    }

    /// <summary>Outputs every item, or as many as -First asks for.</summary>
    /// <param name="first">The most items to output.</param>
    public void WriteItems(long first)
    {
        while (_items < first && _read.TryNext(LongestWait, out SegmentPage? page))
        {
            if (_stopping.IsCancellationRequested)
                throw new PipelineStoppedException();
            Tell();
            if (page is { } arrived)
                WriteItems(arrived.Page, first);
        }

        Tell();
        _outages.TellNow();
        _bar.End();
        _isLimited = _items >= first;
        if (!_isLimited && _read.Error is { } error)
        {
            ReadSummary summary = Summarize();
            _cmdlet.ThrowTerminatingError(ReadErrors.Ended(
                _request.Table, error, _endpoint, summary.Items, summary.CompleteSegments, summary.TotalSegments, summary));
        }

        _cmdlet.WriteVerbose($"Done: {Summarize()}.");
    }

    /// <summary>Returns the current counts.</summary>
    public ReadSummary Summarize() => _read.Summarize(_request.Table, _request.IndexName, _items, _isLimited);

    /// <summary>Ends the read; no request is left in flight.</summary>
    public void Dispose()
    {
        _read.Dispose();
        _transport.Dispose();
    }

    private void WriteItems(Page page, long first)
    {
        foreach (ReadOnlyMemory<byte> json in page.Items)
        {
            if (_items == first)
                return;
            _items++;
            _output.Write(json);
            if (_stopping.IsCancellationRequested)
                throw new PipelineStoppedException();
        }
    }

    private void Tell()
    {
        foreach (string line in _read.TakeLog())
            _cmdlet.WriteDebug(line);
        _outages.Tell();
        _bar.Show(() => ReadStatus.Of(_read, _request.Table, _items));
    }

    private string Facts(int segments) => FormattableString.Invariant(
        $"Table '{_request.Table}': about {_description.ItemCount} items, {_description.SizeBytes} bytes (up to six hours old), read in {segments} segments.");
}
