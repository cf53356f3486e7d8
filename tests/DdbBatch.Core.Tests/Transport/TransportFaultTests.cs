using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using DdbBatch.Protocol;
using DdbBatch.TestKit;
using DdbBatch.TestKit.Http;
using DdbBatch.Transport;
using DdbBatch.Writing;
using Xunit;

namespace DdbBatch.Tests.Transport;

/// <summary>Faults of one request, on real sockets: both transports report them in the same way.</summary>
public sealed class TransportFaultTests(DynamoDbLocalFixture fixture) : TransportTestBase(fixture)
{
    private static readonly ThrottlingReason Reason = new("TableWriteProvisionedThroughputExceeded", "arn:aws:dynamodb:x");

    private static readonly Dictionary<string, Fault> Faults = new()
    {
        ["none"] = Fault.None,
        ["throughput"] = new Fault.Error(400, "ProvisionedThroughputExceededException", "Slow down", Reason),
        ["throttling"] = new Fault.Error(400, "ThrottlingException", "Slow down", Reason, Reason) { RetryAfter = TimeSpan.FromMilliseconds(1500) },
        ["request limit"] = new Fault.Error(400, "RequestLimitExceeded", "Slow down"),
        ["conflict"] = new Fault.Error(400, "ReplicatedWriteConflictException", "Conflict"),
        ["internal"] = new Fault.Error(500, "InternalServerError", "Oops"),
        ["unavailable"] = new Fault.Error(503, "ServiceUnavailableException", "Later"),
        ["validation"] = new Fault.Error(400, "ValidationException", "One or more parameter values were invalid: ærlig \"talt\""),
        ["coral"] = new Fault.Error(400, "com.amazon.coral.service#AnErrorOfTheFuture:http://example", "What?"),
        ["denied"] = new Fault.Error(400, "AccessDeniedException", "Not you"),
        ["signature"] = new Fault.Error(403, "InvalidSignatureException", "Wrong"),
        ["no table"] = new Fault.Error(400, "ResourceNotFoundException", "None"),
        ["html"] = new Fault.NotFromDynamoDb(503, "<html>Busy</html>"),
        ["text"] = new Fault.NotFromDynamoDb(502, "Bad gateway"),
        ["too large"] = new Fault.NotFromDynamoDb(413, ""),
        ["proxy wants a password"] = new Fault.NotFromDynamoDb(407, ""),
        ["not found"] = new Fault.NotFromDynamoDb(404, "404 page not found"),
        ["moved"] = new Fault.NotFromDynamoDb(301, ""),
        ["200 of something else"] = new Fault.NotFromDynamoDb(200, "<html>Log in</html>"),
        ["redirected"] = Made(307, "", "Location: http://portal.invalid/login"),
        ["found"] = Made(302, "<html><title>Log in</title></html>", "Location: http://portal.invalid/login"),
        ["forbidden"] = Made(403, "<html><h1>403</h1> Forbidden</html>", "Server: nginx", "Via: 1.1 corporate"),
        ["not allowed"] = Made(405, ""),
        ["bad request"] = Made(400, "<html>Bad request</html>"),
        ["type in the header"] = Made(400, "", "x-amzn-ErrorType: ProvisionedThroughputExceededException:http://internal.amazon.com/"),
        ["type in the header, text in the body"] = Made(400, "Slow down", "x-amzn-ErrorType: ThrottlingException"),
        ["type in the body's code"] = Made(400, "{\"code\":\"com.amazonaws#ThrottlingException\",\"Message\":\"Slow down\"}"),
        ["type in the body's __type"] = Made(400, "{\"__type\":\"ns#ThrottlingException\",\"message\":\"Slow down\"}"),
        ["type in both"] = Made(400, "{\"__type\":\"ns#Other\",\"message\":\"Slow down\"}", "x-amzn-ErrorType: ThrottlingException"),
        ["an error of a gateway"] = Made(403, "{\"message\":\"Forbidden\"}", "x-amzn-ErrorType: ForbiddenException"),
        ["JSON without a type"] = Made(503, "{\"message\":\"maintenance\"}"),
        ["200 without anything"] = Made(200, "{}"),
        ["200 with a message"] = Made(200, "{\"message\":\"maintenance\"}"),
        ["200 with a request id, without anything"] = Made(200, "{}", "x-amzn-RequestId: 1"),
        ["200 too long"] = Made(200, new string(' ', 3 * 1024 * 1024) + "{}", "x-amzn-RequestId: 1"),
        ["500 too long"] = Made(500, "{\"__type\":\"InternalServerError\",\"message\":\"" + new string('x', 3 * 1024 * 1024) + "\"}"),
        ["unprocessed"] = new Fault.SubsetUnprocessed(0.4),
        ["wrong unprocessed"] = new Fault.EditAnswer("\"UnprocessedItems\":{}", "\"UnprocessedItems\":{\"T\":[{\"PutRequest\":{\"Item\":{\"id\":{\"N\":\"99\"}}}}]}"),
        ["reset before"] = new Fault.ResetBefore(),
        ["reset after"] = new Fault.ResetAfter(),
        ["half an answer"] = new Fault.HalfAnswer(),
        ["wrong checksum"] = new Fault.WrongCrc(),
        ["slow"] = new Fault.SlowDrip(TimeSpan.FromMilliseconds(1), 40),
    };

