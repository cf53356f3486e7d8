using System;
using DdbBatch.Protocol;
using Xunit;

namespace DdbBatch.Tests.Protocol;

public sealed class RetryPolicyTests
{
    private const double AlmostOne = 1 - 1e-12;

    [Theory]
    [InlineData(1, 50)]
    [InlineData(2, 100)]
    [InlineData(5, 800)]
    [InlineData(9, 12_800)]
    [InlineData(10, 20_000)]
    [InlineData(1_000_000, 20_000)]
    public void The_longest_wait_after_throttling_doubles_up_to_20_s(int retries, double expectedMs) =>
        Assert.Equal(expectedMs, RetryPolicy.Delay(retries, ErrorClass.Throttled, AlmostOne).TotalMilliseconds, 1e-3);

    [Theory]
    [InlineData(ErrorClass.Transient)]
    [InlineData(ErrorClass.Ambiguous)]
    internal void After_another_error_it_begins_with_25_ms(ErrorClass errorClass) =>
        Assert.Equal(25, RetryPolicy.Delay(1, errorClass, AlmostOne).TotalMilliseconds, 1e-3);

    [Fact]
    public void The_jitter_is_full() =>
        Assert.Equal(TimeSpan.Zero, RetryPolicy.Delay(10, ErrorClass.Throttled, 0));

    [Theory]
    [InlineData(0.1, 3000, 3000)]
    [InlineData(0.5, 3000, 10_000)]
    public void No_wait_is_shorter_than_DynamoDB_asked_for(double random, double askedMs, double expectedMs) =>
        Assert.Equal(
            expectedMs,
            RetryPolicy.Delay(10, ErrorClass.Throttled, random, TimeSpan.FromMilliseconds(askedMs)).TotalMilliseconds);
}
