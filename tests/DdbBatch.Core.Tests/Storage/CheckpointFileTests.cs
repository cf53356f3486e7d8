using System;
using System.IO;
using DdbBatch.Storage;
using Xunit;

namespace DdbBatch.Tests.Storage;

public sealed class CheckpointFileTests : FolderTestBase
{
    private string MarkPath => In("load.mark");

    [Fact]
    public void A_new_file_has_the_first_mark_and_then_each_one_that_is_written()
    {
        CheckpointMark last;
        using (CheckpointFile<CheckpointMark> file = Open())
        {
            Assert.Equal(MarkPath, file.Path);
            Assert.Equal(file.Former.Load, Read().Load);
            last = file.Former with { Row = 7, TakenRow = 9 };
            file.Write(last);
            Assert.Equal((7, 9), (Read().Row, Read().TakenRow));
            Assert.Equal(["load.mark", "load.mark.lock"], Names());
        }

        Assert.Equal(["load.mark"], Names());
        using CheckpointFile<CheckpointMark> next = Open();
        Assert.Equal(last, next.Former with { TableIds = last.TableIds });
    }

    [Fact]
    public void A_file_that_is_no_checkpoint_is_refused_not_changed_and_free_again()
    {
        File.WriteAllText(MarkPath, "Artist,Year");
        CheckpointException exception = Assert.Throws<CheckpointException>(Open);
        Assert.Equal(("CheckpointUnusable", false), (exception.ErrorId, exception.IsMismatch));
        Assert.IsType<FormatException>(exception.InnerException);
        Assert.Equal("Artist,Year", File.ReadAllText(MarkPath));
        Assert.Equal(["load.mark"], Names());
    }

    [Fact]
    public void A_file_in_use_is_refused()
    {
        using CheckpointFile<CheckpointMark> file = Open();
        Assert.Equal("CheckpointInUse", Assert.Throws<CheckpointException>(Open).ErrorId);
    }

    [Fact]
    public void A_mark_that_cannot_be_written_is_an_error_and_the_last_one_stays()
    {
        using CheckpointFile<CheckpointMark> file = Open();
        Directory.CreateDirectory(MarkPath + DurableFile.FreshSuffix);
        CheckpointException exception = Assert.Throws<CheckpointException>(() => file.Write(file.Former with { Row = 7 }));
        Assert.Equal("CheckpointNotWritten", exception.ErrorId);
        Assert.NotNull(exception.InnerException);
        Assert.Equal(0, Read().Row);
    }

    [Fact]
    public void A_file_is_replaced_as_a_whole_and_only_its_owner_can_read_it()
    {
        File.WriteAllText(In("a"), "a longer text than the new one");
        DurableFile.Write(In("a"), Bytes("new"));
        Assert.Equal("new", File.ReadAllText(In("a")));
        Assert.Equal(["a"], Names());
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(In("a")));
    }

    [Fact]
    public void A_write_beyond_the_largest_size_of_a_file_is_reported_as_an_error_of_the_disk()
    {
        IOException full = new("full");
        Assert.Same(full, DurableFile.ToIOException(full));
        ArgumentOutOfRangeException tooLarge = new("length");
        Assert.Equal((tooLarge.Message, tooLarge), (DurableFile.ToIOException(tooLarge).Message, DurableFile.ToIOException(tooLarge).InnerException));
    }

    [Fact]
    public void A_checkpoint_uses_its_path_that_of_its_lock_and_that_of_the_next_mark()
    {
        Assert.Equal(["a", "a.lock", "a.new"], Checkpoint.FilesAt("a"));
        Assert.Empty(Checkpoint.FilesAt(null));
    }

    private CheckpointFile<CheckpointMark> Open() => new(MarkPath, CheckpointMark.Parse, CheckpointMark.Begin);

    private CheckpointMark Read() => CheckpointMark.Parse(File.ReadAllBytes(MarkPath));
}
