using System;
using System.Buffers;
using System.Linq;
using System.Net.Http;
using System.Threading.Tasks;
using DdbBatch.Items;

namespace DdbBatch.Benchmarks.Contenders;

/// <summary>
/// The limit: bodies built in advance, sent over HttpClient without a signature; the answers are hardly read.
/// </summary>
internal sealed class HttpContender : LoopContender
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { ActivityHeadersPropagator = null, UseCookies = false });
    private readonly Uri _endpoint;
    private readonly byte[][] _bodies;

    public HttpContender(ContenderOptions options)
        : base(options)
    {
        _endpoint = options.Endpoint;
        _bodies = [.. Music.Encoded(options.Shape).Chunk(BatchSize).Select(Body)];
    }

    public override void Dispose() => _http.Dispose();

    protected override async Task SendAsync(int first)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, _endpoint);
        request.Content = new ByteArrayContent(_bodies[first / BatchSize]);
        request.Headers.TryAddWithoutValidation("X-Amz-Target", "DynamoDB_20120810.BatchWriteItem");
        using HttpResponseMessage response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        byte[] answer = await response.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync();
        if (answer.AsSpan().IndexOf("\"UnprocessedItems\":{}"u8) < 0)
            throw new InvalidOperationException("Not all was written.");
    }

    private static byte[] Body(EncodedItem[] batch)
    {
        ArrayBufferWriter<byte> body = new();
        body.Write("{\"RequestItems\":{\"Music0\":["u8);
        foreach (EncodedItem item in batch)
        {
            body.Write(body.WrittenSpan[^1] == '[' ? [] : ","u8);
            body.Write("{\"PutRequest\":{\"Item\":"u8);
            body.Write(item.Json);
            body.Write("}}"u8);
        }

        body.Write("]}}"u8);
        return body.WrittenSpan.ToArray();
    }
}
