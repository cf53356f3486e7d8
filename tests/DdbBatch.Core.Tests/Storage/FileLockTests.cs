using System.IO;
using DdbBatch.Storage;
using Xunit;

namespace DdbBatch.Tests.Storage;

public sealed class FileLockTests : FolderTestBase
{
    [Fact]
    public void A_lock_is_held_once_and_leaves_no_file()
    {
        using (FileLock? held = FileLock.TryTake(In("a")))
        {
            Assert.NotNull(held);
            Assert.Equal(["a.lock"], Names());
            Assert.Null(FileLock.TryTake(In("a")));
        }

        Assert.Empty(Names());
        using FileLock? again = FileLock.TryTake(In("a"));
        Assert.NotNull(again);
    }

    [Fact]
    public void A_lock_in_a_folder_that_does_not_exist_is_an_error() =>
        Assert.Throws<DirectoryNotFoundException>(() => FileLock.TryTake(In("none/a")));
}
