using System;
using DdbBatch.Writing;
using Xunit;
using static DdbBatch.Tests.Writing.SampleOperations;

namespace DdbBatch.Tests.Writing;

public sealed class KeyGateTests
{
    private static readonly TimeSpan Now = TimeSpan.FromSeconds(100);
    private static readonly TimeSpan Later = TimeSpan.FromSeconds(107);

    private readonly KeyGate _gate = new();

    [Fact]
    public void The_first_operation_on_a_key_may_go_at_once() => Assert.Equal(Now, _gate.Enter(Put(1, key: 7), Now));

    [Fact]
    public void A_later_one_waits_until_the_one_before_it_leaves()
    {
        WriteOperation first = Put(1, key: 7);
        WriteOperation second = Put(2, key: 7);
        _gate.Enter(first, Now);

        Assert.Null(_gate.Enter(second, Now));
        Assert.Same(second, _gate.Leave(first, Now, out TimeSpan dueAt));
        Assert.Equal(Now, dueAt);
        Assert.Null(_gate.Leave(second, Now, out _));
        Assert.Null(_gate.Last(first.Key));
    }

    [Fact]
    public void Operations_on_other_keys_do_not_wait()
    {
        _gate.Enter(Put(1, key: 7), Now);

        Assert.Equal(Now, _gate.Enter(Put(2, key: 8), Now));
    }

    [Fact]
    public void After_an_attempt_without_answer_the_next_one_waits_until_the_key_has_settled()
    {
        WriteOperation first = Put(1, key: 7);
        WriteOperation second = Put(2, key: 7);
        _gate.Enter(first, Now);
        _gate.Enter(second, Now);
        first.SettlesAt = Later;

        _gate.Leave(first, Now, out TimeSpan dueAt);

        Assert.Equal(Later, dueAt);
    }

    [Fact]
    public void A_key_settles_for_operations_too_that_come_when_it_is_free()
    {
        WriteOperation first = Put(1, key: 7);
        _gate.Enter(first, Now);
        first.SettlesAt = Later;
        _gate.Leave(first, Now, out _);

        Assert.Equal(Later, _gate.Enter(Put(2, key: 7), Now));
    }

    [Fact]
    public void A_settled_key_is_forgotten()
    {
        WriteOperation first = Put(1, key: 7);
        _gate.Enter(first, Now);
        first.SettlesAt = Later;
        _gate.Leave(first, Now, out _);

        Assert.Equal(Later, _gate.Enter(Put(2, key: 7), Later));
        Assert.Null(_gate.SettlesAt(first.Key));
    }

    [Fact]
    public void A_leftover_waits_for_what_an_earlier_run_sent_on_its_key()
    {
        WriteOperation leftover = Put(1, key: 7);
        leftover.SettlesAt = Later;

        Assert.Equal(Later, _gate.Enter(leftover, Now));
    }

    [Fact]
    public void A_closed_key_gives_back_what_waited_in_order()
    {
        WriteOperation first = Put(1, key: 7);
        WriteOperation second = Put(2, key: 7);
        WriteOperation third = Put(3, key: 7);
        _gate.Enter(first, Now);
        _gate.Enter(second, Now);
        _gate.Enter(third, Now);

        _gate.Close(first);

        Assert.True(_gate.IsClosed(first.Key));
        Assert.Same(second, KeyGate.TakeNext(first));
        Assert.Same(third, KeyGate.TakeNext(second));
        Assert.Null(KeyGate.TakeNext(third));
    }

    [Fact]
    public void A_superseded_operation_is_passed_over()
    {
        WriteOperation first = Put(1, key: 7);
        WriteOperation dropped = Put(2, key: 7);
        WriteOperation last = Put(3, key: 7);
        _gate.Enter(first, Now);
        _gate.Enter(dropped, Now);

        _gate.Supersede(dropped, last);

        Assert.Same(last, _gate.Last(first.Key));
        Assert.Same(last, _gate.Leave(first, Now, out _));
    }

    [Fact]
    public void An_operation_dropped_for_one_that_was_refused_comes_next()
    {
        (WriteOperation dropped, WriteOperation refused) = Superseded();
        WriteOperation last = Put(3, key: 7);
        _gate.Enter(last, Now);

        _gate.Restore(dropped, refused);

        Assert.Same(last, _gate.Last(dropped.Key));
        Assert.Same(dropped, _gate.Leave(refused, Now, out _));
        Assert.Same(last, _gate.Leave(dropped, Now, out _));
    }

    [Fact]
    public void An_operation_dropped_for_the_last_one_on_its_key_is_the_last_again()
    {
        (WriteOperation dropped, WriteOperation refused) = Superseded();
        WriteOperation later = Put(3, key: 7);

        _gate.Restore(dropped, refused);

        Assert.Same(dropped, _gate.Last(dropped.Key));
        Assert.Null(_gate.Enter(later, Now));
        Assert.Same(dropped, _gate.Leave(refused, Now, out _));
        Assert.Same(later, _gate.Leave(dropped, Now, out _));
    }

    private (WriteOperation Dropped, WriteOperation Later) Superseded()
    {
        WriteOperation dropped = Put(1, key: 7);
        WriteOperation later = Put(2, key: 7);
        _gate.Enter(dropped, Now);
        _gate.Supersede(dropped, later);
        return (dropped, later);
    }
}
