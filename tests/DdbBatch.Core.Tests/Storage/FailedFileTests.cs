using System;
using System.IO;
using DdbBatch.Storage;
using Xunit;

namespace DdbBatch.Tests.Storage;

public sealed class FailedFileTests : FolderTestBase
{
    [Fact]
    public void Each_line_is_in_the_file_as_soon_as_it_is_appended_and_only_the_owner_can_read_it()
    {
        using FailedFile file = Open();
        for (int row = 1; row <= 2; row++)
        {
            file.Append(Bytes(Line(row)));
            Assert.Equal(row * (Line(row).Length + 1), new FileInfo(FailedPath).Length);
        }

        file.FlushToDisk();
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(FailedPath));
        file.Dispose();
        Assert.Equal($"{Line(1)}\n{Line(2)}\n", File.ReadAllText(FailedPath));
    }

    [Fact]
    public void A_file_that_was_created_and_stays_empty_is_deleted()
    {
        Open().Dispose();
        Assert.Empty(Names());
    }

    [Fact]
    public void An_empty_file_that_was_there_before_is_kept()
    {
        File.WriteAllText(FailedPath, "");
        Open().Dispose();
        Assert.Equal("", File.ReadAllText(FailedPath));
    }

    [Fact]
    public void Lines_of_an_earlier_run_are_kept_and_new_ones_follow_them()
    {
        File.WriteAllText(FailedPath, Line(1) + "\n");
        Append(2);
        Assert.Equal($"{Line(1)}\n{Line(2)}\n", File.ReadAllText(FailedPath));
    }

    [Fact]
    public void A_line_that_an_earlier_run_did_not_complete_is_ended_before_the_next_one()
    {
        File.WriteAllText(FailedPath, Line(1) + "\n{\"DdbBa");
        Append(2);
        Assert.Equal($"{Line(1)}\n{{\"DdbBa\n{Line(2)}\n", File.ReadAllText(FailedPath));
    }

    [Theory]
    [InlineData("Artist,Year\n")]
    [InlineData("\n \t\r\nArtist,Year")]
    [InlineData("Artist\n{\"DdbBatch\":1}\n")]
    public void A_file_of_another_kind_is_refused_and_not_changed(string text)
    {
        File.WriteAllText(FailedPath, text);
        FormatException exception = Assert.Throws<FormatException>(Open);
        Assert.Contains(FailedPath, exception.Message);
        Assert.Equal(text, File.ReadAllText(FailedPath));
    }

    [Theory]
    [InlineData("\ufeff{\"DdbBatch\":1}")]
    [InlineData("\n \t\r\n{\"DdbBatch\":1}\nother\n")]
    [InlineData(" \n")]
    public void Blank_lines_and_a_byte_order_mark_before_the_first_line_are_skipped(string text)
    {
        File.WriteAllText(FailedPath, text);
        byte[]? start = null;
        using FailedFile file = FailedFile.OpenOrCreate(FailedPath, line =>
        {
            start = line.ToArray();
            return true;
        });
        Assert.Equal(text == " \n" ? "" : Line(1), System.Text.Encoding.UTF8.GetString(start!));
    }

    [Fact]
    public void A_long_first_line_is_examined_by_its_start()
    {
        File.WriteAllText(FailedPath, $"{{\"DdbBatch\":\"{new string('x', 100_000)}\"}}\n");
        using FailedFile file = FailedFile.OpenOrCreate(FailedPath, line => line.Length == 64 * 1024 && IsFailedFile(line));
    }

    [Fact]
    public void A_long_file_of_blanks_has_no_first_line()
    {
        File.WriteAllText(FailedPath, new string(' ', 70_000));
        using FailedFile file = FailedFile.OpenOrCreate(FailedPath, line => line.IsEmpty);
    }

    [Fact]
    public void Lines_of_a_file_are_searched_from_its_start_and_it_stands_at_its_end_after_that()
    {
        Assert.False(FailedLines.HasLine(FailedPath, _ => true));
        File.WriteAllText(FailedPath, $"{Line(1)}\n{new string('x', 100_000)}\n{Line(3)}");
        using (FileStream stream = new(FailedPath, FileMode.Open))
        {
            for (int i = 0; i < 2; i++)
            {
                Assert.True(FailedLines.HasLine(stream, FailedPath, line => line.SequenceEqual(Bytes(Line(1)))));
                Assert.Equal(stream.Length, stream.Position);
            }
        }

        Assert.True(FailedLines.HasLine(FailedPath, line => line.SequenceEqual(Bytes(Line(3)))));
        Assert.False(FailedLines.HasLine(FailedPath, line => line.SequenceEqual(Bytes(Line(2)))));
    }

    [Fact]
    public void Lines_are_removed_and_later_ones_follow_the_remaining_ones()
    {
        using (FailedFile file = Open())
        {
            for (int row = 1; row <= 3; row++)
                file.Append(Bytes(Line(row)));
            file.Remove(line => line.SequenceEqual(Bytes(Line(2))));
            file.Append(Bytes(Line(4)));
            Assert.Equal(["failed.jsonl"], Names());
        }

        Assert.Equal($"{Line(1)}\n{Line(3)}\n{Line(4)}\n", File.ReadAllText(FailedPath));
    }

    [Fact]
    public void A_file_without_a_line_to_remove_is_not_replaced()
    {
        File.WriteAllText(FailedPath, Line(1));
        // A replacement would fail: its name is that of a folder.
        Directory.CreateDirectory(FailedPath + DurableFile.FreshSuffix);
        using FailedFile file = Open();
        file.Remove(_ => false);
        Assert.Throws<UnauthorizedAccessException>(() => file.Remove(_ => true));
    }

    [Fact]
    public void Only_one_run_at_a_time_uses_a_file()
    {
        using FailedFile file = Open();
        Assert.Throws<IOException>(Open);
    }

    [Fact]
    public void A_file_that_could_not_be_opened_is_free_again()
    {
        File.WriteAllText(FailedPath, "other");
        Assert.Throws<FormatException>(Open);
        File.WriteAllText(FailedPath, Line(1));
        Open().Dispose();
    }

    [Fact]
    public void A_link_keeps_its_target_if_lines_are_removed()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need a privilege on Windows.");
        File.WriteAllText(In("target"), $"{Line(1)}\n{Line(2)}\n");
        File.CreateSymbolicLink(In("middle"), In("target"));
        File.CreateSymbolicLink(FailedPath, In("middle"));
        using (FailedFile file = Open())
            file.Remove(line => line.SequenceEqual(Bytes(Line(1))));
        Assert.Equal(In("middle"), new FileInfo(FailedPath).LinkTarget);
        Assert.Equal(Line(2) + "\n", File.ReadAllText(In("target")));
    }

    [Fact]
    public void A_failed_file_uses_its_path_and_that_of_its_replacement()
    {
        Assert.Equal(["a", "a.new"], FailedFile.Used("a"));
        Assert.Empty(FailedFile.Used(null));
    }

    private FailedFile Open() => FailedFile.OpenOrCreate(FailedPath, IsFailedFile);

    private void Append(int row)
    {
        using FailedFile file = Open();
        file.Append(Bytes(Line(row)));
    }
}
