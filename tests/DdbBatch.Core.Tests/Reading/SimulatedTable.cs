using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Text.Json;
using DdbBatch.Tests.Simulation;
using DdbBatch.Transport;

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

    /// <summary>Answers a Scan.</summary>
    public RawAnswer Answer(ApiCall call, TimeSpan now)
    {
        bool mayFail = now < _scenario.FaultsEnd && _dice.Chance(_scenario.FaultRate);
        if (mayFail && _dice.Pick(_scenario.Faults) is var fault && fault != ReadFault.Truncated)
            return ReadNetwork.Failure(fault);
        if (!HasCapacity(now))
            return ReadNetwork.Failure(ReadFault.Throttled);
        using JsonDocument request = JsonDocument.Parse(call.Body.ToArray());
        byte[] body = Body(request.RootElement);
        return ReadNetwork.Success(mayFail ? body[.._dice.Next(body.Length)] : body);
    }

    private byte[] Body(JsonElement request)
    {
        List<int> segment = _segments[request.TryGetProperty("Segment", out JsonElement number) ? number.GetInt32() : 0];
        int? startId = request.TryGetProperty("ExclusiveStartKey", out JsonElement key)
            ? int.Parse(key.GetProperty("id").GetProperty("N").GetString()!, CultureInfo.InvariantCulture)
            : null;
        int? limit = request.TryGetProperty("Limit", out JsonElement most) ? most.GetInt32() : null;
        int start = startId is { } id ? segment.IndexOf(id) + 1 : 0;
        int[] evaluated = [.. segment.Skip(start).Take(Math.Min(limit ?? int.MaxValue, _scenario.PageItems(_dice)))];
        int end = start + evaluated.Length;
        // At the very end of a segment DynamoDB may give one more, empty, page.
        bool isLast = end == segment.Count && (evaluated.Length == 0 || _dice.Chance(0.5));
        double units = Math.Max(0.5, evaluated.Length * _scenario.UnitsPerItem);
        _tokens -= units;
        string items = string.Join(",", evaluated.Where(IsMatching).Select(item => $$$"""{"id":{"N":"{{{item}}}"}}"""));
        int? lastId = isLast ? null : evaluated.Length > 0 ? evaluated[^1] : startId;
        string lastKey = lastId is null ? "" : $$$""","LastEvaluatedKey":{"id":{"N":"{{{lastId}}}"}}""";
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
}
