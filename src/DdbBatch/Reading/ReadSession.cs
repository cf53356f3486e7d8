using System;
using DdbBatch.Aws;
using DdbBatch.Lifecycle;
using DdbBatch.Protocol;
using DdbBatch.Reporting;
using DdbBatch.Transport;

namespace DdbBatch.Reading;

/// <summary>One read on the pipeline's thread: it receives pages, passes their items on and shows the progress.</summary>
internal sealed class ReadSession : IDisposable
{
    private readonly ModuleCommand _cmdlet;
    private readonly ReadRequest _request;
    private readonly string _endpoint;
    private readonly TableDescription _description;
    private readonly TableRead _read;
    private readonly ReadBar _bar;
    private readonly Action<ReadOnlyMemory<byte>> _take;
    private readonly OutageMessages _outages;
    private readonly UnseenAttributes _unseen;
    private long _items;
    private bool _isLimited;

    /// <param name="cmdlet">Gets messages.</param>
    /// <param name="request">The parameters.</param>
    /// <param name="options">How to read it.</param>
    /// <param name="connection">The endpoint.</param>
    /// <param name="transport">Sends the requests; it is not disposed of with this.</param>
    /// <param name="description">The table.</param>
    /// <param name="take">Takes an item, as UTF-8 DynamoDB JSON.</param>
    /// <exception cref="ReadParameterException">A parameter does not fit the table.</exception>
    public ReadSession(
        ModuleCommand cmdlet,
        ReadRequest request,
        ReadOptions options,
        ResolvedClient connection,
        ITransport transport,
        TableDescription description,
        Action<ReadOnlyMemory<byte>> take)
    {
        _cmdlet = cmdlet;
        _request = request;
        _endpoint = connection.Endpoint;
        _description = description;
        _take = take;
        int segments = request.Key is null ? SegmentCount.Of(description, options.ThrottleLimit) : 1;
        _cmdlet.WriteVerbose(Facts(segments));
        _bar = new ReadBar(cmdlet, $"Reading {request.Table}", request.Key is null && request.Filter is null ? description.ItemCount : null);
        _read = new TableRead(
            transport,
            StatementBuilder.Build(request, description),
            options,
            Segment.Divide(segments, options.ThrottleLimit),
            description.ReadCapacity);
        _unseen = UnseenAttributes.OfPaths(request.Properties);
        _outages = new OutageMessages(
            cmdlet, OutageLog.OfReading(), () => ([_read.Read(engine => engine.Health(request.Table))], _read.Elapsed));
    }

    /// <summary>Called at least five times a second while pages are awaited.</summary>
    public Action? OnWaiting { get; init; }

    /// <summary>Called after the items of each page.</summary>
    public Action? AfterPage { get; init; }

    /// <summary>Passes on every item, or as many as -First asks for.</summary>
    /// <param name="first">The most items to pass on.</param>
    public void ReadItems(long first)
    {
        while (_items < first && _read.TryNext(ModuleCommand.StopCheckInterval, out SegmentPage? page))
        {
            _cmdlet.ThrowIfStopped();
            Tell();
            OnWaiting?.Invoke();
            if (page is not { } arrived)
                continue;
            ReadItems(arrived.Page, first);
            AfterPage?.Invoke();
        }

        Tell();
        _outages.Conclude();
        _bar.End();
        _isLimited = _items >= first;
        if (!_isLimited && _read.Error is { } error)
        {
            ReadSummary summary = Summarize();
            _cmdlet.ThrowTerminatingError(ReadErrors.Ended(
                _request.Table, error, _endpoint, summary.Items, summary.CompleteSegments, summary.TotalSegments, summary));
        }

        _cmdlet.WriteWarnings(_unseen.Warnings);
        _cmdlet.WriteVerbose($"Done: {Summarize()}.");
    }

    /// <summary>Returns the current counts.</summary>
    public ReadSummary Summarize() => _read.Summarize(_request.Table, _request.IndexName, _items, _isLimited);

    /// <summary>Ends the read; no request is left in flight.</summary>
    public void Dispose() => _read.Dispose();

    private void ReadItems(Page page, long first)
    {
        foreach (ReadOnlyMemory<byte> json in page.Items)
        {
            if (_items == first)
                return;
            _items++;
            _unseen.See(json.Span);
            _take(json);
            _cmdlet.ThrowIfStopped();
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
