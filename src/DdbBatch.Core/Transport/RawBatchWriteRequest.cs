using Amazon.DynamoDBv2;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;
using DdbBatch.Writing;

namespace DdbBatch.Transport;

/// <summary>A BatchWriteItem call whose body is already written.</summary>
internal sealed class RawBatchWriteRequest(BatchRequest request) : AmazonDynamoDBRequest
{
    public BatchRequest Request { get; } = request;
}

/// <summary>Its answer, read by ourselves.</summary>
internal sealed class RawBatchWriteResponse : AmazonWebServiceResponse
{
    /// <summary>The body as it came.</summary>
    public byte[] Body { get; set; } = [];
}

/// <summary>Puts the body on the wire as it is (the SDK's own marshaller escapes all that isn't ASCII).</summary>
internal sealed class RawBatchWriteMarshaller : IMarshaller<IRequest, AmazonWebServiceRequest>
{
    public IRequest Marshall(AmazonWebServiceRequest input)
    {
        DefaultRequest request = new(input, "Amazon.DynamoDBv2") { HttpMethod = "POST", ResourcePath = "/" };
        request.Headers["X-Amz-Target"] = "DynamoDB_20120810.BatchWriteItem";
        request.Headers["Content-Type"] = "application/x-amz-json-1.0";
        request.Headers["X-Amz-Api-Version"] = "2012-08-10";
        request.Content = ((RawBatchWriteRequest)input).Request.ToBody();
        return request;
    }
}
