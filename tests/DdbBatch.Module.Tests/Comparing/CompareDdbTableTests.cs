using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Management.Automation;
using System.Net;
using System.Text;
using System.Threading.Tasks;
using DdbBatch.Module.Tests.Commands;
using DdbBatch.TestKit;
using DdbBatch.Tests;
using Xunit;

namespace DdbBatch.Module.Tests.Comparing;

public sealed class CompareDdbTableTests(DynamoDbLocalFixture fixture) : WriteTestBase(fixture)
{
    private static readonly IReadOnlyList<Fault> Faults =
    [
        new Fault.Error(400, "ProvisionedThroughputExceededException", "Too fast."),
        new Fault.Error(500, "InternalServerError", "Broken."),
        new Fault.ResetBefore(),
        new Fault.ResetAfter(),
        new Fault.HalfAnswer(),
        new Fault.WrongCrc(),
    ];

    private readonly string _reference = DynamoDbLocalFixture.UniqueTableName();

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Session.SetVariable("reference", _reference);
        Use(Server.Endpoint);
    }

    [Theory]
    [InlineData("$_")]
    [InlineData("[Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($_, 2))")]
    public async Task Differences_survive_a_copy_and_repair_the_table(string copy)
    {
        Run("@{ Id = 1; V = 1 }, @{ Id = 3; V = 3 } | Write-DdbBatch").ThrowIfFailed();
        Run($"$d = @(@{{ Id = 1; V = 2 }}, @{{ Id = 2 }} | Compare-DdbTable -Full | % {{ {copy} }})");

        Run("$d | ? Status -ne Extra | % ReferenceItem | Write-DdbBatch; $d | ? Status -eq Extra | % Key | Remove-DdbBatch").ThrowIfFailed();

        Assert.Equal(["1 2", "2 "], (await ItemsAsync()).OrderBy(item => item.Key).Select(item => $"{item.Key} {item.Value.GetValueOrDefault("V")?.N}"));
    }

    [Theory]
    [InlineData("$_", "Write")]
    [InlineData("$_", "Remove")]
    [InlineData("$_", "Get")]
    [InlineData("[Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($_, 1))", "Write")]
    public void A_difference_itself_is_no_item_and_the_error_says_what_to_pipe(string copy, string verb)
    {
        PowerShellResult result = Run($"@{{ Id = 1 }} | Compare-DdbTable | % {{ {copy} }} | {verb}-DdbBatch");

        ErrorRecord error = Assert.Single(result.Errors);
        Assert.StartsWith("KeyMissing,", error.FullyQualifiedErrorId);
        Assert.Contains("ForEach-Object ReferenceItem", error.ToString());
        Assert.Contains("ForEach-Object Key", error.ToString());
    }

    [Fact]
    public void A_load_is_equal_and_gives_no_output()
    {
        const string rows = "1..450 | % { [pscustomobject]@{ Id = \"$_\"; Price = '1.50'; Tags = 'b|a'; Note = $null } }";
        const string types = "-AttributeType @{ Price = 'N'; Tags = 'SS' } -Separator '|'";
        Run($"{rows} | Write-DdbBatch {types}").ThrowIfFailed();

        Assert.Empty(Run($"{rows} | Compare-DdbTable {types} -ConsistentRead -SummaryVariable compared").ThrowIfFailed().Output);

        Assert.Equal((true, 450L, 450L, 0L, 0L), Counts());
        Assert.Equal((0L, 0L, false, 5L), ((long)Summary.Extra, (long)Summary.DuplicateKeys, (bool)Summary.Full, (long)Summary.Requests));
        Assert.True(Summary.ConsumedCapacityUnits > 400);
        Assert.Equal((450L, 450L, 0L, 0L), Differences($"{rows} | Compare-DdbTable"));
    }

    [Fact]
    public void A_difference_has_the_key_the_status_both_values_and_the_reference_item()
    {
        Put("@{ Id = 1; Name = 'a'; Year = 1999; Map = @{ x = 1; y = 2 } }, @{ Id = 2; Name = 'b' }, @{ Id = 4; Name = 'd' }");

        PSObject[] output = [.. Run("""
            @{ Id = 1; Name = 'a'; Year = 2000; Map = @{ y = 2.0; x = 1 }; New = $null }, @{ Id = 2 }, @{ Id = 3; Name = 'c' }, @{ Id = 4; Name = 'd' } |
                Compare-DdbTable -SummaryVariable compared
            """).ThrowIfFailed().Output];

        Assert.Equal(["Different", "Different", "Missing"], output.Select(one => one.Properties["Status"].Value.ToString()));
        Assert.Equal([1, 2, 3], output.Select(one => (int)((PSObject)one.Properties["Key"].Value).Properties["Id"].Value));
        dynamic[] attributes = [.. (IEnumerable<object>)output[0].Properties["Attributes"].Value];
        Assert.Equal(["New", "Year"], attributes.Select(attribute => (string)attribute.Name));
        Assert.Equal((null, "NULL", null, null), ((object?)attributes[0].ReferenceValue, (string?)attributes[0].ReferenceType, (object?)attributes[0].TableValue, (string?)attributes[0].TableType));
        Assert.Equal((2000, 1999), ((int)attributes[1].ReferenceValue, (int)attributes[1].TableValue));
        Assert.Equal("Different: Id=1 (New: {\"NULL\":true} <> absent; Year: {\"N\":\"2000\"} <> {\"N\":\"1999\"})", output[0].ToString());
        Assert.Equal("Missing: Id=3", output[2].ToString());
        Assert.Empty((IEnumerable<object>)output[2].Properties["Attributes"].Value);
        Assert.Equal("c", ((PSObject)output[2].Properties["ReferenceItem"].Value).Properties["Name"].Value);
        Assert.Equal((false, 4L, 1L, 1L, 2L), Counts());
    }

    [Fact]
    public void Writing_the_reference_items_again_makes_the_table_equal()
    {
        const string items = "1..300 | % { @{ Id = $_; Set = [Collections.Generic.HashSet[string]]::new([string[]]('a', \"b$_\")); Data = [byte[]](1, ($_ % 256)); Number = [decimal] 1.10 } }";
        Put("1..200 | % { @{ Id = $_; Data = [byte[]](1, ($_ % 256)) } }");

        Run($"{items} | Compare-DdbTable | % ReferenceItem | Write-DdbBatch -Table $table").ThrowIfFailed();

        Assert.Empty(Run($"{items} | Compare-DdbTable -SummaryVariable compared").ThrowIfFailed().Output);
        Assert.True(Summary.Equal);
    }

    [Theory]
    [InlineData("-Property Name", "")]
    [InlineData("-Property Name, Year", "Year")]
    [InlineData("-ExcludeProperty Year, 'a.b'", "")]
    [InlineData("-ExcludeProperty Name", "Year,a.b")]
    [InlineData("-Property 'a.b'", "a.b")]
    [InlineData("-Property '{x}', 'a.b'", "a.b")]
    public void Only_the_chosen_attributes_are_compared(string parameters, string different)
    {
        Put("@{ Id = 1; Name = 'a'; Year = 1; 'a.b' = 1 }");

        PowerShellResult result = Run($"@{{ Id = 1; Name = 'a'; Year = 2; 'a.b' = 2 }} | Compare-DdbTable {parameters} -WarningVariable warned | % Attributes | % Name").ThrowIfFailed();

        Assert.Equal(different, string.Join(",", result.Output));
        Assert.Equal(parameters.Contains("{x}"), Run("$warned").Output.Any(warning => $"{warning}".Contains("No compared item has an attribute '{x}'")));
    }

    [Fact]
    public void Full_finds_the_items_that_the_input_lacks()
    {
        Put("1..500 | % { @{ Id = $_ } }");

        PowerShellResult result = Run("1..500 | ? { $_ % 100 } | % { @{ Id = \"$_.0\" } } | Compare-DdbTable -Full -SummaryVariable compared").ThrowIfFailed();

        Assert.Equal([100, 200, 300, 400, 500], result.Output.Select(one => (int)((PSObject)one.Properties["Key"].Value).Properties["Id"].Value).Order());
        Assert.All(result.Output, one => Assert.Equal(("Extra", null), ($"{one.Properties["Status"].Value}", one.Properties["ReferenceItem"].Value)));
        Assert.Equal((false, 495L, 495L, 0L, 0L), Counts());
        Assert.Equal(5L, Summary.Extra);
        Run("1..500 | % { @{ Id = $_ } } | Compare-DdbTable -Full -SummaryVariable compared").ThrowIfFailed();
        Assert.True(Summary.Equal);
        // Nothing as a reference has nothing of the table.
        Run("@() | Compare-DdbTable -Full -SummaryVariable compared").ThrowIfFailed();
        Assert.Equal((false, 500L), ((bool)Summary.Equal, (long)Summary.Extra));
    }

    [Fact]
    public async Task Two_tables_are_compared_in_both_directions()
    {
        await Server.CreateTableAsync(_reference, "Id:N");
        Put("@(1..1000 | % { @{ Id = $_; Name = \"n$_\" } }) + @{ Id = 2000 }");
        Run("1..1000 | ? { $_ -ne 7 } | % { @{ Id = $_; Name = if ($_ -eq 8) { 'other' } else { \"n$_\" } } } | Write-DdbBatch -Table $reference; @{ Id = 3000 } | Write-DdbBatch -Table $reference").ThrowIfFailed();

        PowerShellResult oneSided = Run("Compare-DdbTable -ReferenceTable $reference -SummaryVariable compared").ThrowIfFailed();
        Assert.Equal(["Different: Id=8 (Name: {\"S\":\"other\"} <> {\"S\":\"n8\"})", "Missing: Id=3000"], oneSided.Output.Select(one => $"{one}").Order());
        Assert.Equal((false, 1000L, 998L, 1L, 1L), Counts());

        PowerShellResult full = Run("Compare-DdbTable -ReferenceTable $reference -Full -Summary -SummaryVariable compared").ThrowIfFailed();
        Assert.Equal(
            ["Different: Id=8 (Name: {\"S\":\"other\"} <> {\"S\":\"n8\"})", "Extra: Id=2000", "Extra: Id=7", "Missing: Id=3000"],
            full.Output.SkipLast(1).Select(one => $"{one}").Order());
        Assert.Equal((_reference, 2L), ((string)Summary.ReferenceTable, (long)Summary.Extra));
        Assert.StartsWith("not equal: 1000 compared", full.Output[^1].ToString());
        string copy = DynamoDbLocalFixture.UniqueTableName();
        Run($"Copy-DdbTable $table {copy} -CreateDestination -EndpointUrl $endpoint; Compare-DdbTable -ReferenceTable {copy} -Full -SummaryVariable compared").ThrowIfFailed();
        Assert.Equal((true, 1001L, 1001L, 0L, 0L), Counts());
    }

    [Theory]
    [InlineData("@() | Compare-DdbTable", false)]
    [InlineData("@() | Compare-DdbTable -Full", true)]
    [InlineData("Compare-DdbTable -ReferenceTable $reference", true)]
    public async Task An_input_without_items_verifies_only_a_table_that_was_read(string command, bool isEqual)
    {
        await Server.CreateTableAsync(_reference, "Id:N");

        PowerShellResult result = Run($"{command} -SummaryVariable compared").ThrowIfFailed();

        Assert.Equal((isEqual, 0L, 0L, 0L, 0L), Counts());
        Assert.Equal(!isEqual, result.Warnings.Any(warning => warning.ToString().Contains("no items", StringComparison.Ordinal)));
    }

    [Fact]
    public void The_last_verbose_line_and_the_summary_count_what_was_not_read_before_the_command()
    {
        Put("@{ Id = 1 }");

        PowerShellResult result = Run("Import-DdbItem /nowhere.csv, /nowhere.json | Compare-DdbTable -SummaryVariable compared -Verbose");

        Assert.Equal(2L, (long)Summary.ReadErrors);
        Assert.Contains(result.Verbose, line => line.ToString().StartsWith("Done: ", StringComparison.Ordinal)
            && line.ToString().Contains("2 read errors", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_reference_table_has_a_connection_of_its_own()
    {
        await Server.CreateTableAsync(_reference, "Id:N");
        FaultProxy table = UseProxy(_ => Fault.None);
        await using FaultProxy reference = new(Server.Endpoint, _ => Fault.None, 1);
        Use(table.Endpoint);
        Session.SetVariable("credential", new PSCredential("AKIAOTHER", new NetworkCredential("", "secret").SecurePassword));

        Run($"Compare-DdbTable -ReferenceTable $reference -Full -ReferenceEndpointUrl {reference.Endpoint.AbsoluteUri} -ReferenceRegion eu-west-3 -ReferenceCredential $credential").ThrowIfFailed();

        Assert.All(table.Requests, request => Assert.Contains(Table, Text(request)));
        Assert.All(reference.Requests, request => Assert.Contains(_reference, Text(request)));
        Assert.NotEmpty(reference.Requests);
    }

    [Fact]
    public void Faults_make_no_difference()
    {
        Put("1..2000 | % { @{ Id = $_; Name = \"n$_\" } }");
        FaultProxy proxy = UseProxy(request => request.Random.NextDouble() < 0.3 && request.Operation is "BatchGetItem" or "Scan"
            ? request.Operation == "BatchGetItem" && request.Random.Next(3) == 0 ? new Fault.KeysUnprocessed(0.5) : Faults[request.Random.Next(Faults.Count)]
            : Fault.None);
        Use(proxy.Endpoint);

        PowerShellResult result = Run("3..2002 | % { @{ Id = $_; Name = if ($_ % 500) { \"n$_\" } else { 'x' } } } | Compare-DdbTable -Full -SummaryVariable compared").ThrowIfFailed();

        Assert.Equal((false, 2000L, 1994L, 2L, 4L), Counts());
        Assert.Equal(2L, Summary.Extra);
        Assert.Equal(
            ["Different 500", "Different 1000", "Different 1500", "Different 2000", "Missing 2001", "Missing 2002"],
            result.Output.Take(6).Select(one => $"{one.Properties["Status"].Value} {((PSObject)one.Properties["Key"].Value).Properties["Id"].Value}"));
        Assert.True(Summary.RetriedRequests > 0);
    }

    [Fact]
    public void Unprocessed_lookups_are_errors_and_not_differences()
    {
        Put("1..100 | % { @{ Id = $_ } }");
        Use(UseProxy(request => request.Operation == "BatchGetItem" ? new Fault.KeysUnprocessed(0.5) : Fault.None).Endpoint);

        PowerShellResult result = Run("1..100 | % { @{ Id = $_ } } | Compare-DdbTable -MaxRetry 0 -SummaryVariable compared");

        Assert.Empty(result.Output);
        Assert.Equal(10, result.Errors.Count);
        Assert.All(result.Errors, error => Assert.StartsWith("UnprocessedKeys,", error.FullyQualifiedErrorId));
        Assert.Equal((false, 50L, 50L, 0L, 0L), Counts());
        Assert.Equal(50L, Summary.Unprocessed);
    }

    [Fact]
    public void Invalid_objects_and_operations_without_an_item_are_errors_and_the_rest_goes_on()
    {
        Put("1..3 | % { @{ Id = $_ } }");
        Run("$deletes = $null; try { @{ Id = 9 } | Write-DdbBatch -Operation Delete -Table nothing -UnprocessedVariable deletes } catch { }");

        PowerShellResult result = Run("@(@{ Id = 1 }, @{ x = 1 }, 7, $null, @{ Id = 2; Bad = [double]::NaN }, @{ Id = 3 }) + @($deletes) | Compare-DdbTable -SummaryVariable compared");

        Assert.Equal(5, result.Errors.Count);
        Assert.StartsWith("NoItem,", result.Errors[^1].FullyQualifiedErrorId);
        Assert.Empty(result.Output);
        Assert.Equal((false, 2L, 2L, 0L, 0L), Counts());
        Assert.Equal(5L, Summary.Invalid);
    }

    [Fact]
    public void Duplicate_keys_are_each_compared_and_counted()
    {
        Put("@{ Id = 1; Name = 'last' }");

        PowerShellResult result = Run("@{ Id = 1; Name = 'first' }, @{ Id = '1.0'; Name = 'last' } | Compare-DdbTable -SummaryVariable compared -WarningVariable warned").ThrowIfFailed();

        Assert.Single(result.Output);
        Assert.Equal((false, 2L, 1L, 0L, 1L), Counts());
        Assert.Equal(1L, Summary.DuplicateKeys);
        Assert.StartsWith("1 objects have a key", Assert.Single(Run("$warned").Output).ToString());
    }

    [Fact]
    public void A_reader_that_could_not_read_makes_it_not_equal()
    {
        Put("@{ Id = 1 }");
        Run("'{\"Id\":{\"N\":\"1\"}}', '{\"Id\":' | ConvertFrom-DdbJson | Compare-DdbTable -SummaryVariable compared");
        Assert.Equal((false, 1L, 1L, 0L, 0L), Counts());
        Assert.Equal(1L, Summary.ReadErrors);
    }

    [Theory]
    [InlineData("@{ Id = 1 } | Compare-DdbTable nothing", "TableNotFound")]
    [InlineData("Compare-DdbTable nothing -ReferenceTable $table", "TableNotFound")]
    [InlineData("Compare-DdbTable -ReferenceTable nothing", "TableNotFound")]
    [InlineData("Compare-DdbTable -ReferenceTable $table", "SameTable")]
    [InlineData("Compare-DdbTable", "InputMissing")]
    [InlineData("Compare-DdbTable -ReferenceTable $table -AttributeType @{ a = 'N' }", "ConversionWithReferenceTable")]
    [InlineData("Compare-DdbTable -ReferenceTable $table -ReferenceCredential 7", "InvalidCredential")]
    [InlineData("@{ Id = 1 } | Compare-DdbTable -KeyName 'a', 'b', 'c'", "InvalidKeyName")]
    public void Invalid_parameters_are_one_clear_error(string script, string errorId)
    {
        Failure failure = RunToFailure($"{script} -SummaryVariable compared");

        Assert.StartsWith($"{errorId},", failure.Error.FullyQualifiedErrorId);
        Assert.False(Summary.Equal);
    }

    [Fact]
    public async Task Tables_with_different_keys_are_refused_with_both_keys()
    {
        await Server.CreateTableAsync(_reference, "Id:S");

        Failure failure = RunToFailure("Compare-DdbTable -ReferenceTable $reference");

        Assert.StartsWith("KeysDiffer,", failure.Error.FullyQualifiedErrorId);
        Assert.Contains("Id (N)", failure.Error.ToString());
        Assert.Contains("Id (S)", failure.Error.ToString());
    }

    [Fact]
    public void KeyName_takes_the_place_of_DescribeTable()
    {
        Put("@{ Id = 1; Name = 'n' }");
        FaultProxy proxy = UseProxy(request => request.Operation == "DescribeTable"
            ? new Fault.Error(400, "AccessDeniedException", "User is not authorized to perform: dynamodb:DescribeTable")
            : Fault.None);
        Use(proxy.Endpoint);

        Run("@{ Id = '1'; Name = 'n' } | Compare-DdbTable -KeyName 'Id:N' -ConsistentRead -SummaryVariable compared").ThrowIfFailed();

        Assert.True(Summary.Equal);
        Assert.Contains("\"ConsistentRead\":true", Text(Assert.Single(proxy.Requests)));
        Assert.StartsWith("DescribeTableDenied,", RunToFailure("@{ Id = 1 } | Compare-DdbTable").Error.FullyQualifiedErrorId);
    }

    [Theory]
    [InlineData("do { 1..5000 | % { @{ Id = $_ } } | Compare-DdbTable -SummaryVariable compared | % { $_; break } } while ($false)")]
    [InlineData("do { Compare-DdbTable -InputObject @(1..5000 | % { @{ Id = $_ } }) -SummaryVariable compared | % { $_; break } } while ($false)")]
    public void A_pipeline_that_is_left_early_is_not_equal(string script)
    {
        Assert.Single(Run(script).ThrowIfFailed().Output);

        Assert.False(Summary.Equal);
        Assert.InRange((long)Summary.Missing, 1, 4999);
        Assert.Equal((long)Summary.Compared, (long)Summary.Missing);
    }

    [Fact]
    public async Task Stopping_the_pipeline_returns_at_once()
    {
        TaskCompletionSource arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await Server.CreateTableAsync(_reference, "Id:N");
        Run("1..10 | % { @{ Id = $_ } } | Write-DdbBatch -Table $reference").ThrowIfFailed();
        Use(UseProxy(request =>
        {
            if (request.Operation != "BatchGetItem")
                return Fault.None;
            arrived.TrySetResult();
            return new Fault.Stall(TakesEffect: false);
        }).Endpoint);
        using PowerShell shell = Session.CreatePowerShell();
        shell.AddScript("Compare-DdbTable -ReferenceTable $reference -SummaryVariable global:compared", useLocalScope: false);
        IAsyncResult running = shell.BeginInvoke();
        await arrived.Task;

        Stopwatch watch = Stopwatch.StartNew();
        shell.Stop();

        Assert.ThrowsAny<RuntimeException>(() => shell.EndInvoke(running));
        // The promise is a second; the margin is for a busy machine.
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(3), $"{watch.Elapsed}");
        Assert.Equal((false, 10L), ((bool)Summary.Equal, (long)Summary.Unprocessed));
    }

    [Fact]
    public void Large_items_wait_in_bounded_memory()
    {
        Put("1..400 | % { @{ Id = $_; Pad = 'x' * 350kb } }");

        Run("$p = 'x' * 350kb; 1..400 | % { @{ Id = $_; Pad = $p } } | Compare-DdbTable -SummaryVariable compared").ThrowIfFailed();

        Assert.Equal((true, 400L, 400L, 0L, 0L), Counts());
    }

    private dynamic Summary => PSObject.AsPSObject(Session.GetVariable("compared")).BaseObject;

    private static string Text(ProxiedRequest request) => Encoding.UTF8.GetString(request.Body.Span);

    private (bool, long, long, long, long) Counts() => (
        (bool)Summary.Equal, (long)Summary.Compared, (long)Summary.Matching, (long)Summary.Missing, (long)Summary.Different);

    private (long, long, long, long) Differences(string script)
    {
        PowerShellResult result = Run($"{script} -SummaryVariable compared").ThrowIfFailed();
        return (result.Output.Count, (long)Summary.Different, (long)Summary.Missing, (long)Summary.Extra);
    }

    private void Put(string items) => Run($"{items} | Write-DdbBatch").ThrowIfFailed();

    private void Use(Uri endpoint)
    {
        UseEndpoint(endpoint);
        Session.Invoke("$PSDefaultParameterValues['Compare-DdbTable:EndpointUrl'] = $endpoint; $PSDefaultParameterValues['Compare-DdbTable:Table'] = $table");
    }
}
