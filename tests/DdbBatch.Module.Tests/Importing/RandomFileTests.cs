using System.Linq;
using CsCheck;
using DdbBatch.Module.Tests.Conversion;
using Xunit;

namespace DdbBatch.Module.Tests.Importing;

public sealed class RandomFileTests(ConversionSession session, TemporaryFolder folder)
    : IClassFixture<ConversionSession>, IClassFixture<TemporaryFolder>
{
    private const int Files = 600;

    [Fact]
    public void Random_items_in_every_format_and_compression_are_read_equal() => RandomFiles.Any.Sample(
        file =>
        {
            string path = folder.Add(file.Name, file.Bytes);
            // A request is no item, and has its item's DynamoDB JSON itself.
            string[] items = [.. session.Invoke(
                $"Import-DdbItem '{path}' {file.Arguments} | % {{ if ($_.GetType().Name -eq 'UnprocessedItem') {{ $_.DynamoDBJson }} else {{ $_ | ConvertTo-DdbJson }} }}")
                .ThrowIfFailed().Output.Select(line => line.ToString())];
            Assert.Equal(file.Items.Select(DdbJsonComparer.NormalizeItem), items.Select(DdbJsonComparer.NormalizeItem));
        },
        iter: Files,
        threads: 1);
}
