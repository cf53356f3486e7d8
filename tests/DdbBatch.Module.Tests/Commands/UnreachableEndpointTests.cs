using System.Management.Automation;
using System.Net;
using System.Net.Sockets;
using DdbBatch.TestKit;
using DdbBatch.Tests;
using Xunit;

namespace DdbBatch.Module.Tests.Commands;

public sealed class UnreachableEndpointTests(DynamoDbLocalFixture fixture) : WriteTestBase(fixture)
{
    [Theory]
    [InlineData("@{ Id = 1 } | Write-DdbBatch -Table Music -EndpointUrl $refusing", "EndpointUrl")]
    [InlineData("@{ Id = 1 } | Get-DdbBatch -Table Music -EndpointUrl $refusing", "EndpointUrl")]
    [InlineData("Read-DdbTable Music -EndpointUrl $refusing", "EndpointUrl")]
    [InlineData("Measure-DdbTable Music -EndpointUrl $refusing", "EndpointUrl")]
    [InlineData("Clear-DdbTable Music -Confirm:$false -EndpointUrl $refusing", "EndpointUrl")]
    [InlineData("New-DdbEmptyTable Music -KeyName Id -EndpointUrl $refusing", "EndpointUrl")]
    [InlineData("New-DdbEmptyTable Music2 -Like Music -EndpointUrl $refusing", "EndpointUrl")]
    [InlineData("Copy-DdbTable Music Music2 -EndpointUrl $refusing", "EndpointUrl")]
    [InlineData("Copy-DdbTable $table Music2 -EndpointUrl $endpoint -DestinationEndpointUrl $refusing", "DestinationEndpointUrl")]
    [InlineData("@{ Id = 1 } | Compare-DdbTable Music -EndpointUrl $refusing", "EndpointUrl")]
    [InlineData("Compare-DdbTable $table -ReferenceTable Music -EndpointUrl $endpoint -ReferenceEndpointUrl $refusing", "ReferenceEndpointUrl")]
    public void The_error_names_the_parameter_of_the_endpoint_and_its_advice_is_about_the_connection(string script, string parameter)
    {
        using Socket reserved = new(SocketType.Stream, ProtocolType.Tcp);
        reserved.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        Session.SetVariable("refusing", $"http://127.0.0.1:{((IPEndPoint)reserved.LocalEndPoint!).Port}");

        ErrorRecord error = RunToFailure(script).Error;

        Assert.StartsWith("EndpointUnreachable,", error.FullyQualifiedErrorId);
        Assert.Equal(ErrorCategory.ConnectionError, error.CategoryInfo.Category);
        Assert.Contains($"{Session.GetVariable("refusing")} (-{parameter})", error.ToString());
        Assert.StartsWith("Check the endpoint", error.ErrorDetails.RecommendedAction);
    }

    [Theory]
    [InlineData("", "Pipe what is left to Write-DdbBatch later.")]
    [InlineData("-CheckpointPath $checkpoint", "Run the same command again")]
    public void A_load_that_loses_its_server_says_how_to_go_on(string parameters, string expected)
    {
        UseProxy(request => request is { Operation: "BatchWriteItem", OperationNumber: > 1 } ? new Fault.ResetBefore() : Fault.None);
        string checkpoint = System.IO.Path.Combine(System.IO.Path.GetTempPath(), System.IO.Path.GetRandomFileName());
        Session.SetVariable("checkpoint", checkpoint);
        try
        {
            ErrorRecord error = RunToFailure($"1..50 | % {{ @{{ Id = $_ }} }} | Write-DdbBatch -ThrottleLimit 1 -RetryTimeoutSec 1 {parameters}").Error;

            Assert.StartsWith("RetryTimeout,", error.FullyQualifiedErrorId);
            Assert.Contains(expected, error.ErrorDetails.RecommendedAction);
        }
        finally
        {
            System.IO.File.Delete(checkpoint);
        }
    }
}
