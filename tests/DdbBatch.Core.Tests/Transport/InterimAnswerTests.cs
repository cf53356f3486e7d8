using System;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using DdbBatch.Protocol;
using DdbBatch.TestKit.Http;
using DdbBatch.Transport;
using Xunit;

namespace DdbBatch.Tests.Transport;

/// <summary>Interim answers (100 to 199), which a server may send unasked before the answer (RFC 9110, section 15.2).</summary>
public sealed class InterimAnswerTests(DynamoDbLocalFixture fixture) : TransportTestBase(fixture)
{
    private const string Continue = "HTTP/1.1 100 Continue\r\n\r\n";
    private const string Hints = "HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n";

    [Theory]
    [InlineData(TransportKind.Sdk, Continue, 1)]
    [InlineData(TransportKind.Direct, Continue, 1)]
    [InlineData(TransportKind.Sdk, Continue, 30)]
    [InlineData(TransportKind.Direct, Continue, 30)]
    [InlineData(TransportKind.Sdk, Hints, 2)]
    [InlineData(TransportKind.Direct, Hints, 2)]
    public async Task They_are_not_taken_for_the_answer(TransportKind kind, string interim, int count)
    {
        SocketHttpServer server = Own(new SocketHttpServer(async (connection, _, cancellation) =>
        {
            await connection.SendAsync(Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(interim, count))), cancellation);
            await connection.SendAsync(new PlainAnswer(200, "{}"u8.ToArray()).ToBytes(), cancellation);
        }));
        ITransport transport = TransportFactory.Create(kind, Client(server.Endpoint));

        // The second one goes over the same connection.
        RawAnswer[] answers = [await CallAsync(transport), await CallAsync(transport)];

        transport.Dispose();
        Assert.All(answers, answer => Assert.Equal(
            (200, "{}"), Assert.IsType<RawAnswer.Answered>(answer) is var answered ? (answered.Status, Encoding.UTF8.GetString(answered.Body)) : default));
    }

    [Theory]
    [MemberData(nameof(Transports))]
    public async Task They_are_no_progress_of_a_request_that_is_never_answered(TransportKind kind)
    {
        SocketHttpServer server = Own(new SocketHttpServer(async (connection, _, cancellation) =>
        {
            while (!cancellation.IsCancellationRequested)
            {
                await connection.SendAsync(Encoding.ASCII.GetBytes(Continue), cancellation);
                await Task.Delay(TimeSpan.FromMilliseconds(20), cancellation);
            }
        }));
        ITransport transport = TransportFactory.Create(kind, Client(server.Endpoint));

        RawAnswer answer = await CallAsync(transport, TimeSpan.FromMilliseconds(300));

        transport.Dispose();
        Assert.Equal(new RawAnswer.Failed(CallStage.Sent, "Timeout", "No answer came in time."), answer);
    }

    private static Task<RawAnswer> CallAsync(ITransport transport, TimeSpan? timeout = null) => transport.CallAsync(
        new ApiCall("DescribeTable", new CallBody(TableDescriptionReader.RequestBody("T"))) { Timeout = timeout ?? ApiCall.DefaultTimeout },
        Cancellation);
}
