using System;
using System.Collections.Generic;
using DdbBatch.Aws;
using DdbBatch.Lifecycle;
using DdbBatch.Protocol;
using DdbBatch.Reading;
using DdbBatch.Transport;

namespace DdbBatch.Measuring;

/// <summary>One measurement on the pipeline thread: pages come in, one object goes out.</summary>
internal sealed class MeasureSession : IDisposable
{
    private readonly ModuleCommand _cmdlet;
    private readonly ReadRequest _request;
    private readonly int? _seed;
    private readonly ResolvedClient _connection;
    private readonly ITransport _transport;
    private readonly TableDescription _description;
    private readonly IReadOnlyList<Segment> _segments;
    private readonly TableMeter _meter;
    private readonly TableRead _read;
    private readonly ReadBar _bar;
    private readonly UnseenAttributes _unseen;
    private bool _isComplete;

    /// <param name="cmdlet">The cmdlet that outputs the object and the messages.</param>
    /// <param name="request">The parameters.</param>
    /// <param name="options">How to read.</param>
    /// <param name="fraction">The share of the segments to read; 1 for all.</param>
    /// <param name="seed">The seed of the choice of segments.</param>
    /// <param name="connection">The endpoint.</param>
    /// <param name="transport">The transport; disposed of with this.</param>
    /// <param name="description">The table.</param>
    /// <exception cref="ReadParameterException">A parameter does not fit the table.</exception>
    public MeasureSession(
        ModuleCommand cmdlet,
        ReadRequest request,
        ReadOptions options,
        double fraction,
        int seed,
        ResolvedClient connection,
        ITransport transport,
        TableDescription description)
    {
        _cmdlet = cmdlet;
        _request = request;
        _seed = fraction < 1 ? seed : null;
        _connection = connection;
        _transport = transport;
        _description = description;
        int usual = SegmentCount.Of(description, options.ThrottleLimit);
        _segments = fraction < 1 ? SegmentSample.Choose(fraction, usual, seed) : Segment.Divide(usual, options.ThrottleLimit);
        _meter = new TableMeter(description.Schema.KeyAttributes, ReadTarget.Find(request, description).PartitionKey);
        _read = new TableRead(transport, StatementBuilder.Build(request, description), options, _segments, description.ReadCapacity);
        _unseen = UnseenAttributes.OfPaths(request.Properties);
        _bar = new ReadBar(
            cmdlet, $"Reading {request.Table}", request.Filter is null && description.ItemCount is { } items ? (long)(fraction * items) : null);
    }

    /// <summary>Reads and measures the table, and outputs the object; ends the command if the read ended early.</summary>
    public void Run()
    {
        _cmdlet.WriteVerbose(FormattableString.Invariant(
            $"Table '{_request.Table}': {_segments.Count} of {_segments[0].Count} segments are read{(_seed is { } seed ? $", chosen with -Seed {seed}" : "")}."));
        while (_read.TryNext(ModuleCommand.StopCheckInterval, out SegmentPage? page))
        {
            if (page is { } arrived)
                Add(arrived);
            _cmdlet.ThrowIfStopped();
            foreach (string line in _read.TakeLog())
                _cmdlet.WriteDebug(line);
            _bar.Show(() => ReadStatus.Of(_read, _request.Table, _meter.Sizes.Items));
        }

        _bar.End();
        _isComplete = _read.Error is null;
        TableMeasure measure = Measure();
        _cmdlet.WriteObject(measure);
        if (_read.Error is { } error)
        {
            _cmdlet.ThrowTerminatingError(ReadErrors.Ended(
                _request.Table, error, _connection.Endpoint, measure.ReadItems, measure.CompleteSegments, _segments.Count, measure));
        }

        _cmdlet.WriteWarnings(_unseen.Warnings);
    }

    /// <summary>The object, as far as the read is.</summary>
    public TableMeasure Measure()
    {
        bool isEstimate = _isComplete && _segments.Count < _segments[0].Count;
        (TotalEstimate? items, TotalEstimate? bytes) = isEstimate
            ? (_meter.EstimateItems(_segments[0].Count), _meter.EstimateBytes(_segments[0].Count))
            : (null, null);
        // No item at all says nothing of how many there can be.
        bool hasInterval = isEstimate && _meter.Sizes.Items > 0;
        MeasuredAttribute[] attributes = _meter.Attributes();
        return _read.Read(engine => new TableMeasure
        {
            Table = _request.Table,
            IndexName = _request.IndexName,
            Succeeded = _isComplete,
            IsEstimate = isEstimate,
            Items = items is null ? _meter.Sizes.Items : Round(items.Total),
            ItemsLow = hasInterval ? Round(items!.Low) : null,
            ItemsHigh = hasInterval ? Round(items!.High) : null,
            SizeBytes = bytes is null ? _meter.Sizes.Bytes : Round(bytes.Total),
            SizeBytesLow = hasInterval ? Round(bytes!.Low) : null,
            SizeBytesHigh = hasInterval ? Round(bytes!.High) : null,
            DescribedItems = _request.IndexName is null ? _description.ItemCount : null,
            DescribedBytes = _request.IndexName is null ? _description.SizeBytes : null,
            ReadItems = _meter.Sizes.Items,
            ReadBytes = _meter.Sizes.Bytes,
            ItemSize = _meter.Sizes.Distribution(),
            LargestItems = _meter.LargestItems(),
            Attributes = attributes,
            OtherAttributes = _meter.OtherAttributes,
            AttributeType = AttributeTally.CertainTypes(attributes),
            LargestPartitions = _meter.LargestPartitions(),
            SampleFraction = (double)_segments.Count / _segments[0].Count,
            Seed = _seed,
            CompleteSegments = engine.Segments.Complete,
            SampledSegments = _segments.Count,
            TotalSegments = _segments[0].Count,
            Requests = engine.Tally.Requests,
            RetriedRequests = engine.Tally.RetriedRequests,
            ThrottledRequests = engine.Tally.ThrottledRequests,
            ConsumedCapacityUnits = engine.Tally.ConsumedUnits,
            Elapsed = _read.Elapsed,
        });
    }

    /// <summary>Ends the read; no request is left in flight.</summary>
    public void Dispose()
    {
        _read.Dispose();
        _transport.Dispose();
    }

    private void Add(SegmentPage page)
    {
        _meter.Add(page);
        foreach (ReadOnlyMemory<byte> item in page.Page.Items)
            _unseen.See(item.Span);
    }

    private static long Round(double value) => (long)Math.Round(value);
}
