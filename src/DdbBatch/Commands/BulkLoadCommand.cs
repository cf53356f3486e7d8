using System;
using System.Management.Automation;
using DdbBatch.BulkLoading;

namespace DdbBatch.Commands;

/// <summary>A cmdlet for loads that have been started.</summary>
public abstract class BulkLoadCommand : ConnectedCommand
{
    private BulkConnection? _connection;

    /// <summary>
    /// The URL of an endpoint for S3 to use instead of the region's. Without it, the endpoint comes from
    /// AWS_ENDPOINT_URL_S3, AWS_ENDPOINT_URL, or the profile.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? S3EndpointUrl { get; set; }

    /// <summary>The clients; opened when first used.</summary>
    private protected BulkConnection Connection => _connection ??= BulkConnection.Open(this, Connect(BulkConnection.Connections), S3EndpointUrl);

    /// <summary>Describes a load; null if that fails, and then the error is reported.</summary>
    private protected BulkLoad? Find(string arn) =>
        Connection.TryAsk(stop => Connection.Operations.DescribeAsync(arn, stop));

    /// <inheritdoc/>
    public override void Dispose()
    {
        _connection?.Dispose();
        base.Dispose();
        GC.SuppressFinalize(this);
    }
}
