using System;
using System.Linq;
using System.Threading.Tasks;
using Amazon;
using Amazon.Runtime;
using DdbBatch.TestKit;
using DdbBatch.Transport;
using DdbBatch.Writing;
using Xunit;

namespace DdbBatch.Tests.Transport;

/// <summary>A signature that DynamoDB refuses, for old credentials or a wrong clock, is renewed and the request repeated.</summary>
public sealed class SignatureRenewalTests(DynamoDbLocalFixture fixture) : TransportTestBase(fixture)
{
    [Theory]
    [MemberData(nameof(Transports))]
    public async Task Credentials_that_have_expired_are_renewed(TransportKind kind)
    {
        FaultProxy proxy = StartProxy(request => request.Http.Header("X-Amz-Security-Token") == "token 1"
            ? new Fault.Error(400, "ExpiredTokenException", "The security token included in the request is expired")
            : Fault.None);

        WriteEngine engine = Write(Connect(kind, proxy.Endpoint, new NumberedCredentials()), 60);

        Assert.Equal(60, engine.Lanes[0].Tally[OperationOutcome.Written]);
        Assert.Equal(60, await CountAsync());
        Assert.Contains(proxy.BatchWrites, request => request.Http.Header("X-Amz-Security-Token") == "token 1");
    }

    [Theory]
    [MemberData(nameof(Transports))]
    public async Task Credentials_are_asked_for_before_each_request(TransportKind kind)
    {
        FaultProxy proxy = StartProxy(_ => Fault.None);
        NumberedCredentials credentials = new();
        IWriteCalls transport = Connect(kind, proxy.Endpoint, credentials);

        await transport.SendAsync(Puts(1), Cancellation);
        credentials.ClearCredentials();
        await transport.SendAsync(Puts(1), Cancellation);

        Assert.Equal(["token 1", "token 2"], proxy.BatchWrites.Select(request => request.Http.Header("X-Amz-Security-Token")));
    }

    [Theory]
    [InlineData(TransportKind.Sdk, 3)]
    [InlineData(TransportKind.Sdk, -3)]
    [InlineData(TransportKind.Direct, 3)]
    [InlineData(TransportKind.Direct, -3)]
    public async Task A_clock_that_is_wrong_by_hours_is_corrected(TransportKind kind, int hours)
    {
        FaultProxy proxy = StartProxy(_ => new Fault.ServerClock(TimeSpan.FromHours(hours)));
        try
        {
            WriteEngine engine = Write(Connect(kind, proxy.Endpoint), 60);

            Assert.Equal(60, engine.Lanes[0].Tally[OperationOutcome.Written]);
            Assert.Equal(60, await CountAsync());
            Assert.InRange(engine.Lanes[0].Tally.RetriedRequests, 1, 16);
        }
        finally
        {
            AWSConfigs.ManualClockCorrection = null;
        }
    }

    [Theory]
    [MemberData(nameof(Transports))]
    public void Credentials_that_stay_refused_end_the_run_after_a_few_tries(TransportKind kind)
    {
        FaultProxy proxy = StartProxy(_ => new Fault.Error(400, "ExpiredTokenException", "The security token included in the request is expired"));

        WriteEngine engine = Write(Connect(kind, proxy.Endpoint, new NumberedCredentials()), 1);

        Assert.Equal("ExpiredTokenException", engine.Fatal!.Code);
        Assert.Equal(["token 1", "token 2", "token 3", "token 4"], proxy.BatchWrites.Select(request => request.Http.Header("X-Amz-Security-Token")));
    }

    /// <summary>Long-lived credentials, with a number that shows how often they were renewed.</summary>
    private sealed class NumberedCredentials : RefreshingAWSCredentials
    {
        private int _number;

        protected override CredentialsRefreshState GenerateNewCredentials() => new(
            new ImmutableCredentials("key", "secret", $"token {++_number}"), DateTime.UtcNow.AddHours(6));

        protected override Task<CredentialsRefreshState> GenerateNewCredentialsAsync() => Task.FromResult(GenerateNewCredentials());
    }
}
