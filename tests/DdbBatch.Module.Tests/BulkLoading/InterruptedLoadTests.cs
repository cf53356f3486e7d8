using System;
using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using DdbBatch.TestKit;
using DdbBatch.Tests;
using Xunit;

namespace DdbBatch.Module.Tests.BulkLoading;

/// <summary>Ctrl-C, and errors that end the pipeline.</summary>
public sealed class InterruptedLoadTests(DynamoDbLocalFixture dynamoDb, S3ServerFixture s3) : BulkTestBase(dynamoDb, s3)
{
    [Theory]
    [InlineData("1..10 | % { @{ Id = $_ } } | Start-DdbBulkLoad -Wait -ClientToken t")]
    [InlineData("1..10 | % { @{ Id = $_ } } | Start-DdbBulkLoad -ClientToken t | Receive-DdbBulkLoad -Wait")]
    public async Task Ctrl_C_while_it_waits_leaves_the_load_running_and_says_how_to_get_back(string script)
    {
        TaskCompletionSource waiting = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Use(new BulkServerOptions
        {
            Pace = BulkPace.Manual,
            Rule = request =>
            {
                if (request is { Operation: "DescribeBulkOperation", OperationNumber: 2 })
                    waiting.TrySetResult();
                return Fault.None;
            },
        });

        await StopOnceAsync(script, waiting.Task);

        BulkOperation operation = Engine.Operations.Single();
        Assert.Equal("IN_PROGRESS", operation.Status);
        Assert.Contains($"Receive-DdbBulkLoad -Arn '{operation.Arn}' -Wait", Shown);
        await operation.RunAsync(TestContext.Current.CancellationToken);
        Assert.Empty(Run($"Receive-DdbBulkLoad -Arn '{operation.Arn}' -Wait").ThrowIfFailed().Output);
        Assert.Equal(Enumerable.Range(1, 10), (await ItemsAsync()).Keys.Order());
    }

    [Fact]
    public async Task Ctrl_C_during_the_upload_takes_it_back_and_says_with_which_token_to_run_again()
    {
        TaskCompletionSource uploading = new(TaskCreationOptions.RunContinuationsAsynchronously);
        UseS3Proxy(request =>
        {
            if (request.Operation is "UploadPart" or "PutObject")
                uploading.TrySetResult();
            return Fault.None;
        });

        await StopOnceAsync("& { $i = 0; while ($true) { @{ Id = ++$i; Text = 'x' * 1000 } } } | Start-DdbBulkLoad -ClientToken t -ShardBytes 300000 -DuplicateKey Error -Wait", uploading.Task);

        Assert.Contains("-ClientToken t", Shown);
        Assert.Empty(Engine.Operations);
        // Parts in flight may have arrived in the meantime. The next run deletes them.
        Run("1..10 | % { @{ Id = $_ } } | Start-DdbBulkLoad -ClientToken t -Wait").ThrowIfFailed();
        Assert.Equal(Enumerable.Range(1, 10), (await ItemsAsync()).Keys.Order());
        Assert.Empty(await S3.PendingUploadsAsync(Bucket));
        Assert.DoesNotContain(await S3.KeysAsync(Bucket), key => key.Contains("/data/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_error_upstream_takes_the_upload_back_too()
    {
        RunToFailure("& { 1..100 | % { @{ Id = $_ } }; throw 'No more.' } | Start-DdbBulkLoad -ClientToken t -Wait");

        Assert.Contains("-ClientToken t", Shown);
        Assert.Empty(Engine.Operations);
        Assert.Empty(await S3.KeysAsync(Bucket));
        Assert.Empty(await S3.PendingUploadsAsync(Bucket));
    }

    [Fact]
    public void ErrorAction_Stop_ends_it_at_the_first_object_that_breaks_a_rule()
    {
        ErrorRecord error = RunToFailure("1, 'x', 3 | % { @{ Id = $_ } } | Start-DdbBulkLoad -Wait -ErrorAction Stop");

        Assert.StartsWith("KeyTypeMismatch", error.FullyQualifiedErrorId);
        Assert.Empty(Engine.Operations);
    }

    private async Task StopOnceAsync(string script, Task moment)
    {
        using PowerShell shell = Session.CreatePowerShell();
        shell.AddScript(script, useLocalScope: false);
        IAsyncResult run = shell.BeginInvoke();
        await moment.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
        await Task.Factory.FromAsync(shell.BeginStop, shell.EndStop, null);
        Assert.Throws<PipelineStoppedException>(() => shell.EndInvoke(run));
    }
}
