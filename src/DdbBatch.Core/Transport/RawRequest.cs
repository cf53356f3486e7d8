using Amazon.DynamoDBv2;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;

namespace DdbBatch.Transport;

/// <summary>A call whose body is already written.</summary>
/// <param name="operation">The API operation, for example <c>BatchWriteItem</c>.</param>
/// <param name="body">The body.</param>
internal sealed class RawRequest(string operation, byte[] body) : AmazonDynamoDBRequest
{
    public string Operation { get; } = operation;

    public byte[] Body { get; } = body;
}

/// <summary>Sends the body unchanged (the SDK's own marshaller escapes all characters that are not ASCII).</summary>
internal sealed class RawMarshaller : IMarshaller<IRequest, AmazonWebServiceRequest>
{
    public IRequest Marshall(AmazonWebServiceRequest input)
    {
        RawRequest raw = (RawRequest)input;
        DefaultRequest request = new(input, "Amazon.DynamoDBv2") { HttpMethod = "POST", ResourcePath = "/" };
        request.Headers["X-Amz-Target"] = TransportFactory.Target(raw.Operation);
        request.Headers["Content-Type"] = TransportFactory.ContentType;
        request.Headers["X-Amz-Api-Version"] = "2012-08-10";
        request.Content = raw.Body;
        return request;
    }
}
