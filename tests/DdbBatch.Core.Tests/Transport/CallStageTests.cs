using System;
using System.Collections.Generic;
using System.IO;
using System.Net;
using System.Net.Http;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Amazon.Runtime;
using DdbBatch.Protocol;
using DdbBatch.TestKit;
using DdbBatch.TestKit.Http;
using DdbBatch.Transport;
using DdbBatch.Transport.Direct;
using DdbBatch.Writing;
using Xunit;

namespace DdbBatch.Tests.Transport;

/// <summary>Whether a request was sent is decided by how far its attempt came, over both transports, on real sockets.</summary>
public sealed class CallStageTests(DynamoDbLocalFixture fixture) : TransportTestBase(fixture)
{
    [Theory]
    [MemberData(nameof(Transports))]
    public async Task A_connection_that_is_not_accepted_sends_nothing(TransportKind kind)
    {
        // Nobody accepts: once its queue is full, the system drops whatever asks for another connection.
        using Socket listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(0);
        List<Socket> queued = [];
        try
        {
            for (int i = 0; i < 8; i++)
            {
                Socket one = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { Blocking = false };
                queued.Add(one);
                Assert.Throws<SocketException>(() => one.Connect(listener.LocalEndPoint!));
            }

            RawAnswer answer = await CallAsync(kind, Client(new Uri($"http://{listener.LocalEndPoint}")), TimeSpan.FromMilliseconds(300));

            Assert.Equal(new RawAnswer.Failed(CallStage.Connect, "Timeout", "No connection was made in time."), answer);
        }
        finally
        {
            queued.ForEach(one => one.Dispose());
        }
    }

    [Theory]
    [InlineData(TransportKind.Sdk, 407)]
    [InlineData(TransportKind.Direct, 407)]
    [InlineData(TransportKind.Sdk, 502)]
    [InlineData(TransportKind.Direct, 502)]
    public async Task A_proxy_that_refuses_the_tunnel_sends_nothing_and_is_named(TransportKind kind, int status)
    {
        SocketHttpServer proxy = Own(new SocketHttpServer(
            async (connection, _, cancellation) => await connection.SendAsync(new PlainAnswer(status, default).ToBytes(), cancellation)));
        DynamoDBClient client = Client(new Uri("https://dynamodb.invalid"));
        SocketsHttpHandler handler = (SocketsHttpHandler)client.Handler;
        handler.Proxy = new WebProxy(proxy.Endpoint);

        RawAnswer.Failed failed = Assert.IsType<RawAnswer.Failed>(await CallAsync(kind, client));

        Assert.Equal((CallStage.Connect, "ProxyFailed"), (failed.Stage, failed.Code));
        Assert.Contains($"{proxy.Endpoint.Host}:{proxy.Endpoint.Port}", failed.Message);
        Assert.Contains($"{status}", failed.Message);
    }

    [Theory]
    [MemberData(nameof(Transports))]
    public async Task TLS_to_a_plain_port_fails_at_once_with_the_reason(TransportKind kind)
    {
        using TcpListener plain = new(IPAddress.Loopback, 0);
        plain.Start();
        Task answering = AnswerPlainlyAsync(plain);

        RawAnswer.Failed failed = Assert.IsType<RawAnswer.Failed>(
            await CallAsync(kind, Client(new Uri($"https://{plain.LocalEndpoint}"))));

        await answering;
        Assert.Equal((CallStage.Connect, "TlsFailed"), (failed.Stage, failed.Code));
        Assert.Contains("its URL begins with http://", failed.Message);
    }

    [Theory]
    [MemberData(nameof(Transports))]
    public async Task A_reset_after_the_body_was_asked_for_may_have_sent_it(TransportKind kind)
    {
        FaultProxy proxy = StartProxy(_ => new Fault.ResetBefore());

        Assert.Equal(
            CallStage.Sent, Assert.IsType<RawAnswer.Failed>(await CallAsync(kind, Client(proxy.Endpoint))).Stage);
    }

    [Theory]
    [InlineData(SocketError.HostUnreachable)]
    [InlineData(SocketError.NetworkUnreachable)]
    [InlineData(SocketError.ConnectionRefused)]
    public async Task No_error_number_says_that_a_request_was_not_sent(SocketError error)
    {
        using DynamoDBClient client = Client(new Uri("http://localhost"));
        using DirectTransport transport = new(client, new BreakingHandler(error));

        RawAnswer answer = await transport.CallAsync(DescribeCall(), Cancellation);

        Assert.Equal((CallStage.Sent, error.ToString()), Assert.IsType<RawAnswer.Failed>(answer) is var failed ? (failed.Stage, failed.Code) : default);
    }

