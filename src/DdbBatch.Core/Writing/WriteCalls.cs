using System;
using System.Threading;
using System.Threading.Tasks;
using DdbBatch.Protocol;
using DdbBatch.Transport;

namespace DdbBatch.Writing;

/// <summary>The calls that a load makes: their bodies, and what their answers mean.</summary>
/// <param name="transport">Sends them; disposed of with this.</param>
internal sealed class WriteCalls(ITransport transport) : IWriteCalls
{
    // An answer may escape what the request didn't: two bytes of UTF-8 take six as \uXXXX.
    private const int MostEscaped = 3;

    // An item that made a condition false: 400 KB, of which a NULL of one byte takes {"NULL":true} and a comma.
    private const int ExistingItemBytes = 16 * 400 * 1024;

    /// <summary>Creates the calls of a load.</summary>
    /// <param name="kind">The kind of transport.</param>
    /// <param name="client">The client, whose endpoint, credentials and connections are used; disposed of with the
    /// result.</param>
    /// <exception cref="NotSupportedException">This .NET does not have that kind.</exception>
    public static IWriteCalls Create(TransportKind kind, DynamoDBClient client) => new WriteCalls(TransportFactory.Create(kind, client));

    /// <inheritdoc/>
    public Task<CallAnswer> SendAsync(BatchRequest request, CancellationToken cancellationToken)
    {
        CallBody body = request.Body();
        ApiCall call = new(request.Form.Operation(request), body)
        {
            AnswerLimit = ApiCall.MetadataBytes + (MostEscaped * body.Length) + ExistingItemBytes,
            Timeout = request.Timeout,
        };
        return transport.CallAsync(call, (answer, isOfAws) => request.Form.Read(answer, isOfAws, request), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<CallAnswer> DescribeAsync(string table, CancellationToken cancellationToken, TimeSpan? timeout = null)
    {
        ApiCall call = new("DescribeTable", new CallBody(TableDescriptionReader.RequestBody(table)))
        {
            Timeout = timeout ?? ApiCall.DefaultTimeout,
        };
        return transport.CallAsync(call, (body, isOfAws) => TableDescriptionReader.Read(body, isOfAws, table), cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => transport.Dispose();
}
