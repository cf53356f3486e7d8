using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using DdbBatch.Protocol;
using DdbBatch.Reading;
using DdbBatch.Tests.Simulation;

namespace DdbBatch.Tests.Reading;

/// <summary>A table that answers Scan as DynamoDB does: segments by hash, pages with a limit, a filter, and a capacity.</summary>
internal sealed class SimulatedTable
{
    private readonly ReadScenario _scenario;
    private readonly Dice _dice;
    private readonly List<int>[] _segments;
    private double _tokens;
    private TimeSpan _refilledAt;

    public SimulatedTable(ReadScenario scenario, ulong stream)
    {
        _scenario = scenario;
        _dice = new Dice(scenario.Seed, stream);
        _segments = [.. Enumerable.Range(0, scenario.Segments).Select(_ => new List<int>())];
        Dice hash = new(scenario.Seed, 7);
        for (int id = 0; id < scenario.Items; id++)
            _segments[hash.Chance(scenario.Skew) ? 0 : hash.Next(scenario.Segments)].Add(id);
        _tokens = scenario.Capacity ?? 0;
    }

    /// <summary>The items that a read has to return, of a segment, in order.</summary>
    public IEnumerable<int> Matching(int segment) => _segments[segment].Where(IsMatching);

    /// <summary>Answers a request.</summary>
    public SimulatedAnswer Answer(PageRequest request, TimeSpan now)
    {
        bool mayFail = now < _scenario.FaultsEnd && _dice.Chance(_scenario.FaultRate);
        if (mayFail && _dice.Pick(_scenario.Faults) is var fault && fault != ReadFault.Truncated)
            return new(null, ToAnswer(fault));
        if (!HasCapacity(now))
            return new(null, ToAnswer(ReadFault.Throttled));
        byte[] body = Body(request);
        if (mayFail)
            body = body[.._dice.Next(body.Length)];
        try
        {
            return new(PageReader.Read(body), null);
        }
        catch (FormatException exception)
        {
            return new(null, new CallAnswer.NoAnswer(true, "CorruptAnswer", exception.Message));
        }
    }

    private byte[] Body(PageRequest request)
    {
        List<int> segment = _segments[request.Segment.Index];
        int start = request.Segment.StartKey is { } key ? segment.IndexOf(ReadId(key)) + 1 : 0;
        int most = Math.Min(request.Limit ?? int.MaxValue, _scenario.PageItems(_dice));
        int[] evaluated = [.. segment.Skip(start).Take(most)];
        int end = start + evaluated.Length;
        // At the very end of a segment DynamoDB may give one more, empty, page.
        bool isLast = end == segment.Count && (evaluated.Length == 0 || _dice.Chance(0.5));
        double units = Math.Max(0.5, evaluated.Length * _scenario.UnitsPerItem);
        _tokens -= units;
        string items = string.Join(",", evaluated.Where(IsMatching).Select(id => $$$"""{"id":{"N":"{{{id}}}"}}"""));
        string lastKey = isLast ? "" : $$$""","LastEvaluatedKey":{"id":{"N":"{{{(evaluated.Length > 0 ? evaluated[^1] : ReadId(request.Segment.StartKey!))}}}"}}""";
        if (evaluated.Length == 0 && !isLast && request.Segment.StartKey is null)
            lastKey = "";
        string capacity = FormattableString.Invariant($$""","ConsumedCapacity":{"TableName":"T","CapacityUnits":{{units}}}""");
        return Encoding.UTF8.GetBytes(
            $$"""{"Count":{{evaluated.Count(IsMatching)}},"Items":[{{items}}],"ScannedCount":{{evaluated.Length}}{{lastKey}}{{capacity}}}""");
    }

    private bool HasCapacity(TimeSpan now)
    {
        if (_scenario.Capacity is not { } capacity)
            return true;
        _tokens = Math.Min(capacity, _tokens + (now - _refilledAt).TotalSeconds * capacity);
        _refilledAt = now;
        return _tokens > 0;
    }

    private bool IsMatching(int id) => _scenario.FilterKeeps >= 1 || id * 2654435761L % 1000 < _scenario.FilterKeeps * 1000;

    private static int ReadId(byte[] key) =>
        int.Parse(Encoding.UTF8.GetString(key).Where(char.IsDigit).ToArray(), CultureInfo.InvariantCulture);

    public static CallAnswer ToAnswer(ReadFault fault) => fault switch
    {
        ReadFault.Throttled => new CallAnswer.ServiceError(400, "ProvisionedThroughputExceededException", "Too fast."),
        ReadFault.InternalServerError => new CallAnswer.ServiceError(500, "InternalServerError", "Broken."),
        ReadFault.Reset => new CallAnswer.NoAnswer(true, "ConnectionReset", "Reset."),
        ReadFault.ExpiredToken => new CallAnswer.ServiceError(400, "ExpiredTokenException", "Expired."),
        ReadFault.AccessDenied => new CallAnswer.ServiceError(400, "AccessDeniedException", "No."),
        _ => throw new ArgumentOutOfRangeException(nameof(fault)),
    };
}
