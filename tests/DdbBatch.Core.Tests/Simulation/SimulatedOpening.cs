using System;
using System.Threading;
using System.Threading.Tasks;
using DdbBatch.Protocol;
using DdbBatch.Writing;

namespace DdbBatch.Tests.Simulation;

/// <summary>
/// The tables of a simulated run. Each is opened when its first row comes, in the middle of the run: without a question if
/// its key is known (-KeyName), or after DynamoDB was asked, which takes a while and may fail.
/// </summary>
internal sealed class SimulatedOpening
{
    private readonly RunPlan _plan;
    private readonly WritePump _pump;
    private readonly VirtualTime _time;
    private readonly RunAudit _audit;
    private readonly TableDescriber _describer;
    private readonly bool[] _failed = new bool[SimulatedItems.Tables.Length];

    public SimulatedOpening(RunPlan plan, WritePump pump, SimulatedNetwork network, VirtualTime time, RunAudit audit)
    {
        (_plan, _pump, _time, _audit) = (plan, pump, time, audit);
        _describer = new TableDescriber(network, new Retrier(time, new Dice(plan.Seed, 79).NextDouble))
        {
            RetryTimeout = plan.Options.RetryTimeout,
            IsReachable = () => pump.Read(engine => engine.IsReachable),
        };
    }

    /// <summary>The lane of a table.</summary>
    /// <param name="table">The table.</param>
    /// <param name="wait">Lets time pass until a condition holds, or the run is stopped.</param>
    /// <returns>Null if it can't be opened, or the run was stopped before.</returns>
    public Lane? Open(int table, Action<Func<bool>> wait)
    {
        if (_audit.Lane(table) is { } known)
            return known;
        if (_failed[table])
            return null;
        string name = SimulatedItems.Tables[table].TableName;
        TableDescription? description = null;
        if (_plan.Describes && !TryDescribe(name, wait, out description))
        {
            _failed[table] = true;
            return null;
        }

        Lane lane = _pump.OpenLane(SimulatedItems.Tables[table], name, description);
        _audit.Opened(table, lane, _time.Now);
        return lane;
    }

    private bool TryDescribe(string name, Action<Func<bool>> wait, out TableDescription? description)
    {
        Task<TableDescription?> asking = _describer.DescribeAsync(name, CancellationToken.None);
        wait(() => asking.IsCompleted);
        PromiseBrokenException.Unless(
            asking.Exception is not { } failure || failure.InnerException is TableException, $"{asking.Exception}");
        description = asking.IsCompletedSuccessfully ? asking.Result : null;
        return description is not null;
    }
}
