using System;
using System.Collections.Generic;
using System.Linq;
using DdbBatch.Protocol;
using DdbBatch.Writing;
using Xunit;
using static DdbBatch.Tests.Writing.SampleOperations;

namespace DdbBatch.Tests.Writing;

public sealed class FlightWindowTests
{
    private static readonly CallAnswer Success = new CallAnswer.Success([]);
    private static readonly CallAnswer Timeout = new CallAnswer.NoAnswer(true, "Timeout", "no answer");

    private readonly Lane _lane = OpenLane();

    // Large ones take long to create.
    private readonly Dictionary<int, WriteOperation> _operations = [];

    [Fact]
    public void Requests_and_bytes_in_flight_are_counted_until_they_are_answered()
    {
        FlightWindow window = new(throttleLimit: 2);
        BatchRequest[] requests = [Send(window, 1000, 0), Send(window, 2000, 0)];
        Assert.Equal((2, requests.Sum(request => (long)request.SentBytes)), (window.InFlight, window.BytesInFlight));
        Assert.False(window.HasRoom);
        window.Complete(requests[0], Success, Seconds(1));
        Assert.Equal((1, requests[1].SentBytes), (window.InFlight, window.BytesInFlight));
        Assert.True(window.HasRoom);
        window.Abandon();
        Assert.Equal((0, 0), (window.InFlight, window.BytesInFlight));
    }

    [Fact]
    public void The_window_starts_with_eight_megabytes_for_four_requests_and_one_request_always_has_room()
    {
        FlightWindow window = new(throttleLimit: 16);
        Assert.Equal(2 * 1024 * 1024, window.RequestBytes);
        BatchRequest large = Send(window, 9_000_000, 0);
        Assert.False(window.HasRoom);
        window.Complete(large, Success, Seconds(60));
        Assert.True(window.HasRoom);
    }

    [Fact]
    public void A_full_window_grows_by_quick_answers_and_not_by_slow_ones()
    {
        FlightWindow window = new(throttleLimit: 16);
        Answer(window, 6_000_000, Success, seconds: 10.001);
        Assert.Equal(2 * 1024 * 1024, window.RequestBytes);
        BatchRequest request = Answer(window, 6_000_000, Success, seconds: 10);
        Assert.Equal(((8 * 1024 * 1024) + request.SentBytes) / 4, window.RequestBytes);
    }

    [Fact]
    public void A_window_that_was_not_half_full_does_not_grow()
    {
        FlightWindow window = new(throttleLimit: 16);
        Answer(window, 4_000_000, Success, seconds: 1);
        Assert.Equal(2 * 1024 * 1024, window.RequestBytes);
    }

    [Fact]
    public void The_largest_request_is_that_of_DynamoDB()
    {
        FlightWindow window = new(throttleLimit: 16);
        for (int i = 0; i < 6; i++)
        {
            BatchRequest[] requests = [.. Enumerable.Range(0, 4).Select(_ => Send(window, 15_000_000, i))];
            Array.ForEach(requests, request => window.Complete(request, Success, Seconds(i + 1)));
        }

        Assert.Equal(BatchLimits.BodyBytes, window.RequestBytes);
    }

    [Fact]
    public void A_timeout_halves_the_window_once_for_all_requests_that_were_sent_before_it()
    {
        FlightWindow window = new(throttleLimit: 4);
        BatchRequest[] requests = [.. Enumerable.Range(0, 4).Select(_ => Send(window, 1_000_000, 0))];
        long bytes = window.BytesInFlight;
        foreach (BatchRequest request in requests)
        {
            window.Complete(request, Timeout, Seconds(60));
            Assert.Equal(bytes / 2 / 4, window.RequestBytes);
        }

        window.Complete(Send(window, 1000, 60), Timeout, Seconds(120));
        Assert.Equal(bytes / 2 / 4, window.RequestBytes);
        Send(window, 1000, 61);
        Assert.True(window.HasRoom);
        Send(window, 1000, 61);
        Assert.False(window.HasRoom);
    }

