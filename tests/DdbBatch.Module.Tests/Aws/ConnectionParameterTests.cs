using System;
using System.IO;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using Amazon.Runtime;
using DdbBatch.Module.Tests.Commands;
using DdbBatch.TestKit;
using DdbBatch.Tests;
using Xunit;

namespace DdbBatch.Module.Tests.Aws;

/// <summary>The parameters that say who one is: which goes before which, and what is wrong with them.</summary>
public sealed class ConnectionParameterTests(DynamoDbLocalFixture fixture) : WriteTestBase(fixture)
{
    private readonly string _file = Path.GetTempFileName();
    private FaultProxy _proxy = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await File.WriteAllTextAsync(
            _file, "[default]\nregion = eu-west-1\n[keys]\naws_access_key_id = AKIAOFKEYS\naws_secret_access_key = s\nregion = eu-west-3\n");
        Session.SetVariable("file", _file);
        Session.SetVariable("foreign", new SessionAWSCredentials("ASIAFOREIGN", "s", "foreignToken"));
        _proxy = UseProxy(_ => Fault.None);
    }

    [Theory]
    [InlineData("-AccessKey AKIAGIVEN -SecretKey s", "AKIAGIVEN", null)]
    [InlineData("-AK ASIAGIVEN -SecretAccessKey s -ST t", "ASIAGIVEN", "t")]
    [InlineData("-AK AKIAGIVEN -SK s -ProfileName nowhere -Credential $foreign", "AKIAGIVEN", null)]
    [InlineData("-ProfileName keys -ProfileLocation $file -Credential $foreign", "AKIAOFKEYS", null)]
    [InlineData("-StoredCredentials keys -ProfilesLocation $file", "AKIAOFKEYS", null)]
    [InlineData("-Credential $foreign", "ASIAFOREIGN", "foreignToken")]
    [InlineData("-Credential $foreign -AWSProfilesLocation $file", "ASIAFOREIGN", "foreignToken")]
    [InlineData("-Credential ([pscredential]::new('AKIAOFUSER', (ConvertTo-Secure 's')))", "AKIAOFUSER", null)]
    public void The_first_that_says_it_counts(string parameters, string accessKey, string? token)
    {
        Run($$"""
            function ConvertTo-Secure($text) { $s = [securestring]::new(); foreach ($c in $text.ToCharArray()) { $s.AppendChar($c) }; $s }
            @{ Id = 1 } | Write-DdbBatch {{parameters}} -Region eu-central-1
            """).ThrowIfFailed();

        Assert.Equal(new Signature(accessKey, "eu-central-1", token), Signature.Of(Assert.Single(_proxy.BatchWrites)));
    }

    [Fact]
    public void A_relative_location_is_one_of_PowerShells_folder()
    {
        Session.SetVariable("folder", Path.GetDirectoryName(_file));
        Run($$"""
            $null = $ExecutionContext.SessionState.Path.SetLocation($folder)
            @{ Id = 1 } | Write-DdbBatch -ProfileName keys -ProfileLocation {{Path.GetFileName(_file)}}
            """).ThrowIfFailed();

        Assert.Equal(new Signature("AKIAOFKEYS", "eu-west-3", null), Signature.Of(Assert.Single(_proxy.BatchWrites)));
    }

    [Theory]
    [InlineData("-AccessKey AKIAGIVEN", "IncompleteKeys", "-SecretKey")]
    [InlineData("-SecretKey s", "IncompleteKeys", "-AccessKey")]
    [InlineData("-SessionToken t", "IncompleteKeys", "-AccessKey and -SecretKey")]
    [InlineData("-SessionToken t -ProfileName keys", "IncompleteKeys", "-AccessKey and -SecretKey")]
    [InlineData("-Credential AKIAGIVEN", "InvalidCredential", "not a String")]
    [InlineData("-ProfileName nowhere -ProfileLocation $file", "ProfileNotFound", "'nowhere' (-ProfileName)")]
    [InlineData("-ProfileName nowhere -ProfileLocation $file", "ProfileNotFound", "'keys'")]
    [InlineData("-ProfileName default -ProfileLocation $file", "ProfileUnusable", "'default'")]
    [InlineData("-ProfileLocation $file", "ProfileUnusable", "'default'")]
    public void Invalid_parameters_are_an_error_before_anything_is_sent(string parameters, string errorId, string part)
    {
        Failure failure = RunToFailure($"@{{ Id = 1 }} | Write-DdbBatch {parameters} -Region eu-central-1");

        Assert.Equal($"{errorId},DdbBatch.Commands.WriteDdbBatchCommand", failure.Error.FullyQualifiedErrorId);
        Assert.Contains(part, failure.Error.ToString());
        Assert.Empty(_proxy.Requests);
    }

    [Fact]
    public void Verbose_shows_where_region_and_credentials_come_from()
    {
        PowerShellResult result = Run("@{ Id = 1 } | Write-DdbBatch -ProfileName keys -ProfileLocation $file -Verbose").ThrowIfFailed();

        Assert.Contains("Region eu-west-3 (profile 'keys'), credentials of profile 'keys' (-ProfileName).", result.Verbose);
    }

    [Fact]
    public async Task Waiting_for_credentials_can_be_stopped()
    {
        using WaitingCredentials credentials = new();
        Session.SetVariable("waiting", credentials);
        using PowerShell shell = Session.CreatePowerShell();
        Task running = shell.AddScript("@{ Id = 1 } | Write-DdbBatch -Credential $waiting").InvokeAsync();
        await credentials.Asked.WaitAsync(TestContext.Current.CancellationToken);

        // It would never come back if the command had to wait for them.
        await shell.StopAsync(null, null);

        await Assert.ThrowsAsync<PipelineStoppedException>(() => running);
        Assert.Empty(_proxy.Requests);
    }

    private sealed class WaitingCredentials : AWSCredentials, IDisposable
    {
        private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly ManualResetEventSlim _end = new();

        public Task Asked => _asked.Task;

        public override ImmutableCredentials GetCredentials()
        {
            _asked.TrySetResult();
            _end.Wait();
            return new ImmutableCredentials("AKIALATE", "s", null);
        }

        public void Dispose() => _end.Set();
    }
}