    public static TheoryData<string> FaultNames => [.. Faults.Keys];

    [Theory]
    [MemberData(nameof(FaultNames))]
    public async Task A_fault_means_the_same_over_both_transports(string name)
    {
        CallAnswer bySdk = await AnswerAsync(TransportKind.Sdk, Faults[name]);
        CallAnswer direct = await AnswerAsync(TransportKind.Direct, Faults[name]);

        Assert.Equal(Describe(bySdk), Describe(direct));
        if (direct is not CallAnswer.Success)
        {
            Assert.Equal(Classes(bySdk), Classes(direct));
            Assert.DoesNotContain("inner exception", bySdk.ToError().Message, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Theory]
    [MemberData(nameof(Transports))]
    public async Task A_request_that_cannot_leave_is_said_not_to_have(TransportKind kind)
    {
        using Socket closed = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        closed.Bind(new IPEndPoint(IPAddress.Loopback, 0));

        CallAnswer answer = await Connect(kind, new Uri($"http://{closed.LocalEndPoint}")).SendAsync(Puts(1), Cancellation);

        Assert.Equal(("ConnectionRefused", false), Assert.IsType<CallAnswer.NoAnswer>(answer) is var none ? (none.Code, none.WasSent) : default);
    }

    [Theory]
    [MemberData(nameof(Transports))]
    public async Task An_answer_that_does_not_come_is_not_waited_for_once_the_run_stops(TransportKind kind)
    {
        FaultProxy proxy = StartProxy(_ => new Fault.Stall(TakesEffect: false));
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);

        Task<CallAnswer> sending = Connect(kind, proxy.Endpoint).SendAsync(Puts(1), stop.Token);
        while (proxy.BatchWrites.Count == 0)
            await Task.Yield();
        await stop.CancelAsync();

        Assert.Equal("Stopped", Assert.IsType<CallAnswer.NoAnswer>(await sending).Code);
    }

    [Theory]
    [MemberData(nameof(Transports))]
    public async Task The_body_goes_over_the_wire_as_it_was_written(TransportKind kind)
    {
        FaultProxy proxy = StartProxy(_ => Fault.None);
        IWriteCalls transport = Connect(kind, proxy.Endpoint);
        // The second body is larger than what is put together in memory.
        BatchRequest[] requests = [Puts(3), Puts(25, jsonBytes: 10_000)];

        foreach (BatchRequest request in requests)
            Assert.IsType<CallAnswer.Success>(await transport.SendAsync(request, Cancellation));

        Assert.Equal(requests.Select(request => request.ToBody()), proxy.BatchWrites.Select(sent => sent.Body.ToArray()));
        Assert.Equal(25, await CountAsync());
    }

    private async Task<CallAnswer> AnswerAsync(TransportKind kind, Fault fault)
    {
        FaultProxy proxy = StartProxy(_ => fault);
        CallAnswer answer = await Connect(kind, proxy.Endpoint).SendAsync(Puts(10), Cancellation);
        Assert.Single(proxy.BatchWrites);
        return answer;
    }

    private static Fault.MadeUp Made(int status, string body, params string[] headers) =>
        new(new PlainAnswer(status, Encoding.UTF8.GetBytes(body), headers));

    // The values that the engine and the user receive. The text about a broken connection may differ.
    private static string Describe(CallAnswer answer) => answer switch
    {
        CallAnswer.Success success => $"Success [{string.Join(',', success.Unprocessed)}] {success.Capacity?.Total}",
        CallAnswer.ServiceError error => $"ServiceError {error.Status} {error.Code} {error.Message} "
            + $"[{string.Join(',', error.ThrottlingReasons)}] {error.RetryAfter}",
        CallAnswer.NoAnswer none => $"NoAnswer {none.Stage} {none.Code}",
        _ => answer.ToString(),
    };

    private static ErrorClass[] Classes(CallAnswer answer) =>
        [ErrorClassifier.Classify(answer, false, 1), ErrorClassifier.Classify(answer, true, 1)];
}
