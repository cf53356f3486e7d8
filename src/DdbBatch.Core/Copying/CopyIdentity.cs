using System;
using DdbBatch.Items;
using DdbBatch.Protocol;

namespace DdbBatch.Copying;

/// <summary>Everything that must be the same if a copy continues an earlier one.</summary>
/// <param name="Source">The source table's ARN.</param>
/// <param name="SourceEndpoint">Its region or URL.</param>
/// <param name="Destination">The destination table's ARN.</param>
/// <param name="DestinationEndpoint">Its region or URL.</param>
/// <param name="Selection">A hash of the filter, its values and the projection.</param>
internal sealed record CopyIdentity(
    string Source, string SourceEndpoint, string Destination, string DestinationEndpoint, string Selection)
{
    /// <summary>The source's TableId; null if unknown.</summary>
    public string? SourceId { get; init; }

    /// <summary>The destination's TableId; null if unknown.</summary>
    public string? DestinationId { get; init; }

    /// <summary>Identifies a copy.</summary>
    /// <param name="source">The source table.</param>
    /// <param name="sourceEndpoint">Its region or URL.</param>
    /// <param name="destination">The destination table.</param>
    /// <param name="destinationEndpoint">Its region or URL.</param>
    /// <param name="statement">The Scan.</param>
    public static CopyIdentity Of(
        TableDescription source,
        string sourceEndpoint,
        TableDescription destination,
        string destinationEndpoint,
        ReadStatement statement)
    {
        RowHash hash = new(0);
        // The table may be given by its name once, and once by its ARN.
        hash.Add((statement with { Table = "" }).ToBody(new PageStart(0, 1, null, null)));
        return new CopyIdentity(
            source.TableArn,
            WithoutCredentials(sourceEndpoint),
            destination.TableArn,
            WithoutCredentials(destinationEndpoint),
            FormattableString.Invariant($"{hash.Value:x16}"))
        {
            SourceId = source.TableId,
            DestinationId = destination.TableId,
        };
    }

    /// <summary>Returns the same copy to a destination that does not exist, in the account and region of an earlier one.</summary>
    /// <param name="former">The earlier copy.</param>
    /// <param name="destination">The destination's name or ARN.</param>
    public CopyIdentity To(CopyIdentity former, string destination) =>
        this with { Destination = TableName.WithName(former.Destination, destination), DestinationId = null };

    /// <summary>True if source and destination are one table.</summary>
    public bool IsOneTable => new TablePlace(Source, SourceEndpoint).IsSame(new TablePlace(Destination, DestinationEndpoint));

    /// <summary>Finds a part that differs.</summary>
    /// <returns>Its name, its value here, and that of the other; null if there is none.</returns>
    public (string Part, string Here, string There)? FindDifference(CopyIdentity other)
    {
        (string Part, string Here, string There)[] parts =
        [
            ("source", Source, other.Source),
            ("source's endpoint", SourceEndpoint, other.SourceEndpoint),
            ("destination", Destination, other.Destination),
            ("destination's endpoint", DestinationEndpoint, other.DestinationEndpoint),
            ("selection of items (-Filter, -FilterValue, -Property, -ConsistentRead)", Selection, other.Selection),
        ];
        foreach ((string Part, string Here, string There) part in parts)
        {
            if (part.Here != part.There)
                return part;
        }

        return null;
    }

    /// <summary>Finds a table that was deleted, and created again by the same name. An id that is unknown is not compared.</summary>
    /// <returns>Its ARN, its id here, and its id there; null if there is none.</returns>
    public (string Table, string Here, string There)? FindReplaced(CopyIdentity other)
    {
        if (SourceId is not null && other.SourceId is not null && SourceId != other.SourceId)
            return (Source, SourceId, other.SourceId);
        if (DestinationId is not null && other.DestinationId is not null && DestinationId != other.DestinationId)
            return (Destination, DestinationId, other.DestinationId);
        return null;
    }

    private static string WithoutCredentials(string endpoint) =>
        Uri.TryCreate(endpoint, UriKind.Absolute, out Uri? url) && url.UserInfo.Length > 0
            ? url.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped)
            : endpoint;
}
