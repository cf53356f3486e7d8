using System;
using System.IO;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using DdbBatch.TestKit.Http;

namespace DdbBatch.TestKit;

/// <summary>A DynamoDB endpoint that is away at times; a request for it ends then as one on a broken connection.</summary>
internal sealed class RestartedUpstream(Uri endpoint) : DynamoDbUpstream(endpoint)
{
    /// <inheritdoc/>
    /// <exception cref="IOException">The server was away, or went away before its answer was complete.</exception>
    public override async Task<HttpAnswer> SendAsync(HttpRequest request, CancellationToken cancellation)
    {
        try
        {
            return await base.SendAsync(request, cancellation);
        }
        catch (HttpRequestException exception)
        {
            throw new IOException("The server is away.", exception);
        }
    }
}
