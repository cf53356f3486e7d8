using System;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using DdbBatch.TestKit.Http;

namespace DdbBatch.TestKit;

/// <summary>A DynamoDB endpoint.</summary>
internal class DynamoDbUpstream(Uri endpoint) : Upstream(endpoint)
{
    /// <inheritdoc/>
    public override string OperationOf(HttpRequest request) => request.Operation;

    /// <inheritdoc/>
    protected override async Task<HttpAnswer> ReadAsync(HttpResponseMessage answer, CancellationToken cancellation) =>
        new DynamoDbAnswer((int)answer.StatusCode, await answer.Content.ReadAsByteArrayAsync(cancellation));
}
