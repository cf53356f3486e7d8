using System;
using System.Net;
using Amazon.Runtime;
using Amazon.Runtime.Internal.Transform;

namespace DdbBatch.Transport;

/// <summary>
/// Reads nothing, because <see cref="AttemptHandler"/> takes the answer and returns an empty success to the SDK.
/// </summary>
internal sealed class RawUnmarshaller : JsonResponseUnmarshaller
{
    public override AmazonWebServiceResponse Unmarshall(JsonUnmarshallerContext context) => new AmazonWebServiceResponse();

    public override AmazonServiceException UnmarshallException(
        JsonUnmarshallerContext context, Exception innerException, HttpStatusCode statusCode) =>
        new(innerException.Message, innerException, statusCode);
}
