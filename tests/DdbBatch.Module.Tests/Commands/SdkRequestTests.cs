using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using Amazon.DynamoDBv2.Model;
using DdbBatch.Module.Tests.Conversion;
using DdbBatch.Tests;
using Xunit;

namespace DdbBatch.Module.Tests.Commands;

/// <summary>Requests that were made with an AWS SDK, be it of the former version or of this one.</summary>
public sealed class SdkRequestTests(DynamoDbLocalFixture fixture) : WriteTestBase(fixture)
{
    [Fact]
    public async Task Requests_of_this_version_are_carried_out()
    {
        Dictionary<string, AttributeValue> key = new() { ["Id"] = new() { N = "1" } };
        Dictionary<string, AttributeValue> item = new() { ["Id"] = new() { N = "2" }, ["Name"] = new() { S = "two" } };

        await AssertCarriedOut(
            new[] { new WriteRequest(new DeleteRequest(key)), new WriteRequest(new PutRequest(item)) },
            "$requests | Write-DdbBatch");
    }

    [Fact]
    public async Task Requests_of_the_former_version_are_carried_out()
    {
        OtherAwsSdk sdk = new();

        await AssertCarriedOut(Requests(sdk).ToArray(), "$requests | Write-DdbBatch");
    }

    [Fact]
    public async Task Unprocessed_operations_of_a_response_are_carried_out()
    {
        OtherAwsSdk sdk = new();

        await AssertCarriedOut(sdk.Requests(Table, [.. Requests(sdk)]), "Write-DdbBatch -RequestItem $requests");
    }

    [Fact]
    public async Task A_request_that_asks_for_nothing_is_refused_and_the_others_are_carried_out()
    {
        WriteRequest request = new(new PutRequest(new() { ["Id"] = new() { N = "2" }, ["Name"] = new() { S = "two" } }));
        Session.SetVariable("requests", new object[] { new WriteRequest(), request });

        ErrorRecord error = Assert.Single(Run("$requests | Write-DdbBatch").Errors);

        Assert.StartsWith("UnsupportedType,", error.FullyQualifiedErrorId);
        Assert.Contains("PutRequest", error.ToString());
        Assert.Equal([2], (await ItemsAsync()).Keys);
    }

    private static IEnumerable<object> Requests(OtherAwsSdk sdk)
    {
        yield return sdk.Delete(sdk.Map(("Id", sdk.Value("N", "1"))));
        yield return sdk.Put(sdk.Map(("Id", sdk.Value("N", "2")), ("Name", sdk.Value("S", "two"))));
    }

    private async Task AssertCarriedOut(IEnumerable requests, string script)
    {
        Run("@{ Id = 1 } | Write-DdbBatch").ThrowIfFailed();
        Session.SetVariable("requests", requests);

        Run(script).ThrowIfFailed();

        KeyValuePair<int, Dictionary<string, AttributeValue>> written = Assert.Single(await ItemsAsync());
        Assert.Equal(2, written.Key);
        Assert.Equal("two", written.Value["Name"].S);
    }
}
