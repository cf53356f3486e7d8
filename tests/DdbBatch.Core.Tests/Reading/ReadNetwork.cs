using System;
using System.Collections.Generic;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using DdbBatch.Tests.Simulation;
using DdbBatch.Transport;

namespace DdbBatch.Tests.Reading;

/// <summary>The transport of a simulated read: requests are under way for a while, and are cancelled.</summary>
/// <param name="time">The time.</param>
/// <param name="throttleLimit">The most requests that may be under way.</param>
/// <param name="latency">How long a request is under way.</param>
/// <param name="answer">Returns the answer, at the time of the answer.</param>
internal sealed class ReadNetwork(VirtualTime time, int throttleLimit, Func<TimeSpan> latency, Func<ApiCall, RawAnswer> answer) : ITransport
{
    /// <summary>The message of the exceptions that a simulated transport throws.</summary>
    public const string Thrown = "thrown by the simulated transport";

    private static readonly HttpResponseHeaders Headers = OfAws();

    private readonly List<TaskCompletionSource<RawAnswer>> _flights = [];
    private bool _watchesCancellation;

    public Task<RawAnswer> CallAsync(ApiCall call, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
            return Task.FromResult(Stopped);
        if (!_watchesCancellation)
            cancellationToken.Register(Cancel);
        _watchesCancellation = true;
        TaskCompletionSource<RawAnswer> flight = new();
        _flights.Add(flight);
        PromiseBrokenException.Unless(_flights.Count <= throttleLimit, $"{_flights.Count} requests are in flight");
        time.Schedule(latency(), () => Answer(flight, call));
        return flight.Task;
    }

    /// <summary>DynamoDB's answer, or the part of it that arrives.</summary>
    public static RawAnswer Success(byte[] body) => new RawAnswer.Answered(200, body, false, Headers);

    public static RawAnswer Failure(ReadFault fault) => fault switch
    {
        ReadFault.Throttled => Error(400, "ProvisionedThroughputExceededException"),
        ReadFault.InternalServerError => Error(500, "InternalServerError"),
        ReadFault.Reset => new RawAnswer.Failed(CallStage.Sent, "ConnectionReset", "Reset."),
        ReadFault.ExpiredToken => Error(400, "ExpiredTokenException"),
        ReadFault.AccessDenied => Error(400, "AccessDeniedException"),
        ReadFault.TransportThrows => throw new OutOfMemoryException(Thrown),
        _ => throw new ArgumentOutOfRangeException(nameof(fault)),
    };

    public void RenewSignature(DateTimeOffset? serverTime)
    {
    }

    public void Dispose()
    {
    }

    private static RawAnswer Stopped => new RawAnswer.Failed(CallStage.Connect, "Stopped", "Cancelled.");

    private void Answer(TaskCompletionSource<RawAnswer> flight, ApiCall call)
    {
        if (!_flights.Remove(flight))
            return;
        RawAnswer told;
        try
        {
            told = answer(call);
        }
        catch (Exception exception)
        {
            flight.SetException(exception);
            return;
        }

        flight.SetResult(told);
    }

    private void Cancel()
    {
        foreach (TaskCompletionSource<RawAnswer> flight in _flights.ToArray())
        {
            _flights.Remove(flight);
            flight.SetResult(Stopped);
        }
    }

    private static RawAnswer Error(int status, string code) => new RawAnswer.Answered(
        status,
        Encoding.UTF8.GetBytes($$"""{"__type":"com.amazonaws.dynamodb.v20120810#{{code}}","message":"Simulated."}"""),
        false,
        Headers);

    private static HttpResponseHeaders OfAws()
    {
        HttpResponseHeaders headers = new HttpResponseMessage().Headers;
        headers.Add("x-amzn-RequestId", "SIMULATED");
        return headers;
    }
}
