using System;
using System.IO;
using System.Net;
using Amazon.DynamoDBv2.Model.Internal.MarshallTransformations;
using Amazon.Runtime;
using Amazon.Runtime.Internal.Transform;

namespace DdbBatch.Transport;

/// <summary>
/// Hands the answer's body over as it came; the SDK checks its CRC-32 afterwards. Errors are unmarshalled as the SDK does.
/// </summary>
internal sealed class RawBatchWriteUnmarshaller : JsonResponseUnmarshaller
{
    public override AmazonWebServiceResponse Unmarshall(JsonUnmarshallerContext context)
    {
        using MemoryStream body = new();
        context.Stream.CopyTo(body);
        return new RawBatchWriteResponse { Body = body.ToArray() };
    }

    public override AmazonServiceException UnmarshallException(
        JsonUnmarshallerContext context, Exception innerException, HttpStatusCode statusCode) =>
        BatchWriteItemResponseUnmarshaller.Instance.UnmarshallException(context, innerException, statusCode);
}
