using System;
using System.Collections.Generic;
using System.Linq;
using DdbBatch.Model;
using DdbBatch.Protocol;
using DdbBatch.Writing;
using Xunit;

namespace DdbBatch.Tests.Protocol;

public sealed class OutageLogTests
{
    private static readonly OperationError Refused = new("ConnectionRefused", "Connection refused");

    [Fact]
    public void An_outage_is_reported_after_two_seconds_once_as_a_warning_after_ten_and_at_its_end()
    {
        OutageLog log = new();

        Assert.Equal(
            [
                "7 verbose: Nothing could be written to table 'Music' for 2 s. The last error: ConnectionRefused: Connection refused.",
                "15 WARNING: Nothing could be written to table 'Music' for 10 s. The last error: ConnectionRefused: Connection refused. It is retried until -RetryTimeoutSec is over.",
                "40 verbose: Table 'Music' takes items again, after 35 s.",
            ],
            Messages(log, 50, second => second is >= 5 and < 40 ? Failing("Music", since: 5) : Working("Music")));
    }

    [Fact]
    public void A_failure_of_less_than_two_seconds_is_not_reported()
    {
        Assert.Empty(Messages(new OutageLog(), 60, second => second % 3 == 0 ? Working("Music") : Failing("Music", since: second - (second % 3) + 1)));
    }

    [Fact]
    public void The_end_of_a_table_that_is_given_up_is_not_that_of_its_outage()
    {
        Assert.Equal(
            ["2 verbose", "10 WARNING"],
            Messages(new OutageLog(), 60, second => Failing("Music", since: 0) with { IsClosed = second > 30 })
                .Select(message => message.Split(':')[0]));
    }

    [Fact]
    public void At_the_end_of_a_run_only_the_ends_of_outages_are_reported()
    {
        OutageLog log = new();
        Assert.Single(Texts(log, 5, Failing("Music", since: 0), Working("Films")));

        IReadOnlyList<OutageMessage> last = log.Conclude([Working("Music"), Failing("Films", since: 5)], TimeSpan.FromSeconds(20));

        Assert.Equal(new OutageMessage(false, "Table 'Music' takes items again, after 20 s."), Assert.Single(last));
        Assert.Empty(log.Conclude([Working("Music")], TimeSpan.FromSeconds(21)));
    }

    [Fact]
    public void Each_outage_of_each_table_is_reported_by_itself()
    {
        OutageLog log = new();
        List<string> messages = [];
        for (int second = 0; second < 90; second++)
        {
            LaneProgress music = second is < 20 or > 30 ? Failing("Music", since: second < 20 ? 0 : 31) : Working("Music");
            LaneProgress films = second > 70 ? Failing("Films", since: 71) : Working("Films");
            messages.AddRange(Texts(log, second, music, films));
        }

        Assert.Equal(
            ["2 verbose: Music", "10 WARNING: Music", "20 verbose: Music", "33 verbose: Music", "41 WARNING: Music", "73 verbose: Films", "81 WARNING: Films"],
            messages.Select(message => $"{message.Split(':')[0]}: {message.Split('\'')[1]}"));
    }

    private static List<string> Messages(OutageLog log, int seconds, Func<int, LaneProgress> table) =>
        [.. Enumerable.Range(0, seconds).SelectMany(second => Texts(log, second, table(second)))];

    private static IEnumerable<string> Texts(OutageLog log, int second, params LaneProgress[] tables) =>
        log.Update(tables, TimeSpan.FromSeconds(second))
            .Select(message => $"{second} {(message.IsWarning ? "WARNING" : "verbose")}: {message.Text}");

    private static LaneProgress Failing(string table, int since) =>
        Working(table) with { FailingSince = TimeSpan.FromSeconds(since), LastFailure = Refused };

    private static LaneProgress Working(string table) => new(table, 0, 0, 0, 0, 0, 0);
}
