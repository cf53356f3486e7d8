using System.IO;
using System.Threading.Tasks;
using DdbBatch.TestKit;
using Xunit;

namespace DdbBatch.Tests.TestKit;

public sealed class NpmTarballTests
{
    // sha512 of the three letters "abc", the example of FIPS 180-2.
    private const string HashOfAbc =
        "sha512-3a81oZNherrMQXNJriBBMRLm+k6JqX6iCp7u5ktV05ohkpkqJ0/BqDa6PCOj/uu9RU1EI2Q86A4qmslPpUyknw==";

    [Theory]
    [InlineData("abc", true)]
    [InlineData("abd", false)]
    public async Task Only_a_tarball_with_the_expected_hash_is_taken(string content, bool isTaken)
    {
        string file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, content, TestContext.Current.CancellationToken);
        try
        {
            NpmTarball package = new("abc", "1.0.0", HashOfAbc);

            System.Exception? refusal = await Record.ExceptionAsync(
                () => package.VerifyAsync(file, TestContext.Current.CancellationToken));

            Assert.Equal(isTaken, refusal is null);
            Assert.True(isTaken || refusal is InvalidDataException);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
