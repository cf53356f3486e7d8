using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using DdbBatch.Storage;
using Xunit;

namespace DdbBatch.Tests.Storage;

public sealed class FailedFileClaimTests : FolderTestBase
{
    [Fact]
    public void A_file_that_does_not_exist_cannot_be_claimed()
    {
        Assert.Null(FailedFileClaim.TryTake(FailedPath, IsFailedFile));
        Assert.Empty(Names());
    }

    [Fact]
    public void A_claimed_file_has_another_name_so_that_a_new_one_can_be_written()
    {
        Write(2);
        using FailedFileClaim claim = Take();
        Assert.Equal([FailedPath + ".resuming", FailedPath + ".resuming.mark"], [claim.Path, claim.MarkPath]);
        Assert.Equal(FailedFileClaim.PathOf(FailedPath), claim.Path);
        Assert.Equal(["failed.jsonl.resuming", "failed.jsonl.resuming.lock"], Names());
        Assert.Equal([Line(1), Line(2)], Read(claim));
        // It can be read again.
        Assert.Equal([Line(1), Line(2)], Read(claim));
    }

    [Fact]
    public void Another_command_cannot_claim_it_until_the_first_has_ended()
    {
        Write(1);
        using (Take())
            Assert.Contains("Another Resume-DdbBatch", Assert.Throws<IOException>(Take).Message);
        FailedFileClaim again = Take();
        again.Dispose();
        using FileStream free = new(again.Path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
    }

    [Fact]
    public void The_claim_of_an_interrupted_command_continues_with_its_checkpoint_and_a_new_failed_file_waits()
    {
        Write(1);
        using (FailedFileClaim first = Take())
            File.WriteAllText(first.MarkPath, "mark");
        File.WriteAllText(FailedPath, Line(9));

        using FailedFileClaim again = Take();
        Assert.Equal([Line(1)], Read(again));
        Assert.Equal("mark", File.ReadAllText(again.MarkPath));
        Assert.Equal(Line(9), File.ReadAllText(FailedPath));
        // Its lines may have been written in part, so it keeps its name.
        again.TryPutBack();
        File.Delete(FailedPath);
        again.TryPutBack();
        Assert.True(File.Exists(again.Path));
    }

    [Fact]
    public void A_checkpoint_of_a_claim_that_has_ended_is_removed()
    {
        Write(1);
        File.WriteAllText(FailedPath + ".resuming.mark", "old");
        using FailedFileClaim claim = Take();
        Assert.False(File.Exists(claim.MarkPath));
    }

    [Fact]
    public void A_file_of_another_kind_is_refused_and_free_again()
    {
        File.WriteAllText(FailedPath, "Artist,Year\n");
        Assert.Contains(FailedPath, Assert.Throws<FormatException>(Take).Message);
        Assert.Equal(["failed.jsonl"], Names());
        using FileStream free = new(FailedPath, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
    }

    [Fact]
    public void A_completed_claim_leaves_nothing()
    {
        Write(1);
        using (FailedFileClaim claim = Take())
        {
            File.WriteAllText(claim.MarkPath, "mark");
            claim.Complete();
            claim.TryPutBack();
        }

        Assert.Empty(Names());
    }

    [Fact]
    public void A_claim_of_which_nothing_was_processed_is_put_back()
    {
        Write(1);
        using (FailedFileClaim claim = Take())
        {
            File.WriteAllText(claim.MarkPath, "mark");
            claim.TryPutBack();
        }

        Assert.Equal(["failed.jsonl"], Names());
        Assert.Equal(Line(1) + "\n", File.ReadAllText(FailedPath));
    }

    [Fact]
    public void A_claim_is_not_put_back_over_a_new_failed_file()
    {
        Write(1);
        using FailedFileClaim claim = Take();
        File.WriteAllText(FailedPath, Line(9));
        claim.TryPutBack();
        Assert.Equal(Line(9), File.ReadAllText(FailedPath));
        Assert.Equal([Line(1)], Read(claim));
        Assert.True(File.Exists(claim.Path));
    }

    [Fact]
    public void A_claim_that_cannot_be_put_back_stays_as_it_is()
    {
        Write(1);
        using FailedFileClaim claim = Take();
        File.WriteAllText(claim.MarkPath, "mark");
        File.Delete(claim.Path);
        claim.TryPutBack();
        Assert.True(File.Exists(claim.MarkPath));
    }

    private void Write(int rows)
    {
        for (int row = 1; row <= rows; row++)
            File.AppendAllText(FailedPath, Line(row) + "\n");
    }

    private FailedFileClaim Take() => FailedFileClaim.TryTake(FailedPath, IsFailedFile)!;

    private static List<string> Read(FailedFileClaim claim)
    {
        List<string> lines = [];
        claim.Read(line => lines.Add(Encoding.UTF8.GetString(line)));
        return lines;
    }
}
