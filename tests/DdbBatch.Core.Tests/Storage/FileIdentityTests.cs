using System;
using System.IO;
using DdbBatch.Storage;
using Xunit;

namespace DdbBatch.Tests.Storage;

public sealed class FileIdentityTests : FolderTestBase
{
    [Fact]
    public void Spellings_of_a_path_lead_to_the_same_file_and_other_names_do_not()
    {
        Assert.True(FileIdentity.AreSame(In("a"), In("b/../a")));
        Assert.False(FileIdentity.AreSame(In("a"), In("b")));
        Assert.Equal(OperatingSystem.IsWindows() || OperatingSystem.IsMacOS(), FileIdentity.AreSame(In("a"), In("A")));
    }

    [Fact]
    public void Links_to_files_and_folders_lead_to_their_targets()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need a privilege on Windows.");
        Directory.CreateDirectory(In("folder/inner"));
        Directory.CreateSymbolicLink(In("link"), "folder");
        File.CreateSymbolicLink(In("folder/inner/file"), "../target");
        string target = FileIdentity.Resolve(In("folder/target"));
        Assert.Equal(target, FileIdentity.Resolve(In("link/inner/file")));
        Assert.True(FileIdentity.AreSame(In("folder/target"), In("link/inner/file")));
    }

    [Fact]
    public void Forty_links_in_a_row_are_followed_and_a_circle_ends()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need a privilege on Windows.");
        for (int i = 0; i < 40; i++)
            File.CreateSymbolicLink(In($"{i}"), $"{i + 1}");
        Assert.True(FileIdentity.AreSame(In("0"), In("40")));
        File.CreateSymbolicLink(In("40"), "41");
        Assert.False(FileIdentity.AreSame(In("0"), In("41")));
        File.CreateSymbolicLink(In("circle"), "circle");
        Assert.Equal("circle", Path.GetFileName(FileIdentity.Resolve(In("circle"))));
    }
}
