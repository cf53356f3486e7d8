using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Management.Automation;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Threading.Tasks;
using Amazon.DynamoDBv2.Model;
using DdbBatch.Module.Tests.Completion;
using DdbBatch.Module.Tests.Conversion;
using DdbBatch.TestKit;
using DdbBatch.Tests;
using Xunit;

namespace DdbBatch.Module.Tests.Commands;

public sealed class WriteDdbBatchTests(DynamoDbLocalFixture fixture) : WriteTestBase(fixture)
{
    [Fact]
    public async Task Hashtables_ordered_dictionaries_and_custom_objects_are_written()
    {
        PowerShellResult result = Run("""
            @{ Id = 1; Name = 'hashtable' }, [ordered]@{ Id = 2; Name = 'ordered' }, [pscustomobject]@{ Id = 3; Name = 'object' } |
                Write-DdbBatch
            """).ThrowIfFailed();

        Assert.Empty(result.Output);
        Dictionary<int, Dictionary<string, AttributeValue>> items = await ItemsAsync();
        Assert.Equal(["hashtable", "ordered", "object"], [items[1]["Name"].S, items[2]["Name"].S, items[3]["Name"].S]);
    }

    [Fact]
    public async Task Scalars_binaries_sets_maps_and_lists_become_their_types()
    {
        Run("""
            @{
                Id = 1; Text = 'ü'; Number = 1.5; Flag = $true; Nothing = $null; Bytes = [byte[]](1, 2, 255)
                Strings = [System.Collections.Generic.HashSet[string]]@('a', 'b')
                Map = @{ Inner = @{ Deep = 1 } }; List = 1, 'two', $false
            } | Write-DdbBatch
            """).ThrowIfFailed();

        Dictionary<string, AttributeValue> item = (await ItemsAsync())[1];
        Assert.Equal("ü", item["Text"].S);
        Assert.Equal("1.5", item["Number"].N);
        Assert.True(item["Flag"].BOOL);
        Assert.True(item["Nothing"].NULL);
        Assert.Equal([1, 2, 255], item["Bytes"].B.ToArray());
        Assert.Equal(["a", "b"], item["Strings"].SS.Order());
        Assert.Equal("1", item["Map"].M["Inner"].M["Deep"].N);
        Assert.Equal(("1", "two", false), (item["List"].L[0].N, item["List"].L[1].S, item["List"].L[2].BOOL));
    }

    [Fact]
    public async Task A_hundred_thousand_items_land_once_each_though_a_third_of_every_batch_is_left_unprocessed()
    {
        const int Count = 100_000;
        UseProxy(FaultProxy.Unprocessed(0.3));
        List<PSObject> input = [.. Enumerable.Range(1, Count).Select(id =>
            PSObject.AsPSObject(new System.Collections.Hashtable { ["Id"] = id, ["Name"] = $"Item {id}" }))];
        Session.SetVariable("items", input);

        dynamic summary = Single(Run("$items | Write-DdbBatch -Summary").ThrowIfFailed(), "WriteSummary");

        Assert.True(summary.Succeeded);
        Assert.Equal(((long)Count, (long)Count), ((long)summary.Total, (long)summary.Written));
        Assert.Equal(0L, summary.Unprocessed + summary.Unknown + summary.Invalid + summary.Superseded + summary.Skipped);
        dynamic table = ((IEnumerable<object>)summary.Tables).Single();
        IReadOnlyDictionary<int, long> attempts = table.Attempts;
        long sent = table.SentOperations;
        Assert.Equal(Count, attempts.Values.Sum());
        Assert.Equal(sent, attempts.Sum(pair => pair.Key * pair.Value));
        Assert.Equal(sent - Count, (long)table.ThrottledOperations);
        Assert.Equal(Enumerable.Range(1, Count), (await ItemsAsync()).Keys.Order());
    }

