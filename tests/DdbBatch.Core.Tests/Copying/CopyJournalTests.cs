using System;
using System.IO;
using System.Text;
using DdbBatch.Copying;
using DdbBatch.Storage;
using DdbBatch.Tests.Reading;
using Xunit;

namespace DdbBatch.Tests.Copying;

/// <summary>The promise of a copy with a checkpoint, as a property, and the checkpoint's file.</summary>
public sealed class CopyJournalTests
{
    private static readonly CopyIdentity Identity = new("arn:a", "eu-central-1", "arn:b", "http://localhost:8000", "00ff")
    {
        SourceId = "a1",
        DestinationId = "b1",
    };

    private static readonly CopyMark Mark = CopyMark.Begin() with
    {
        Identity = Identity,
        FailedPath = "/tmp/left \"1\".jsonl",
        Kept = 12,
        Segments =
        [
            new SegmentMark("""{"Id":{"S":"é\u0000"}}"""u8.ToArray(), IsComplete: false),
            new SegmentMark(null, IsComplete: true),
            default,
        ],
    };

    [Fact]
    public void A_copy_that_is_killed_and_resumed_leaves_no_hole_and_reads_no_page_again_that_was_settled() =>
        Simulations.Play(5_000, CopyHistory.Play);

    [Fact]
    public void A_mark_is_read_as_it_was_written()
    {
        CopyMark read = CopyMark.Parse(Mark.ToBytes());
        Assert.Equal((Mark.Load, Mark.Identity, Mark.FailedPath, Mark.Kept), (read.Load, read.Identity, read.FailedPath, read.Kept));
        Assert.Equal(Mark.Segments.Count, read.Segments.Count);
        Assert.Equal(Mark.Segments[0].Key, read.Segments[0].Key);
        Assert.Equal([false, true, false], [read.Segments[0].IsComplete, read.Segments[1].IsComplete, read.Segments[2].IsComplete]);
        Assert.True(read.Segments[2].IsFresh);
        Assert.False(read.IsComplete);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("""{"DdbBatch":"checkpoint/1"}""")]
    [InlineData("""{"DdbBatch":"copy/1","Load":"x","FailedPath":"","Kept":0,"TotalSegments":1,"Complete":[1],"Begun":[]}""")]
    [InlineData("""{"DdbBatch":"copy/1","Load":"x","FailedPath":"","Kept":0,"TotalSegments":-1,"Complete":[],"Begun":[]}""")]
    [InlineData("""{"DdbBatch":"copy/1","Load":"x","FailedPath":"","Kept":0,"TotalSegments":2147483647,"Complete":[],"Begun":[]}""")]
    [InlineData("""{"DdbBatch":"copy/1","Load":null,"FailedPath":"","Kept":0,"TotalSegments":0,"Complete":[],"Begun":[]}""")]
    [InlineData("""{"DdbBatch":"copy/1","Load":"x","FailedPath":null,"Kept":0,"TotalSegments":0,"Complete":[],"Begun":[]}""")]
    public void A_file_with_another_content_is_no_mark(string content) =>
        Assert.Throws<FormatException>(() => CopyMark.Parse(Encoding.UTF8.GetBytes(content)));

    [Theory]
    [InlineData("source")]
    [InlineData("source's endpoint")]
    [InlineData("destination")]
    [InlineData("destination's endpoint")]
    [InlineData("selection of items (-Filter, -FilterValue, -Property, -ConsistentRead)")]
    public void The_mark_of_another_copy_is_refused_with_what_differs(string part)
    {
        CopyIdentity other = part switch
        {
            "source" => Identity with { Source = "x" },
            "source's endpoint" => Identity with { SourceEndpoint = "x" },
            "destination" => Identity with { Destination = "x" },
            "destination's endpoint" => Identity with { DestinationEndpoint = "x" },
            _ => Identity with { Selection = "x" },
        };
        CheckpointException refused = Assert.Throws<CheckpointException>(() => CopyJournal.Start(Mark, "copy.mark", other, 3, ""));
        Assert.True(refused.IsMismatch);
        Assert.Contains($"its {part} is '", refused.Message, StringComparison.Ordinal);
        Assert.Contains("now it is 'x'", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a2", "b1", "arn:a")]
    [InlineData("a1", "b2", "arn:b")]
    [InlineData("a1", "b1", null)]
    [InlineData(null, null, null)]
    public void A_copy_is_not_continued_with_a_table_that_was_created_again(string? source, string? destination, string? refused)
    {
        CopyIdentity now = Identity with { SourceId = source, DestinationId = destination };
        Assert.Equal(now, CopyJournal.Start(CopyMark.Begin() with { Identity = Identity }, "copy.mark", now, 3, "").Identity);
        if (refused is null)
        {
            Assert.Equal(now, CopyJournal.Start(Mark, "copy.mark", now, 3, "").Identity);
            return;
        }

        CheckpointException mismatch = Assert.Throws<CheckpointException>(() => CopyJournal.Start(Mark, "copy.mark", now, 3, ""));
        Assert.True(mismatch.IsMismatch);
        Assert.Contains($"'{refused}' was deleted and created again", mismatch.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_of_an_earlier_version_knows_no_table_by_its_id()
    {
        string text = Encoding.UTF8.GetString(Mark.ToBytes()).Replace(",\"SourceId\":\"a1\",\"DestinationId\":\"b1\"", "", StringComparison.Ordinal);
        Assert.DoesNotContain("Id\":\"b1", text, StringComparison.Ordinal);
        Assert.Equal(
            Identity with { SourceId = null, DestinationId = null }, CopyMark.Parse(Encoding.UTF8.GetBytes(text)).Identity);
    }

    [Fact]
    public void A_resumed_copy_has_as_many_segments_as_before_however_large_the_table_is_now() =>
        Assert.Equal(3, CopyJournal.Start(Mark, "copy.mark", Identity, 400, "").Segments.Count);

    [Theory]
    [InlineData("arn:aws:dynamodb:eu-central-1:123456789012:table/A", "http://a", "https://b", true)]
    [InlineData("arn:aws:dynamodb:ddblocal:000000000000:table/A", "http://a", "http://a", true)]
    [InlineData("arn:aws:dynamodb:ddblocal:000000000000:table/A", "http://a", "http://b", false)]
    public void A_table_in_AWS_is_the_same_at_all_of_its_endpoints(string arn, string source, string destination, bool isOne) =>
        Assert.Equal(isOne, new CopyIdentity(arn, source, arn, destination, "").IsOneTable);

    [Fact]
    public void Only_one_copy_at_a_time_uses_a_file_and_only_its_owner_can_read_it()
    {
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            using CheckpointFile<CopyMark> file = new(path, CopyMark.Parse, CopyMark.Begin);
            Assert.Equal("CheckpointInUse", Assert.Throws<CheckpointException>(() => new CheckpointFile<CopyMark>(path, CopyMark.Parse, CopyMark.Begin)).ErrorId);
            file.Write(Mark);
            Assert.Equal(Mark.ToBytes(), File.ReadAllBytes(path));
            if (!OperatingSystem.IsWindows())
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        }
        finally
        {
            File.Delete(path);
        }
    }
}
