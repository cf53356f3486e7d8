using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using DdbBatch.TestKit;
using DdbBatch.Tests;
using Xunit;

namespace DdbBatch.Module.Tests.Commands;

public sealed class RemoveDdbBatchTests(DynamoDbLocalFixture fixture) : WriteTestBase(fixture)
{
    [Fact]
    public async Task Items_are_deleted_by_their_keys_and_by_whole_items()
    {
        FaultProxy proxy = UseProxy(FaultProxy.Unprocessed(0.2));
        Run("1..60 | % { @{ Id = $_; Name = \"Item $_\" } } | Write-DdbBatch").ThrowIfFailed();

        Run("@{ Id = 1 }, [pscustomobject]@{ Id = '2'; Name = 'whole item' } | Remove-DdbBatch").ThrowIfFailed();
        Run("10..60 | % { @{ Id = $_; Name = \"Item $_\" } } | Remove-DdbBatch").ThrowIfFailed();

        Assert.Equal(Enumerable.Range(3, 7), (await ItemsAsync()).Keys.Order());
        Assert.DoesNotContain(
            proxy.BatchWrites.SelectMany(request => request.Writes),
            write => write.Request.TryGetProperty("DeleteRequest", out var delete) && delete.GetRawText().Contains("Name"));
    }

    [Fact]
    public void An_object_without_the_key_is_an_error_with_that_object()
    {
        ErrorRecord error = Assert.Single(Run("@{ Id = 1 }, @{ Name = 'no key' } | Remove-DdbBatch").Errors);

        Assert.StartsWith("KeyMissing,", error.FullyQualifiedErrorId);
        Assert.Contains("Input 2", error.ToString());
    }

    [Fact]
    public async Task WhatIf_deletes_nothing()
    {
        Run("@{ Id = 1 } | Write-DdbBatch").ThrowIfFailed();

        Run("@{ Id = 1 } | Remove-DdbBatch -WhatIf").ThrowIfFailed();

        Assert.Single(await ItemsAsync());
    }
}