    [Fact]
    public void Requests_have_25_operations_and_several_are_in_flight()
    {
        FaultProxy proxy = UseProxy(_ => Fault.None);
        Session.SetVariable("items", Enumerable.Range(1, 1000).Select(id => new { Id = id }).ToArray());

        Run("$items | Write-DdbBatch -ThrottleLimit 4").ThrowIfFailed();

        Assert.Equal(40, proxy.BatchWrites.Count);
        Assert.All(proxy.BatchWrites, request => Assert.Equal(25, request.Writes.Count));
        Assert.InRange(proxy.MostInFlight, 2, 4);
    }

    [Fact]
    public async Task Large_items_land_in_requests_of_at_most_16_MB()
    {
        FaultProxy proxy = UseProxy(_ => Fault.None);

        // 25 of these are 3.75 MB by DynamoDB's count, and 22 MB on the wire: JSON escapes the character.
        Run("1..30 | ForEach-Object { @{ Id = $_; Text = [string]::new([char]1, 150000) } } | Write-DdbBatch").ThrowIfFailed();

        Assert.All(proxy.BatchWrites, request => Assert.InRange(request.Body.Length, 1, 16 * 1024 * 1024));
        Assert.Equal(30, (await ItemsAsync()).Count);
    }

    [Fact]
    public void NoRetry_outputs_what_was_left_unprocessed_and_reports_no_error()
    {
        FaultProxy proxy = UseProxy(FaultProxy.Unprocessed(0.4));

        PowerShellResult result = Run("$i = 1..50 | % { @{ Id = $_ } }; $i | Write-DdbBatch -NoRetry -Summary");

        dynamic summary = Single(result, "WriteSummary");
        object[] left = [.. result.Output.Select(item => item.BaseObject).Where(item => item.GetType().Name == "UnprocessedItem")];
        Assert.Empty(result.Errors);
        Assert.Equal(20, left.Length);
        Assert.Equal(2, proxy.BatchWrites.Count);
        Assert.Equal((30L, 20L, false), ((long)summary.Written, (long)summary.Unprocessed, (bool)summary.Succeeded));
        Assert.All(left, item => Assert.Equal("Unprocessed", ((dynamic)item).Outcome.ToString()));
    }

    [Fact]
    public async Task PassThru_outputs_each_object_once_it_is_written()
    {
        UseProxy(FaultProxy.Unprocessed(0.3));

        PowerShellResult result = Run("1..60 | % { [pscustomobject]@{ Id = $_ } } | Write-DdbBatch -PassThru").ThrowIfFailed();

        Assert.Equal(Enumerable.Range(1, 60), result.Output.Select(item => Number(item.Properties["Id"].Value)).Order());
        Assert.Equal(60, (await ItemsAsync()).Count);
    }

    [Fact]
    public void PassThru_and_NoRetry_do_not_go_together()
    {
        Failure failure = RunToFailure("@{ Id = 1 } | Write-DdbBatch -PassThru -NoRetry");

        Assert.StartsWith("PassThruWithNoRetry", failure.Error.FullyQualifiedErrorId);
    }

    [Theory]
    [InlineData("Write-DdbBatch")]
    [InlineData("Remove-DdbBatch")]
    public void Without_any_input_there_is_one_clear_error(string command)
    {
        Failure failure = RunToFailure(command);

        Assert.StartsWith("InputMissing,", failure.Error.FullyQualifiedErrorId);
        Assert.Contains("-InputObject", failure.Error.ToString());
    }

    [Theory]
    [InlineData("@() | Write-DdbBatch -Summary")]
    [InlineData("Write-DdbBatch -InputObject @() -Summary")]
    [InlineData("Write-DdbBatch -RequestItem @{} -Summary")]
    public void Input_that_is_empty_is_none_to_complain_about(string script) =>
        Assert.Equal(0, Single(Run(script).ThrowIfFailed(), "WriteSummary").Total);

