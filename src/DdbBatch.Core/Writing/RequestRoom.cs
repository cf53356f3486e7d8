using System;
using DdbBatch.Protocol;

namespace DdbBatch.Writing;

/// <summary>The space that is left in a request: 25 operations, 16 MB on the wire, and what the pace allows.</summary>
internal struct RequestRoom
{
    private int _operations;
    private long _bytes;
    private double _units;

    /// <param name="lane">The table's lane.</param>
    /// <param name="units">The most that the request should cost, in WCU.</param>
    /// <param name="bodyBytes">The most bytes that its body should have.</param>
    public RequestRoom(Lane lane, double units, int bodyBytes = BatchLimits.BodyBytes)
    {
        _bytes = Bytes(lane, bodyBytes);
        _units = units;
    }

    /// <summary>
    /// The bytes that operations may have in a request. Each of them counts with a comma, and the last one has none.
    /// </summary>
    public static long Bytes(Lane lane, int bodyBytes = BatchLimits.BodyBytes) =>
        Math.Min(bodyBytes, BatchLimits.BodyBytes) - lane.BodyStart.Length - lane.BodyEnd.Length + 1;

    /// <summary>Takes an operation, if it still fits. The first one always does.</summary>
    public bool TryTake(int wireBytes, double units)
    {
        bool fits = _operations == 0
            || (_operations < BatchLimits.Operations && wireBytes <= _bytes && units <= _units);
        if (!fits)
            return false;
        _operations++;
        _bytes -= wireBytes;
        _units -= units;
        return true;
    }
}
