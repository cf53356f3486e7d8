using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using DdbBatch.Module.Tests.Commands;
using DdbBatch.TestKit;
using DdbBatch.Tests;
using Xunit;

namespace DdbBatch.Module.Tests.Copying;

/// <summary>A session with a table of items of every type, and the empty table that they are copied to.</summary>
public abstract class CopyTestBase(DynamoDbLocalFixture fixture) : WriteTestBase(fixture)
{
    /// <summary>The same errors that DynamoDB and the network have, in front of either table.</summary>
    protected static readonly IReadOnlyList<Fault> Faults =
    [
        new Fault.Error(400, "ProvisionedThroughputExceededException", "Too fast."),
        new Fault.Error(500, "InternalServerError", "Broken."),
        new Fault.ResetBefore(),
        new Fault.ResetAfter(),
        new Fault.HalfAnswer(),
    ];

    protected string Destination { get; } = DynamoDbLocalFixture.UniqueTableName();

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await Server.CreateTableAsync(Destination, "Id:N");
        Session.SetVariable("destination", Destination);
        Session.Invoke("$PSDefaultParameterValues['*-DdbTable:EndpointUrl'] = $endpoint");
    }

    /// <summary>Puts items with sets, binaries, long numbers and nested values into the source.</summary>
    protected void PutItems(int count) => Run(
        $$"""
        1..{{count}} | ForEach-Object { @{
            Id = $_; Name = "Item é $_ `"q`""; Big = [bigint]::Parse('12345678901234567890123456789012345678'); Data = [byte[]](0, ($_ % 256), 255)
            Tags = [System.Collections.Generic.HashSet[string]]@('a', "t$_"); Deep = @{ List = @(1, @{ x = $null; y = $true }) }; Pad = 'x' * 900 } } |
            Write-DdbBatch -Table $table -EndpointUrl '{{Server.Endpoint}}'
        """).ThrowIfFailed();

    /// <summary>The items of a table as DynamoDB JSON, in the order of their text.</summary>
    protected string[] Json(string table) => [.. Run($"Read-DdbTable '{table}' -EndpointUrl '{Server.Endpoint}' | ConvertTo-DdbJson").Output
        .Select(item => item.ToString()).Order()];

    protected void AssertCopied() => Assert.Equal(Json(Table), Json(Destination));
}
