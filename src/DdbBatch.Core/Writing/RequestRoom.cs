using System;
using DdbBatch.Protocol;

namespace DdbBatch.Writing;

/// <summary>The space that is left in a request: its operations, 16 MB on the wire, and what the pace allows.</summary>
internal struct RequestRoom
{
    private readonly RequestForm _form;
    private int _operations;
    private long _bytes;
    private double _units;

    /// <param name="lane">The table's lane.</param>
    /// <param name="form">The form of the request.</param>
    /// <param name="units">The most that the request should cost, in WCU.</param>
    /// <param name="bodyBytes">The most bytes that its body should have.</param>
    public RequestRoom(Lane lane, RequestForm form, double units, int bodyBytes = BatchLimits.BodyBytes)
    {
        _form = form;
        _bytes = Bytes(lane, form, bodyBytes);
        _units = units;
    }

    /// <summary>The bytes that operations may have in a request, each counted with a comma.</summary>
    public static long Bytes(Lane lane, RequestForm form, int bodyBytes = BatchLimits.BodyBytes) =>
        Math.Min(bodyBytes, BatchLimits.BodyBytes) - form.FrameBytes(lane.Bodies);

    /// <summary>Takes an operation, if it still fits. The first one always does.</summary>
    public bool TryTake(int wireBytes, double units)
    {
        bool fits = _operations == 0
            || (_operations < _form.MaxOperations && wireBytes <= _bytes && units <= _units);
        if (!fits)
            return false;
        _operations++;
        _bytes -= wireBytes;
        _units -= units;
        return true;
    }
}
