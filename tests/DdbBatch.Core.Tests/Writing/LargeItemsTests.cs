using System;
using System.Runtime.CompilerServices;
using DdbBatch.Writing;
using Xunit;

namespace DdbBatch.Tests.Writing;

public sealed class LargeItemsTests
{
    private const int LargeBytes = 400_000;

    [Fact]
    public void Large_items_that_are_done_with_are_freed_before_many_have_come()
    {
        LargeItems items = new(collectedBytes: 3 * LargeBytes);

        WeakReference first = Note(items);
        Note(items);
        Note(items);

        Assert.False(first.IsAlive);
    }

    // In a method of its own, so that no local variable holds it.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference Note(LargeItems items)
    {
        WriteOperation operation = SampleOperations.Put(1, jsonBytes: LargeBytes);
        items.Note(operation);
        return new WeakReference(operation.Item.Json);
    }
}
