using DdbBatch.Model;
using DdbBatch.Protocol;

namespace DdbBatch.Writing;

/// <summary>A table of a run: its lane, or the reason why it has none.</summary>
internal sealed class RunTable
{
    private readonly TableException? _failure;

    public RunTable(string name, string identity, Lane lane, TableDescription? description)
    {
        Name = name;
        Identity = identity;
        Lane = lane;
        Description = description;
        Tally = lane.Tally;
    }

    public RunTable(string name, string identity, TableException failure)
    {
        Name = name;
        Identity = identity;
        _failure = failure;
        Tally = new Tally();
    }

    /// <summary>The name or ARN that the user gave.</summary>
    public string Name { get; }

    /// <summary>The table's identity, however it is specified: its ARN.</summary>
    public string Identity { get; }

    /// <summary>The TableId, which another table of the same name does not have; null if unknown.</summary>
    public string? TableId => Description?.TableId;

    public Lane? Lane { get; }

    /// <summary>The table's description; null if DescribeTable was not called (-KeyName), or has failed.</summary>
    public TableDescription? Description { get; }

    public Tally Tally { get; }

    /// <summary>The reason why it cannot be written to (any more); null while it can.</summary>
    public OperationError? Error => _failure?.Error ?? Lane?.Closed;
}
