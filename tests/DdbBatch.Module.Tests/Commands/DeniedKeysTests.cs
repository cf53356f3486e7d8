using System.Linq;
using System.Threading.Tasks;
using DdbBatch.TestKit;
using DdbBatch.Tests;
using Xunit;

namespace DdbBatch.Module.Tests.Commands;

/// <summary>A policy with dynamodb:LeadingKeys: DynamoDB denies a whole batch for any key in it that isn't allowed.</summary>
public sealed class DeniedKeysTests(DynamoDbLocalFixture fixture) : WriteTestBase(fixture)
{
    [Fact]
    public async Task Rows_whose_key_is_denied_are_invalid_and_all_others_are_written()
    {
        UseProxy(request => request.IsBatchWrite && request.Writes.Any(IsDenied)
            ? new Fault.Error(400, "AccessDeniedException", "User is not authorized to perform: dynamodb:BatchWriteItem on resource: Music")
            : Fault.None);

        // Before anything was written the whole table would be taken for denied: one request at a time makes the order sure.
        PowerShellResult result = Run("""
            1..400 | % { @{ Id = $_ } } | Write-DdbBatch -ThrottleLimit 1 -UnprocessedVariable left -Summary -ErrorAction SilentlyContinue
            $left | % { "$($_.Position) $($_.Outcome) $($_.ErrorCode)" }
            """);

        int[] denied = [.. Enumerable.Range(1, 400).Where(IsDenied)];
        dynamic summary = Single(result, "WriteSummary");
        Assert.Equal((400L - denied.Length, (long)denied.Length, false), ((long)summary.Written, (long)summary.Invalid, (bool)summary.Succeeded));
        Assert.Equal(
            denied.Select(row => $"{row} Invalid AccessDenied"),
            result.Output.Select(line => line.BaseObject).OfType<string>().OrderBy(line => int.Parse(line.Split(' ')[0])));
        Assert.Equal(Enumerable.Range(1, 400).Except(denied), (await ItemsAsync()).Keys.Order());
    }

    private static bool IsDenied(ProxiedWrite write) => IsDenied(int.Parse(
        write.Request.GetProperty("PutRequest").GetProperty("Item").GetProperty("Id").GetProperty("N").GetString()!));

    private static bool IsDenied(int row) => row > 100 && (row % 40 == 0 || row == 121);
}
