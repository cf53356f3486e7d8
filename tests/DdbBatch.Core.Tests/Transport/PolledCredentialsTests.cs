using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Amazon.Runtime;
using DdbBatch.Transport;
using Xunit;

namespace DdbBatch.Tests.Transport;

/// <summary>How often a source of credentials is asked, by a clock of the test's.</summary>
public sealed class PolledCredentialsTests
{
    private static readonly ImmutableCredentials Keys = new("key", "secret", null);

    private readonly List<double> _asked = [];
    private DateTime _now = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    [Fact]
    public async Task A_source_that_fails_is_asked_again_after_1_2_4_8_and_then_every_16_seconds()
    {
        AWSCredentials credentials = Polled(_ => false);

        for (int tenths = 0; tenths < 800; tenths++)
        {
            await Assert.ThrowsAsync<AmazonClientException>(() => GetAsync(credentials, isAsync: tenths % 2 == 0));
            _now += TimeSpan.FromSeconds(0.1);
        }

        Assert.Equal([0, 1, 3, 7, 15, 31, 47, 63, 79], _asked);
    }

    [Fact]
    public async Task Requests_that_ask_at_once_ask_a_failing_source_once()
    {
        AWSCredentials credentials = Polled(_ => false);

        await Task.WhenAll(Enumerable.Range(0, 32).Select(number => Task.Run(() =>
            Assert.ThrowsAsync<AmazonClientException>(() => GetAsync(credentials, isAsync: number % 2 == 0)))));

        Assert.Equal([0], _asked);
    }

    [Fact]
    public async Task A_source_that_works_again_has_short_pauses_when_it_fails_the_next_time()
    {
        AWSCredentials credentials = Polled(second => second is >= 7 and < 20);

        for (int second = 0; second < 30; second++)
        {
            bool works = second is >= 7 and < 20;
            if (works)
                Assert.Equal(Keys, await GetAsync(credentials, isAsync: true));
            else
                await Assert.ThrowsAsync<AmazonClientException>(() => GetAsync(credentials, isAsync: true));
            // Refused by DynamoDB: they are asked for again, however young they are.
            ((RefreshingAWSCredentials)credentials).ClearCredentials();
            _now += TimeSpan.FromSeconds(1);
        }

        Assert.Equal([0, 1, 3, .. Enumerable.Range(7, 14), 21, 23, 27], _asked);
    }

    [Fact]
    public async Task The_failure_that_is_reported_during_a_pause_is_that_of_the_source()
    {
        AWSCredentials credentials = Polled(_ => false);

        AmazonClientException[] failures =
        [
            await Assert.ThrowsAsync<AmazonClientException>(() => GetAsync(credentials, isAsync: false)),
            await Assert.ThrowsAsync<AmazonClientException>(() => GetAsync(credentials, isAsync: true)),
        ];

        Assert.All(failures, failure => Assert.Equal("STS is busy", failure.Message));
    }

    private PolledCredentials Polled(Func<double, bool> works)
    {
        DateTime start = _now;
        return new PolledCredentials(
            () =>
            {
                double second = Math.Round((_now - start).TotalSeconds, 1);
                _asked.Add(second);
                return works(second) ? Keys : throw new AmazonClientException("STS is busy");
            },
            clear: null,
            () => _now);
    }

    private static async Task<ImmutableCredentials> GetAsync(AWSCredentials credentials, bool isAsync) =>
        isAsync ? await credentials.GetCredentialsAsync() : credentials.GetCredentials();
}
