using System;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using DdbBatch.Aws;
using DdbBatch.Bulk;
using DdbBatch.Bulk.Load;
using DdbBatch.Bulk.S3;
using DdbBatch.Lifecycle;
using DdbBatch.Reporting;
using DdbBatch.Transport;

namespace DdbBatch.BulkLoading;

/// <summary>The clients of a cmdlet for bulk loads: DynamoDB, and S3 with the same credentials and region.</summary>
internal sealed class BulkConnection : IDisposable
{
    /// <summary>The maximum number of open connections to DynamoDB.</summary>
    public const int Connections = 4;

    private readonly ModuleCommand _cmdlet;

    private BulkConnection(ModuleCommand cmdlet, ResolvedClient connection, S3Client s3)
    {
        _cmdlet = cmdlet;
        DynamoDB = connection.Client;
        Endpoint = connection.Endpoint;
        S3 = s3;
        Operations = new BulkOperations(DynamoDB, s3);
    }

    public DynamoDBClient DynamoDB { get; }

    /// <summary>The endpoint of DynamoDB and its source, for messages.</summary>
    public string Endpoint { get; }

    public S3Client S3 { get; }

    public BulkOperations Operations { get; }

    /// <summary>
    /// Creates the clients; ends the command if the parameters and the machine do not specify a valid endpoint for S3.
    /// </summary>
    /// <param name="cmdlet">Writes errors.</param>
    /// <param name="connection">The connection to DynamoDB; disposed of with the result.</param>
    /// <param name="s3EndpointUrl">-S3EndpointUrl.</param>
    public static BulkConnection Open(ModuleCommand cmdlet, ResolvedClient connection, string? s3EndpointUrl)
    {
        try
        {
            return new BulkConnection(cmdlet, connection, S3ClientFactory.Create(connection, s3EndpointUrl));
        }
        catch (ConnectionException exception)
        {
            connection.Client.Dispose();
            cmdlet.ThrowTerminatingError(ServiceErrors.Connection(exception));
            throw;
        }
    }

    /// <summary>Makes a call that the command requires; ends the command if it fails.</summary>
    public T Ask<T>(Func<CancellationToken, Task<T>> ask)
    {
        (T? answer, ErrorRecord? error) = Try(ask);
        if (error is not null)
            _cmdlet.ThrowTerminatingError(error);
        return answer!;
    }

    /// <summary>Makes one of several calls.</summary>
    /// <returns>Null if the call fails; the error is reported.</returns>
    public T? TryAsk<T>(Func<CancellationToken, Task<T>> ask)
        where T : class
    {
        (T? answer, ErrorRecord? error) = Try(ask);
        if (error is not null)
            _cmdlet.WriteError(error);
        return answer;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        S3.Dispose();
        DynamoDB.Dispose();
    }

    private (T? Answer, ErrorRecord? Error) Try<T>(Func<CancellationToken, Task<T>> ask)
    {
        try
        {
            return (_cmdlet.Await(() => ask(_cmdlet.StopToken)), null);
        }
        catch (BulkException exception)
        {
            return (default, BulkLoadErrors.Of(exception));
        }
    }
}
