using System;
using System.Collections.Generic;
using DdbBatch.Storage;
using Xunit;

namespace DdbBatch.Tests.Storage;

public sealed class HeldRowsTests
{
    [Fact]
    public void Rows_are_released_once_in_the_order_of_their_times()
    {
        HeldRows held = new();
        held.Add(1, TimeSpan.FromSeconds(3));
        held.Add(2, TimeSpan.FromSeconds(1));
        held.Add(3, TimeSpan.FromSeconds(2));
        held.Add(4, TimeSpan.FromSeconds(1));
        List<long> released = [];
        held.Release(TimeSpan.FromSeconds(0.9), released.Add);
        Assert.Empty(released);
        held.Release(TimeSpan.FromSeconds(2), released.Add);
        Assert.Equal([2, 4, 3], released);
        held.Release(TimeSpan.MaxValue, released.Add);
        held.Release(TimeSpan.MaxValue, released.Add);
        Assert.Equal([2, 4, 3, 1], released);
    }
}
