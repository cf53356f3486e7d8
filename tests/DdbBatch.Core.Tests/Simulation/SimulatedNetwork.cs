using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using DdbBatch.Protocol;
using DdbBatch.Writing;

namespace DdbBatch.Tests.Simulation;

/// <summary>The transport of a simulated run: requests are under way for a while, and are cancelled or abandoned.</summary>
internal sealed class SimulatedNetwork(SimulatedDynamoDb dynamoDb, VirtualTime time, List<string>? trace) : IWriteCalls
{
    /// <summary>The message of the exceptions that a simulated transport throws.</summary>
    public const string Thrown = "thrown by the simulated transport";

    private readonly List<Flight> _flights = [];
    private bool _watchesCancellation;

    /// <summary>The requests that are under way.</summary>
    public IReadOnlyList<Flight> Flights => _flights;

    public Task<CallAnswer> SendAsync(BatchRequest request, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
            return Task.FromResult(dynamoDb.Refrain(request));
        if (!_watchesCancellation)
            cancellationToken.Register(Cancel);
        _watchesCancellation = true;
        Flight flight = dynamoDb.Send(request, time.Now);
        trace?.Add($"{time.Now} sends {flight}");
        _flights.Add(flight);
        if (flight.Fault == Fault.TransportThrows && flight.AnswerAt == time.Now)
        {
            End(flight, flight.Fault);
            throw new OutOfMemoryException(Thrown);
        }

        time.Schedule(flight.AnswerAt - time.Now, () => Answer(flight, flight.Fault));
        return flight.Answer;
    }

    public Task<CallAnswer> DescribeAsync(string table, CancellationToken cancellationToken, TimeSpan? timeout = null)
    {
        TaskCompletionSource<CallAnswer> answer = new();
        (CallAnswer told, TimeSpan latency) = dynamoDb.Describe(table, time.Now, timeout);
        trace?.Add($"{time.Now} describes {table}");
        time.Schedule(latency, () => answer.SetResult(told));
        return answer.Task;
    }

    /// <summary>The client no longer waits for the requests under way: the machine went down, or they ignore their cancellation.</summary>
    public void Forget()
    {
        foreach (Flight flight in _flights)
        {
            flight.IsOver = true;
            dynamoDb.Forget(flight, time.Now);
        }

        _flights.Clear();
    }

    public void Dispose()
    {
    }

    // Some take no notice, as the SDK does while it renews credentials.
    private void Cancel()
    {
        foreach (Flight flight in _flights.ToArray())
        {
            flight.IsCancelled = true;
            if (!flight.Dice.Chance(0.1))
                Answer(flight, Fault.Abandoned);
        }
    }

    private void Answer(Flight flight, Fault fault)
    {
        if (flight.Answer.IsCompleted)
            return;
        if (flight.IsOver)
        {
            // Too late: the engine has to ignore it.
            flight.SetAnswer(new CallAnswer.Success([]));
            return;
        }

        CallAnswer answer = End(flight, fault);
        if (fault == Fault.TransportThrows)
            flight.Throw(new InvalidOperationException(Thrown));
        else
            flight.SetAnswer(answer);
    }

    private CallAnswer End(Flight flight, Fault fault)
    {
        flight.IsOver = true;
        _flights.Remove(flight);
        CallAnswer answer = dynamoDb.Answer(flight, fault, time.Now);
        trace?.Add($"{time.Now} answers {flight}: {answer}");
        return answer;
    }
}
