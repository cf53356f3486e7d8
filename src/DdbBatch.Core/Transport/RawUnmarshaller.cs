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
internal sealed class RawUnmarshaller : JsonResponseUnmarshaller
{
    public override AmazonWebServiceResponse Unmarshall(JsonUnmarshallerContext context)
    {
        using MemoryStream body = new();
        context.Stream.CopyTo(body);
        return new RawResponse { Body = body.ToArray() };
    }

    public override AmazonServiceException UnmarshallException(
        JsonUnmarshallerContext context, Exception innerException, HttpStatusCode statusCode) =>
        // Its errors are those of all operations on tables, and more.
        BatchWriteItemResponseUnmarshaller.Instance.UnmarshallException(context, innerException, statusCode);
}
