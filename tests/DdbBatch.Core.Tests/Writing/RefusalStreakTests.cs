using DdbBatch.Model;
using DdbBatch.Writing;
using Xunit;

namespace DdbBatch.Tests.Writing;

public sealed class RefusalStreakTests
{
    private static readonly OperationError Invalid = new("ValidationException", "One or more parameter values were invalid");
    private static readonly OperationError Other = new("SomethingNewException", "");

    private readonly RefusalStreak _streak = new(limit: 3);

    [Fact]
    public void The_limit_of_refusals_in_a_row_closes_the_lane_if_nothing_was_written() =>
        Assert.Equal([false, false, true], [Refuse(Invalid), Refuse(Invalid), Refuse(Invalid)]);

    [Fact]
    public void Another_reason_begins_a_new_row() =>
        Assert.Equal([false, false, false, false, false, true], [Refuse(Invalid), Refuse(Invalid), Refuse(Other), Refuse(Invalid), Refuse(Invalid), Refuse(Invalid)]);

    [Fact]
    public void A_bad_item_that_was_found_late_begins_a_new_row_if_its_reason_is_another_and_else_does_not_count()
    {
        long before = _streak.Accepted;
        _streak.Accept();
        Refuse(Invalid);
        Refuse(Invalid);

        Assert.False(_streak.Refuse(Invalid, hasWritten: false, before));
        Assert.Equal(2, _streak.Count);
        Assert.False(_streak.Refuse(Other, hasWritten: false, before));
        Assert.Equal([false, false, true], [Refuse(Invalid), Refuse(Invalid), Refuse(Invalid)]);
    }

    [Fact]
    public void Once_something_was_written_only_denied_access_closes_the_lane()
    {
        OperationError denied = OperationError.AccessDenied(new OperationError("AccessDeniedException", ""));
        for (int i = 0; i < 10; i++)
            Assert.False(_streak.Refuse(Invalid, hasWritten: true, _streak.Accepted));

        Assert.False(_streak.Refuse(denied, hasWritten: true, _streak.Accepted));
        Assert.False(_streak.Refuse(denied, hasWritten: true, _streak.Accepted));
        Assert.True(_streak.Refuse(denied, hasWritten: true, _streak.Accepted));
    }

    private bool Refuse(OperationError error) => _streak.Refuse(error, hasWritten: false, _streak.Accepted);
}
