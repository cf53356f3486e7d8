using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Amazon.DynamoDBv2.Model;
using DdbBatch.TestKit;
using Xunit;

namespace DdbBatch.Tests.TestKit;

public sealed class DynamoDbLocalTests(DynamoDbLocalFixture fixture)
{
    [Fact]
    public async Task Items_put_into_a_created_table_are_scanned_back()
    {
        DynamoDbLocal server = await fixture.ServerAsync();
        string table = DynamoDbLocalFixture.UniqueTableName();
        await server.CreateTableAsync(
            table,
            "Artist:S",
            "Year:N",
            new TableIndex("ByGenre", "Genre:S"),
            new TableIndex("ByPrice", "Artist:S", "Price:N", IsLocal: true));
        Dictionary<string, AttributeValue> item = new()
        {
            ["Artist"] = new AttributeValue("Zoë & the Tides"),
            ["Year"] = new AttributeValue { N = "1999" },
        };

        await server.Client.PutItemAsync(table, item, TestContext.Current.CancellationToken);

        Dictionary<string, AttributeValue> found = Assert.Single(await server.ScanAsync(table));
        Assert.Equal(["Artist=Zoë & the Tides", "Year=1999"], found.Select(pair => $"{pair.Key}={pair.Value.S ?? pair.Value.N}").Order());
    }
}
