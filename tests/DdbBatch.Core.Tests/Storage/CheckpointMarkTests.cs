using System;
using System.Collections.Generic;
using System.Text;
using DdbBatch.Storage;
using Xunit;

namespace DdbBatch.Tests.Storage;

public sealed class CheckpointMarkTests
{
    private static readonly CheckpointMark Mark = new("load", 3, 7, 9, 5, "/tmp/left.jsonl", IsComplete: false, SendLimit: 12)
    {
        TableIds = new Dictionary<string, string> { ["arn:aws:dynamodb:eu-central-1:123456789012:table/A"] = "5d7b" },
    };

    [Fact]
    public void A_mark_is_read_as_it_was_written_and_its_tables_do_not_change_its_size()
    {
        CheckpointMark read = CheckpointMark.Parse(Mark.ToBytes());
        Assert.Equal(Mark.TableIds, read.TableIds);
        Assert.Equal(Mark, read with { TableIds = Mark.TableIds });
        Assert.Equal((Mark with { TableIds = CheckpointMark.Begin().TableIds }).ToBytes().Length, Mark.ToBytes().Length);
    }

    [Fact]
    public void A_file_of_an_earlier_version_knows_no_table_by_its_id()
    {
        string text = Encoding.UTF8.GetString(Mark.ToBytes());
        string former = text.Remove(text.IndexOf(",\"Tables\"", StringComparison.Ordinal)) + "}";
        CheckpointMark read = CheckpointMark.Parse(Encoding.UTF8.GetBytes(former));
        Assert.Equal((3L, 0), (read.Row, read.TableIds.Count));
    }

    [Theory]
    [InlineData("checkpoint/1", "checkpoint/2")]
    [InlineData("\"Rows\":\"0000000000000007\"", "\"Rows\":\"\"")]
    [InlineData("\"Rows\":\"0000000000000007\"", "\"Rows\":\"7g\"")]
    [InlineData("\"Row\":3", "\"Row\":\"3\"")]
    [InlineData("\"Row\":3,", "")]
    [InlineData("\"Load\":\"load\"", "\"Load\":null")]
    [InlineData("\"FailedPath\":\"/tmp/left.jsonl\"", "\"FailedPath\":null")]
    [InlineData("{", "")]
    public void A_file_with_another_content_is_no_mark(string part, string other)
    {
        string text = Encoding.UTF8.GetString(Mark.ToBytes());
        Assert.Contains(part, text);
        Assert.Throws<FormatException>(() => CheckpointMark.Parse(Encoding.UTF8.GetBytes(text.Replace(part, other))));
    }

    [Fact]
    public void A_mark_of_a_new_load_has_no_options_and_a_name_of_its_own()
    {
        CheckpointMark first = CheckpointMark.Begin();
        Assert.Null(CheckpointMark.Parse(first.ToBytes()).OptionsHash);
        Assert.NotEqual(first.Load, CheckpointMark.Begin().Load);
        Assert.EndsWith("\n", Encoding.UTF8.GetString(first.ToBytes()));
        Assert.Equal(first.ToBytes().Length, (first with { Row = long.MaxValue, TakenRow = long.MaxValue, SendLimit = long.MaxValue }).ToBytes().Length);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{\"arn\":1}")]
    [InlineData("{\"arn\":null}")]
    public void Tables_without_an_id_are_no_mark(string tables)
    {
        string text = Encoding.UTF8.GetString(Mark.ToBytes());
        string other = text.Remove(text.IndexOf(",\"Tables\"", StringComparison.Ordinal)) + $",\"Tables\":{tables}}}";
        Assert.Throws<FormatException>(() => CheckpointMark.Parse(Encoding.UTF8.GetBytes(other)));
    }
}
