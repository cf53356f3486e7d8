using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using DdbBatch.TestKit;
using Xunit;

namespace DdbBatch.Module.Tests.Completion;

/// <summary>The values that Tab offers.</summary>
public sealed class CompletionTests : IDisposable
{
    private readonly PowerShellSession _session = new();

    public void Dispose() => _session.Dispose();

    [Theory]
    [InlineData("-Region eu-c", "eu-central-1,eu-central-2")]
    [InlineData("-RegionToCall EU-C", "eu-central-1,eu-central-2")]
    [InlineData("-Region 'eu-c", "eu-central-1,eu-central-2")]
    [InlineData("-Region *gov*west", "us-gov-west-1")]
    [InlineData("-Region [", "")]
    [InlineData("-Operation ", "Delete,Insert,Put,Update")]
    [InlineData("-Operation d", "Delete")]
    [InlineData("-EmptyString ", "Keep,Null,Omit,Remove")]
    [InlineData("-NullValue o", "Omit")]
    [InlineData("-NullValue r", "Remove")]
    [InlineData("-DuplicateKey k", "KeepLast")]
    [InlineData("-ReturnConsumedCapacity i", "Indexes")]
    [InlineData("-ReturnItemCollectionMetrics ", "None,Size")]
    [InlineData("-AttributeType N", "@{ Name = 'N' },@{ Name = 'NULL' },@{ Name = 'NS' }")]
    [InlineData("-AttributeType Ep", "@{ Name = 'Epoch' }")]
    public void Lists_are_offered_by_their_beginning(string typed, string offered) =>
        Assert.Equal(offered, string.Join(",", Prompt.Texts(_session, $"Write-DdbBatch {typed}")));

    [Theory]
    [InlineData("Import-DdbItem x.csv -Encoding lat", "latin1")]
    [InlineData("Import-DdbItem x.csv -Encoding windows-125", "windows-1250,windows-1251,windows-1252")]
    [InlineData("Start-DdbBulkLoad -Table T -S3Uri ", "s3://")]
    [InlineData("Start-DdbBulkLoad -Table T -S3Uri s3://my-bucket/", "s3://my-bucket/")]
    [InlineData("Start-DdbBulkLoad -Table T -S3Uri s3://b/ -OutputS3Uri s", "s3://")]
    public void Other_values_are_offered_and_no_files(string line, string offered) =>
        Assert.Equal(offered, string.Join(",", Prompt.Texts(_session, line)));

    [Fact]
    public void A_region_comes_with_its_name() => Assert.Equal(
        "Europe (Frankfurt)", Assert.Single(Prompt.Tab(_session, "Remove-DdbBatch -Region eu-central-1")).ToolTip);

    [Theory]
    [InlineData("", "'my team''s',dev,Dev2,prod")]
    [InlineData("d", "dev,Dev2")]
    [InlineData("'m", "'my team''s'")]
    [InlineData("*2", "Dev2")]
    public void Profiles_of_a_file_are_offered_in_quotes_if_they_need_them(string typed, string offered)
    {
        string file = Path.GetTempFileName();
        string keys = "aws_access_key_id = a\naws_secret_access_key = s\n";
        File.WriteAllText(file, string.Concat(new[] { "prod", "dev", "Dev2", "my team's" }.Select(name => $"[{name}]\n{keys}")));
        _session.SetVariable("file", file);

        Assert.Equal(
            offered.Split(',').Order(), Prompt.Texts(_session, $"Write-DdbBatch -ProfileLocation $file -ProfileName {typed}").Order());
        File.Delete(file);
    }

    [Fact]
    public async Task All_tables_of_the_typed_endpoint_are_offered_and_asked_for_once()
    {
        await using TableListServer server = new(Task.CompletedTask, "Artists", "Music", "music-2", "Movies", "Zoo");
        string typed = $"-EndpointUrl {server.Endpoint} -AccessKey AKIATYPED -SecretKey s -Region eu-west-3";

        Assert.Equal(["Movies", "Music", "music-2"], Prompt.Texts(_session, $"Write-DdbBatch {typed} -Table m"));
        Assert.Equal(["Zoo"], Prompt.Texts(_session, $"1 | Remove-DdbBatch {typed} -TableName *oo"));
        Assert.Equal(["Artists", "Movies", "Music", "music-2", "Zoo"], Prompt.Texts(_session, $"Write-DdbBatch {typed} "));

        Assert.Equal(3, server.Requests.Count);
        Assert.All(server.Requests, request => Assert.Contains("AKIATYPED", request.Header("Authorization")));
        Assert.All(server.Requests, request => Assert.Contains("/eu-west-3/", request.Header("Authorization")));
    }

    [Fact]
    public async Task Defaults_of_the_session_count_too()
    {
        await using TableListServer server = new(Task.CompletedTask, "Music");
        _session.Invoke("$PSDefaultParameterValues = @{ '*-DdbBatch:EndpointUrl' = $args[0] }; $StoredAWSRegion = 'eu-west-2'", server.Endpoint);

        Assert.Equal(["Music"], Prompt.Texts(_session, "Write-DdbBatch -Table "));
        Assert.Contains("/eu-west-2/", Assert.Single(server.Requests).Header("Authorization"));
    }

    [Fact]
    public async Task A_server_that_does_not_answer_is_given_up_and_its_answer_offered_later()
    {
        TaskCompletionSource allowed = new();
        await using TableListServer server = new(allowed.Task, "Music");
        string line = $"Write-DdbBatch -EndpointUrl {server.Endpoint} -Table ";

        Assert.Empty(Prompt.Texts(_session, line));
        allowed.SetResult();
        Assert.Equal(["Music"], Prompt.Texts(_session, line));
        Assert.Single(server.Requests);
    }

    [Theory]
    [InlineData("-EndpointUrl http://127.0.0.1:9 -Table ")]
    [InlineData("-EndpointUrl nowhere -Table ")]
    [InlineData("-ProfileName 'no such profile' -Table ")]
    [InlineData("-AccessKey AKIATYPED -Table ")]
    [InlineData("-ProfileLocation /no/such/file -ProfileName ")]
    public void A_failure_offers_nothing_and_reports_nothing(string typed)
    {
        Assert.Empty(Prompt.Texts(_session, $"Write-DdbBatch {typed}"));
        Assert.Empty((System.Collections.ArrayList)_session.GetVariable("Error")!);
    }

    [Fact]
    public async Task A_script_block_is_left_alone()
    {
        await using TableListServer server = new(Task.CompletedTask, "Music");

        Assert.DoesNotContain(
            "Music", Prompt.Texts(_session, $"Write-DdbBatch -EndpointUrl {server.Endpoint} -Table {{ 'mu"));
        Assert.Empty(server.Requests);
    }
}
