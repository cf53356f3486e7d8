using System;
using System.Text.Json;
using DdbBatch.TestKit.Http;

namespace DdbBatch.TestKit.Capacity;

/// <summary>Scan, whole or in segments.</summary>
internal sealed class ScanCall(SimulatedTables tables) : ISimulatedCall
{
    private const int MostSegments = 1_000_000;

    /// <inheritdoc/>
    public string Operation => "Scan";

    /// <inheritdoc/>
    public DynamoDbAnswer Answer(ReadOnlyMemory<byte> body)
    {
        JsonElement request = DeepJson.Parse(body.Span);
        PageReading.RefuseLimit(request, "'0' at 'limit'");
        (int index, int count) = Segment(request);
        PageReading page = new(tables, request, new ExpressionScope(request));
        ItemKey? start = page.Start;
        return page.Answer(items => items.Scan(index, count, start));
    }

    private static (int Index, int Count) Segment(JsonElement request)
    {
        bool hasSegment = request.TryGetProperty("Segment", out JsonElement segment);
        bool hasTotal = request.TryGetProperty("TotalSegments", out JsonElement total);
        if (hasSegment != hasTotal)
        {
            throw SimulatedErrorException.Validation(hasSegment
                ? "The TotalSegments parameter is required but was not present in the request when Segment parameter is present"
                : "The Segment parameter is required but was not present in the request when parameter TotalSegments is present");
        }

        (int index, int count) = hasSegment ? (segment.GetInt32(), total.GetInt32()) : (0, 1);
        if (count is < 1 or > MostSegments || index < 0 || index >= count)
        {
            throw SimulatedErrorException.Validation(
                "The Segment parameter is zero-based and must be less than parameter TotalSegments: " +
                $"Segment: {index} is not less than TotalSegments: {count}");
        }

        return (index, count);
    }
}
