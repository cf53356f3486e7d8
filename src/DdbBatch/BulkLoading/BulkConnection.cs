using System;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using DdbBatch.Aws;
using DdbBatch.Bulk;
using DdbBatch.Lifecycle;
using DdbBatch.Reporting;
using DdbBatch.Transport;

namespace DdbBatch.BulkLoading;

/// <summary>What a cmdlet for bulk loads talks to: DynamoDB, and S3 with the same credentials and region.</summary>
internal sealed class BulkConnection : IDisposable
{
    /// <summary>The most connections to DynamoDB at once.</summary>
    public const int Connections = 4;

    private readonly ModuleCommand _cmdlet;

    private BulkConnection(ModuleCommand cmdlet, Connection connection, S3Client s3)
    {
        _cmdlet = cmdlet;
        DynamoDB = connection.Client;
        Endpoint = connection.Endpoint;
        S3 = s3;
        Operations = new BulkOperations(DynamoDB, s3);
    }

    public DynamoDBClient DynamoDB { get; }

    /// <summary>What DynamoDB is, and what says so, for messages.</summary>
    public string Endpoint { get; }

    public S3Client S3 { get; }

    public BulkOperations Operations { get; }

    /// <summary>Makes the clients; ends the command if the parameters and the machine do not name an endpoint for S3.</summary>
    /// <param name="cmdlet">Writes errors.</param>
    /// <param name="connection">The connection to DynamoDB; it is disposed of with the result.</param>
    /// <param name="s3EndpointUrl">-S3EndpointUrl.</param>
    public static BulkConnection Open(ModuleCommand cmdlet, Connection connection, string? s3EndpointUrl)
    {
        try
        {
            return new BulkConnection(cmdlet, connection, S3ClientFactory.Create(connection, s3EndpointUrl));
        }
        catch (ConnectionException exception)
        {
            connection.Client.Dispose();
            cmdlet.ThrowTerminatingError(Errors.Connection(exception));
            throw;
        }
    }

    /// <summary>Asks for what the command can't do without; ends it where that fails.</summary>
    public T Ask<T>(Func<CancellationToken, Task<T>> ask)
    {
        (T? answer, ErrorRecord? error) = Try(ask);
        if (error is not null)
            _cmdlet.ThrowTerminatingError(error);
        return answer!;
    }

    /// <summary>Asks for one thing of several.</summary>
    /// <returns>Null where that fails; the error is told.</returns>
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
            return (default, Errors.Bulk(exception));
        }
    }
}