    [Theory]
    [MemberData(nameof(Transports))]
    public async Task Credentials_that_cannot_be_had_send_nothing(TransportKind kind)
    {
        FaultProxy proxy = StartProxy(_ => Fault.None);

        RawAnswer answer = await CallAsync(
            kind, Client(proxy.Endpoint, new FailingCredentials(() => throw new IOException("Vault is sealed"))));

        Assert.Equal(
            new RawAnswer.Failed(CallStage.Credentials, "CredentialsFailed", "The credentials can't be obtained: Vault is sealed") { IsFinal = true },
            answer);
        Assert.Empty(proxy.Requests);
    }

    [Theory]
    [MemberData(nameof(Transports))]
    public async Task Credentials_that_do_not_come_are_not_waited_for_once_the_run_stops(TransportKind kind)
    {
        TaskCompletionSource<ImmutableCredentials> never = new();
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        IWriteCalls transport = Connect(kind, Client(Server.Endpoint, new FailingCredentials(() => never.Task)));

        Task<CallAnswer> sending = transport.SendAsync(Puts(1), stop.Token);
        await stop.CancelAsync();

        Assert.Equal(
            (CallStage.Credentials, "Stopped"),
            Assert.IsType<CallAnswer.NoAnswer>(await sending) is var none ? (none.Stage, none.Code) : default);
    }

    [Theory]
    [MemberData(nameof(Transports))]
    public async Task Credentials_that_fail_for_a_while_lose_nothing(TransportKind kind)
    {
        FaultProxy proxy = StartProxy(_ => Fault.None);
        int asked = 0;
        FailingCredentials credentials = new(() => Interlocked.Increment(ref asked) is > 2 and < 9
            ? throw new AmazonClientException("STS is busy")
            : Task.FromResult(new ImmutableCredentials("key", "secret", null)));

        WriteEngine engine = Write(Connect(kind, proxy.Endpoint, credentials), 100);

        Assert.Equal(100, engine.Lanes[0].Tally[OperationOutcome.Written]);
        Assert.Equal(100, await CountAsync());
        Assert.True(engine.Lanes[0].Tally.RetriedRequests > 0);
    }

    [Theory]
    [MemberData(nameof(Transports))]
    public async Task An_answer_longer_than_any_to_the_call_is_not_kept(TransportKind kind)
    {
        SocketHttpServer server = Own(new SocketHttpServer(SendForeverAsync));

        CallAnswer answer = await Connect(kind, server.Endpoint).SendAsync(Puts(1), Cancellation);

        Assert.Equal(500, Assert.IsType<CallAnswer.ServiceError>(answer).Status);
        Assert.Equal(ErrorClass.Ambiguous, ErrorClassifier.Classify(answer, hasSucceeded: true, credentialErrors: 0));
    }

    private Task<RawAnswer> CallAsync(TransportKind kind, DynamoDBClient client, TimeSpan? timeout = null)
    {
        ITransport transport = TransportFactory.Create(kind, client);
        Own(new Owned(transport));
        return transport.CallAsync(DescribeCall(timeout), Cancellation);
    }

    private static ApiCall DescribeCall(TimeSpan? timeout = null) =>
        new("DescribeTable", new CallBody(TableDescriptionReader.RequestBody("T"))) { Timeout = timeout ?? ApiCall.DefaultTimeout };

    private static async Task SendForeverAsync(HttpConnection connection, HttpRequest request, CancellationToken cancellation)
    {
        await connection.SendAsync(Encoding.ASCII.GetBytes("HTTP/1.1 500 Oops\r\nContent-Length: 300000000000\r\n\r\n"), cancellation);
        while (!cancellation.IsCancellationRequested)
            await connection.SendAsync(new byte[64 * 1024], cancellation);
    }

    private static async Task AnswerPlainlyAsync(TcpListener listener)
    {
        using TcpClient client = await listener.AcceptTcpClientAsync(Cancellation);
        NetworkStream stream = client.GetStream();
        _ = await stream.ReadAsync(new byte[1024], Cancellation);
        await stream.WriteAsync(Encoding.ASCII.GetBytes("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"), Cancellation);
    }

    private sealed class FailingCredentials(Func<Task<ImmutableCredentials>> get) : AWSCredentials
    {
        public override ImmutableCredentials GetCredentials() => get().GetAwaiter().GetResult();

        public override Task<ImmutableCredentials> GetCredentialsAsync() => get();
    }

    /// <summary>Takes the body, and breaks.</summary>
    private sealed class BreakingHandler(SocketError error) : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            await request.Content!.CopyToAsync(Stream.Null, cancellationToken);
            throw new HttpRequestException(HttpRequestError.ConnectionError, "broken", new SocketException((int)error));
        }
    }

    private sealed class Owned(IDisposable owned) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            owned.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