    [Fact]
    public void Objects_and_requests_do_not_go_together()
    {
        Failure failure = RunToFailure("Write-DdbBatch -InputObject @{ Id = 1 } -RequestItem @{ $table = @() }");

        Assert.StartsWith("AmbiguousParameterSet,", failure.Error.FullyQualifiedErrorId);
    }

    [Fact]
    public async Task A_table_that_does_not_exist_is_one_clear_error_at_once()
    {
        Stopwatch watch = Stopwatch.StartNew();

        (ErrorRecord error, PowerShellResult result) = RunToFailure("1..100 | % { @{ Id = $_ } } | Write-DdbBatch -Table NoSuchTable");

        // The bound is the promise, with a wide margin over what it takes.
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5), $"{watch.Elapsed}");
        Assert.StartsWith("TableNotFound", error.FullyQualifiedErrorId);
        Assert.Equal(ErrorCategory.ObjectNotFound, error.CategoryInfo.Category);
        Assert.Contains("'NoSuchTable'", error.ToString());
        Assert.Contains(Server.Endpoint.AbsoluteUri.TrimEnd('/'), error.ToString());
        Assert.Empty(result.Output);
        Assert.Empty(result.Errors);
        Assert.Empty(result.Warnings);
        Assert.Empty(await ItemsAsync());
    }

    [Fact]
    public void An_endpoint_that_cannot_be_reached_is_one_clear_error_at_once()
    {
        using Socket reserved = new(SocketType.Stream, ProtocolType.Tcp);
        reserved.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        UseEndpoint(new Uri($"http://127.0.0.1:{((IPEndPoint)reserved.LocalEndPoint!).Port}"));

        (ErrorRecord error, PowerShellResult result) = RunToFailure("@{ Id = 1 } | Write-DdbBatch");

        Assert.StartsWith("EndpointUnreachable", error.FullyQualifiedErrorId);
        Assert.Matches(@" at http://127\.0\.0\.1:\d+ \(-EndpointUrl\):", error.ToString());
        Assert.Empty(result.Errors);
    }

    [Fact]
    public async Task A_table_that_is_still_being_created_is_waited_for()
    {
        int answers = 0;
        FaultProxy proxy = UseProxy(request =>
            request.Http.Operation == "DescribeTable" && answers++ < 1 ? new Fault.EditAnswer("ACTIVE", "CREATING") : Fault.None);

        PowerShellResult result = Run("@{ Id = 1 } | Write-DdbBatch -Verbose").ThrowIfFailed();

        Assert.Equal(2, proxy.Requests.Count(request => request.Http.Operation == "DescribeTable"));
        Assert.Contains(result.Verbose, message => message.Contains("being created"));
        Assert.Single(await ItemsAsync());
    }

    [Fact]
    public async Task One_bad_object_is_an_error_with_that_object_and_the_rest_is_written()
    {
        PowerShellResult result = Run("""
            $bad = @{ Name = 'no key' }
            1..30 | % { if ($_ -eq 7) { $bad } else { @{ Id = $_ } } } | Write-DdbBatch -Summary
            """);

        ErrorRecord error = Assert.Single(result.Errors);
        Assert.StartsWith("KeyMissing", error.FullyQualifiedErrorId);
        Assert.Contains("Input 7", error.ToString());
        Assert.Same(Base(Session.GetVariable("bad")), Base(error.TargetObject));
        dynamic summary = Single(result, "WriteSummary");
        Assert.Equal((29L, 1L, false), ((long)summary.Written, (long)summary.Invalid, (bool)summary.Succeeded));
        Assert.Equal(29, (await ItemsAsync()).Count);
    }

    [Fact]
    public async Task An_item_that_only_DynamoDB_refuses_is_isolated_and_the_rest_is_written()
    {
        // DynamoDB's own word for it is taken, whatever we think of the item: a proxy refuses batches with item 13.
        FaultProxy proxy = UseProxy(request => request.IsBatchWrite && Encoding.UTF8.GetString(request.Body.Span).Contains("""{"N":"13"}""")
            ? new Fault.Error(400, "com.amazon.coral.validate#ValidationException", "Item 13 is not liked")
            : Fault.None);

        PowerShellResult result = Run("1..25 | % { @{ Id = $_ } } | Write-DdbBatch -Summary");

        ErrorRecord error = Assert.Single(result.Errors);
        Assert.StartsWith("ValidationException", error.FullyQualifiedErrorId);
        Assert.Contains("Item 13 is not liked", error.ToString());
        Assert.InRange(proxy.BatchWrites.Count, 2, 11);
        Assert.Equal(Enumerable.Range(1, 25).Except([13]), (await ItemsAsync()).Keys.Order());
    }

    [Fact]
    public async Task Many_objects_that_break_one_rule_are_reported_by_ten_errors_and_one_warning_and_all_are_kept()
    {
        PowerShellResult result = Run("& { 1..500 | % { @{ Wrong = $_ } }; @{ Id = 7 } } | Write-DdbBatch -Summary -UnprocessedVariable left");

        Assert.Equal(10, result.Errors.Count);
        Assert.All(result.Errors, error => Assert.StartsWith("KeyMissing,", error.FullyQualifiedErrorId));
        string warning = Assert.Single(result.Warnings);
        Assert.StartsWith($"KeyMissing (table '{Table}'): 500 objects are invalid.", warning);
        Assert.Equal(500, ((object[])Session.GetVariable("left")!).Length);
        Assert.Equal((501L, 500L, 1L), ((long)Single(result, "WriteSummary").Total, (long)Single(result, "WriteSummary").Invalid, (long)Single(result, "WriteSummary").Written));
        Assert.Equal([7], (await ItemsAsync()).Keys);
    }

    [Fact]
    public void Each_rule_and_attribute_is_reported_for_itself()
    {
        PowerShellResult result = Run("1..30 | % { @{ Id = $_; A = 'x' }; @{ Id = $_; B = 'x' }; @{ Wrong = 1 } } | Write-DdbBatch -AttributeType @{ A = 'N'; B = 'N' }");

        Assert.Equal(30, result.Errors.Count);
        Assert.Equal(["A: NotANumber", "B: NotANumber", "KeyMissing"], result.Warnings.Select(warning => warning.Split(" (")[0]).Order());
        Assert.All(result.Warnings, warning => Assert.Contains("-FailedPath", warning));
    }

    [Theory]
    [InlineData("1..300 | % { if ($_ % 3) { @{ Id = $_ } } else { @{ Wrong = $_ } } }")]
    [InlineData("1..300 | % { if ($_ -le 200) { @{ Id = $_ } } else { @{ Wrong = $_ } } }")]
    [InlineData("1..300 | % { if ($_ -gt 100) { @{ Id = $_ } } else { @{ Wrong = $_ } } }")]
    public async Task Whatever_the_order_all_valid_objects_are_written(string objects)
    {
        Run($"{objects} | Write-DdbBatch -ErrorAction SilentlyContinue -WarningAction SilentlyContinue");

        Assert.Equal(200, (await ItemsAsync()).Count);
    }

    [Fact]
    public async Task MaxInvalid_ends_the_run_with_its_summary()
    {
        (ErrorRecord error, PowerShellResult result) =
            RunToFailure("1..500 | % { @{ Id = $_ }; @{ Wrong = $_ } } | Write-DdbBatch -MaxInvalid 5 -UnprocessedVariable left");

        Assert.StartsWith("MaxInvalidReached,", error.FullyQualifiedErrorId);
        Assert.Equal(5, result.Errors.Count);
        dynamic summary = error.TargetObject;
        Assert.Equal((10L, 5L), ((long)summary.Total, (long)summary.Invalid));
        dynamic[] left = (object[])Session.GetVariable("left")!;
        Assert.Equal(10 - (await ItemsAsync()).Count, left.Length);
    }

    [Fact]
    public void MaxInvalid_counts_what_DynamoDB_refuses_too()
    {
        UseProxy(request => request.IsBatchWrite && Encoding.UTF8.GetString(request.Body.Span).Contains("poison", StringComparison.Ordinal)
            ? new Fault.Error(400, "com.amazon.coral.validate#ValidationException", "not liked")
            : Fault.None);

        (ErrorRecord error, _) = RunToFailure("@{ Id = 1; T = 'poison' }, @{ Id = 2 } | Write-DdbBatch -MaxInvalid 1");

        Assert.StartsWith("MaxInvalidReached,", error.FullyQualifiedErrorId);
    }

    [Fact]
    public async Task Table_and_operation_may_be_script_blocks()
    {
        string other = DynamoDbLocalFixture.UniqueTableName();
        await Server.CreateTableAsync(other, "Id:N");
        Session.SetVariable("other", other);
        Run("1..10 | % { @{ Id = $_ } } | Write-DdbBatch").ThrowIfFailed();

        Run("""
            1..10 | % { [pscustomobject]@{ Id = $_; Gone = $_ -le 3; Table = 'data' } } |
                Write-DdbBatch -Table { if ($_.Id -gt 8) { $other } else { $table } } -Operation { if ($_.Gone) { 'Delete' } else { 'Put' } }
            """).ThrowIfFailed();

        Dictionary<int, Dictionary<string, AttributeValue>> items = await ItemsAsync();
        Assert.Equal(Enumerable.Range(4, 7), items.Keys.Order());
        Assert.Equal("data", items[4]["Table"].S);
        Assert.False(items[9].ContainsKey("Table"));
        Assert.Equal(["10", "9"], (await Server.ScanAsync(other)).Select(item => item["Id"].N).Order());
    }

    [Theory]
    [InlineData("1")]
    [InlineData("0")]
    [InlineData("'1'")]
    [InlineData("'Put,Delete'")]
    [InlineData("'Delete,Put'")]
    [InlineData("''")]
    [InlineData("$null")]
    public async Task Only_the_names_of_operations_count(string operation)
    {
        PowerShellResult result = Run($"@{{ Id = 1 }} | Write-DdbBatch -Operation {{ {operation} }}");

        Assert.StartsWith("OperationInvalid,", Assert.Single(result.Errors).FullyQualifiedErrorId);
        Assert.Empty(await ItemsAsync());
    }

    [Fact]
    public void A_leftover_whose_operation_is_lost_is_refused()
    {
        PowerShellResult result = Run("[pscustomobject]@{ PSTypeName = 'Deserialized.DdbBatch.UnprocessedItem'; Table = $table; Operation = '1'; Outcome = 'Unprocessed'; ChangeJson = $null; DynamoDBJson = '{\"Id\":{\"N\":\"1\"}}' } | Write-DdbBatch");

        Assert.Contains("'1' is no Operation", Assert.Single(result.Errors).ToString());
    }

    [Fact]
    public void Names_and_patterns_that_no_item_had_are_warned_of_with_the_nearest_name()
    {
        PowerShellResult result = Run("""
            1..3 | % { [pscustomobject]@{ Id = $_; Price = '1'; Genre = ''; price_eur = '2' } } |
                Write-DdbBatch -AttributeType @{ Pricee = 'N'; PRICE = 'N'; 'x*' = 'N'; 'price_*' = 'N' } -EmptyString @{ Gener = 'Omit'; Genre = 'Omit' } -Separator @{ Tag = '|' } -NullValue Omit
            """);

        Assert.Equal(
            [
                "-AttributeType: no item had an attribute 'Pricee'. The nearest name is 'Price'.",
                "-AttributeType: no item had an attribute 'x*'. The nearest name is 'Id'.",
                "-EmptyString: no item had an attribute 'Gener'. The nearest name is 'Genre'.",
                "-Separator: no item had an attribute 'Tag'. The nearest name is 'Id'.",
            ],
            result.Warnings.Order());
    }

    [Theory]
    [InlineData("@() | Write-DdbBatch -AttributeType @{ Pricee = 'N' }")]
    [InlineData("@{ Id = 1; Price = 'x' } | ConvertTo-DdbJson | ConvertFrom-DdbJson | Write-DdbBatch -AttributeType @{ price = 'S' }")]
    public void No_warning_comes_without_cause(string script) => Assert.Empty(Run(script).Warnings);

    [Fact]
    public async Task Requests_may_be_objects_of_ConvertFrom_Json()
    {
        string requests = "{\"" + Table + "\":" + """[{"PutRequest":{"Item":{"Id":{"N":"1"}}}},{"PutRequest":{"Item":{"Id":{"N":"2"}}}},{"DeleteRequest":{"Key":{"Id":{"N":"9"}}}}]}""";
        using JsonDocument document = JsonDocument.Parse(requests);
        Session.SetVariable("other", JsonObjects.Read(document.RootElement));

        Run("Write-DdbBatch -RequestItem $other").ThrowIfFailed();
        (ErrorRecord error, _) = RunToFailure("Write-DdbBatch -RequestItem 'text'");

        Assert.Equal([1, 2], (await ItemsAsync()).Keys.Order());
        Assert.StartsWith("InvalidRequestItem,", error.FullyQualifiedErrorId);
        Assert.Contains("ConvertFrom-Json", error.ToString());
    }

    [Fact]
    public void The_keys_of_the_typed_table_are_offered() => Assert.Equal(
        ["'Id:N'"], Prompt.Texts(Session, $"Write-DdbBatch -EndpointUrl {Server.Endpoint} -Table {Table} -KeyName "));

    [Fact]
    public void A_number_key_without_its_type_in_KeyName_is_named()
    {
        // DynamoDB's own words; DynamoDB Local's are shorter.
        UseProxy(request => request.IsBatchWrite
            ? new Fault.Error(400, "com.amazon.coral.validate#ValidationException", "One or more parameter values were invalid: Type mismatch for key Id expected: N actual: S")
            : Fault.None);

        PowerShellResult result = Run("[pscustomobject]@{ Id = '1' } | Write-DdbBatch -KeyName Id");

        Assert.Contains("'Id:N'", Assert.Single(result.Errors).ToString());
    }

    [Fact]
    public void A_type_in_KeyName_that_is_none_is_refused()
    {
        (ErrorRecord error, _) = RunToFailure("@{ Id = 1 } | Write-DdbBatch -KeyName Id:X");

        Assert.StartsWith("InvalidKeyName,", error.FullyQualifiedErrorId);
        Assert.Contains("'Id:X' ends in no type", error.ToString());
        Assert.Equal("", error.ErrorDetails.RecommendedAction);
    }

    [Fact]
    public void A_leftover_shows_its_key()
    {
        UseProxy(FaultProxy.Unprocessed(1));

        Run("@{ Id = 7; Text = 'x' } | Write-DdbBatch -MaxRetry 0 -UnprocessedVariable left -ErrorAction SilentlyContinue");

        Assert.Equal("Id=7", (string)((dynamic)((object[])Session.GetVariable("left")!)[0]).Key);
    }

    [Fact]
    public async Task The_order_of_operations_on_one_key_is_kept()
    {
        UseProxy(FaultProxy.Unprocessed(0.3));

        Run("""
            1..300 | % { @{ Id = $_ % 7; Version = $_ } } | Write-DdbBatch
            1..300 | % { @{ Id = 100 + $_ % 7; Version = $_ } } |
                Write-DdbBatch -Operation { if ($_.Version % 2) { 'Put' } else { 'Delete' } }
            """).ThrowIfFailed();

        Dictionary<int, Dictionary<string, AttributeValue>> items = await ItemsAsync();
        Assert.All(Enumerable.Range(0, 7), key => Assert.Equal(294 + ((key - 294 % 7 + 7) % 7), int.Parse(items[key]["Version"].N)));
        Assert.All(items.Where(item => item.Key >= 100), item => Assert.Equal(1, int.Parse(item.Value["Version"].N) % 2));
    }

    [Fact]
    public async Task The_unprocessed_variable_has_everything_that_was_not_written()
    {
        UseProxy(FaultProxy.Unprocessed(0.4));

        PowerShellResult result = Run("$i = 1..50 | % { @{ Id = $_ } }; $i | Write-DdbBatch -MaxRetry 0 -UnprocessedVariable left");

        dynamic[] left = [.. ((object[])Session.GetVariable("left")!)];
        Assert.Equal(20, left.Length);
        Assert.Equal(20, result.Errors.Count);
        Assert.All(result.Errors, error => Assert.StartsWith("UnprocessedItems", error.FullyQualifiedErrorId));
        Dictionary<int, Dictionary<string, AttributeValue>> items = await ItemsAsync();
        Assert.Equal(Enumerable.Range(1, 50), items.Keys.Concat(left.Select(item => (int)Number(item.InputObject["Id"]))).Order());
    }

    [Fact]
    public async Task An_error_downstream_ends_the_run_with_everything_accounted_for()
    {
        RunToFailure("""
            1..1000 | % { @{ Id = $_ } } | Write-DdbBatch -PassThru -UnprocessedVariable left | % { throw 'enough' }
            """);

        dynamic[] left = [.. (object[])Session.GetVariable("left")!];
        IEnumerable<int> written = (await ItemsAsync()).Keys;
        // Whatever was taken in is either in the table or left (or, with its answer still out, both).
        int[] accounted = [.. written.Concat(left.Select(item => (int)Number(item.InputObject["Id"]))).Distinct().Order()];
        Assert.Equal(Enumerable.Range(1, accounted.Length), accounted);
        Assert.True(accounted.Length >= 25);
    }

    [Fact]
    public void The_object_that_waits_for_room_is_left_too_when_an_error_ends_the_run()
    {
        // Nothing is answered before the engine is full and one more object waits.
        TaskCompletionSource full = new();
        UseProxy(request => request.IsBatchWrite ? new Fault.Hold(full.Task, new Fault.SubsetUnprocessed(1)) : Fault.None);
        Session.SetVariable("full", full);

        RunToFailure("""
            1..5000 | % { $read = $_; if ($_ -eq 1001) { $full.SetResult() }; @{ Id = $_ } } |
                Write-DdbBatch -MaxRetry 0 -ThrottleLimit 1 -ErrorAction Stop -UnprocessedVariable left
            """);

        Assert.Equal(Number(Session.GetVariable("read")!), ((object[])Session.GetVariable("left")!).Length);
    }

    [Fact]
    public async Task Stopping_the_pipeline_returns_at_once_though_no_answer_comes()
    {
        TaskCompletionSource arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource taken = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Session.SetVariable("taken", taken);
        UseProxy(request =>
        {
            if (!request.IsBatchWrite)
                return Fault.None;
            arrived.TrySetResult();
            return new Fault.Stall(TakesEffect: false);
        });
        using PowerShell shell = Session.CreatePowerShell();
        shell.AddScript("1..60 | % { @{ Id = $_ } } -End { $taken.SetResult() } | Write-DdbBatch -ThrottleLimit 1 -UnprocessedVariable global:left");
        IAsyncResult running = shell.BeginInvoke();
        await Task.WhenAll(arrived.Task, taken.Task);

        Stopwatch watch = Stopwatch.StartNew();
        shell.Stop();

        Assert.ThrowsAny<RuntimeException>(() => shell.EndInvoke(running));
        // The promise is a second; the margin is for a busy machine.
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(3), $"{watch.Elapsed}");
        dynamic[] left = [.. (object[])Session.GetVariable("left")!];
        Assert.Equal(60, left.Length);
        Assert.Equal(["Unknown", "Unprocessed"], left.Select(item => (string)item.Outcome.ToString()).Distinct().Order());
    }

    [Fact]
    public async Task Leftovers_are_replayed_with_their_table_and_operation()
    {
        Run("1..50 | % { @{ Id = $_; Old = $true } } | Write-DdbBatch").ThrowIfFailed();
        UseProxy(FaultProxy.Unprocessed(0.5));
        Run("""
            1..50 | % { [pscustomobject]@{ Id = $_ } } |
                Write-DdbBatch -NoRetry -Operation { if ($_.Id % 2) { 'Delete' } else { 'Put' } } -UnprocessedVariable left | Out-Null
            """);
        UseEndpoint(Server.Endpoint);
        Session.Invoke("$PSDefaultParameterValues.Remove('*-DdbBatch:Table')");

        dynamic summary = Single(Run("$left | Write-DdbBatch -Summary").ThrowIfFailed(), "WriteSummary");

        Assert.Equal(((object[])Session.GetVariable("left")!).Length, (int)summary.Written);
        Dictionary<int, Dictionary<string, AttributeValue>> items = await ItemsAsync();
        Assert.Equal(Enumerable.Range(1, 25).Select(half => half * 2), items.Keys.Order());
        Assert.All(items.Values, item => Assert.False(item.ContainsKey("Old")));
    }

    [Fact]
    public async Task Errors_are_replayed_too()
    {
        UseProxy(FaultProxy.Unprocessed(0.4));
        Run("$e = $null; 1..25 | % { @{ Id = $_ } } | Write-DdbBatch -MaxRetry 0 -ErrorVariable e -ErrorAction SilentlyContinue");
        UseEndpoint(Server.Endpoint);

        Run("$e | Write-DdbBatch").ThrowIfFailed();

        Assert.Equal(25, (await ItemsAsync()).Count);
    }

    [Fact]
    public async Task Requests_are_taken_in_the_shape_of_the_API()
    {
        Run("@{ Id = 1 } | Write-DdbBatch").ThrowIfFailed();

        Run("""
            Write-DdbBatch -RequestItem @{ $table = @(
                @{ PutRequest = @{ Item = @{ Id = @{ N = '2' }; Tags = @{ SS = 'a', 'b' } } } }
                @{ DeleteRequest = @{ Key = @{ Id = @{ N = '1' } } } }
            ) }
            """).ThrowIfFailed();

        KeyValuePair<int, Dictionary<string, AttributeValue>> item = Assert.Single(await ItemsAsync());
        Assert.Equal(2, item.Key);
        Assert.Equal(["a", "b"], item.Value["Tags"].SS.Order());
    }

    [Theory]
    [InlineData("@{ PutRequest = @{ Item = @{ Id = @{ N = '1' } } } }")]
    [InlineData("[pscustomobject]@{ PutRequest = [pscustomobject]@{ Item = [pscustomobject]@{ Id = [pscustomobject]@{ N = '1' } } } }")]
    public async Task One_request_stands_for_an_array_of_it(string request)
    {
        Run($"Write-DdbBatch -RequestItem @{{ $table = {request} }}").ThrowIfFailed();
        Assert.Equal([1], (await ItemsAsync()).Keys);
    }

    [Theory]
    [InlineData("1")]
    [InlineData("'text'")]
    [InlineData("@(1)")]
    public void An_invalid_request_is_an_error(string request)
    {
        Failure failure = RunToFailure($"Write-DdbBatch -RequestItem @{{ $table = {request} }}");
        Assert.Contains("has neither PutRequest with Item nor DeleteRequest with Key", failure.Error.ToString());
    }

    private static object Base(object? value) => PSObject.AsPSObject(value).BaseObject;

    private static int Number(object value) => (int)LanguagePrimitives.ConvertTo(value, typeof(int));

    [Fact]
    public void WhatIf_writes_nothing()
    {
        FaultProxy proxy = UseProxy(_ => Fault.None);

        Run("1..10 | % { @{ Id = $_ } } | Write-DdbBatch -WhatIf").ThrowIfFailed();

        Assert.Empty(proxy.BatchWrites);
    }
}