    [Fact]
    public void However_many_requests_time_out_one_of_sixteen_kilobytes_may_be_sent()
    {
        FlightWindow window = new(throttleLimit: 16);
        for (int i = 0; i < 30; i++)
        {
            BatchRequest request = Send(window, 1_000_000, 100 * i);
            window.Complete(request, Timeout, Seconds((100 * i) + 60));
        }

        Assert.Equal(16 * 1024, window.RequestBytes);
        Assert.True(window.HasRoom);
        Send(window, 1000, 10_000);
        Assert.False(window.HasRoom);
    }

    [Fact]
    public void After_a_timeout_the_window_grows_by_about_a_request_a_round_trip()
    {
        FlightWindow window = new(throttleLimit: 1);
        window.Complete(Send(window, 1_000_000, 0), Timeout, Seconds(60));
        int before = window.RequestBytes * 4;
        BatchRequest request = Send(window, 300_000, 61);
        window.Complete(request, Success, Seconds(62));
        double more = (double)request.SentBytes * request.SentBytes / before;
        Assert.InRange(window.RequestBytes, (int)((before + more) / 4) - 1, (int)((before + more) / 4) + 1);
    }

    [Fact]
    public void Several_requests_of_one_operation_count_as_one()
    {
        FlightWindow window = new(throttleLimit: 1, singlesPerRequest: 4);
        BatchRequest batch = Send(window, 1000, 0);
        Assert.False(window.HasRoom);
        window.Complete(batch, Success, Seconds(1));
        WriteOperation[] operations = [.. Enumerable.Range(1, 4).Select(i => Put(i))];
        foreach (WriteOperation operation in operations)
        {
            Assert.True(window.HasRoom);
            SendSingle(window, operation, 1);
        }

        Assert.False(window.HasRoom);
    }

    [Fact]
    public void A_timeout_halves_the_requests_of_one_operation_too()
    {
        FlightWindow window = new(throttleLimit: 8, singlesPerRequest: 4);
        // As many as four requests: the limit is twice that, and a half of them remains.
        BatchRequest[] requests = [.. Enumerable.Range(1, 16).Select(i => SendSingle(window, Put(i), 0))];
        Array.ForEach(requests, request => window.Complete(request, Timeout, Seconds(60)));

        int sent = 0;
        for (; window.HasRoom; sent++)
            SendSingle(window, Put(100 + sent), 61);

        Assert.Equal(8, sent);
    }

    [Fact]
    public void Only_an_attempt_in_which_nothing_moved_is_a_timeout() =>
        Assert.All(Answers(), answer => Assert.Equal(answer[1], FlightWindow.IsTimeout((CallAnswer)answer[0])));

    private static object[][] Answers() =>
    [
        [new CallAnswer.NoAnswer(true, "Timeout", ""), true],
        [new CallAnswer.NoAnswer(true, "TimedOut", ""), true],
        [new CallAnswer.NoAnswer(false, "Timeout", ""), false],
        [new CallAnswer.NoAnswer(true, "ConnectionReset", ""), false],
        [new CallAnswer.ServiceError(408, "", ""), true],
        [new CallAnswer.ServiceError(409, "", ""), false],
        [new CallAnswer.Success([]), false],
    ];

    private BatchRequest Answer(FlightWindow window, int bytes, CallAnswer answer, double seconds)
    {
        BatchRequest request = Send(window, bytes, 0);
        window.Complete(request, answer, Seconds(seconds));
        return request;
    }

    private BatchRequest Send(FlightWindow window, int bytes, double seconds)
    {
        if (!_operations.TryGetValue(bytes, out WriteOperation? operation))
            _operations[bytes] = operation = Put(1, jsonBytes: bytes);
        return Send(window, operation, seconds);
    }

    private BatchRequest SendSingle(FlightWindow window, WriteOperation operation, double seconds)
    {
        operation.SendAlone();
        return Send(window, operation, seconds);
    }

    private BatchRequest Send(FlightWindow window, WriteOperation operation, double seconds)
    {
        BatchRequest request = new(_lane, [operation]);
        request.Send(Seconds(seconds), Seconds(60));
        window.Send(request);
        return request;
    }

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);
}
