using System;
using System.Collections;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using Amazon.Runtime;
using DdbBatch.Module.Tests.Commands;
using DdbBatch.TestKit;
using DdbBatch.Tests;
using Xunit;

namespace DdbBatch.Module.Tests.Aws;

/// <summary>Whatever happens: no secret key and no session token comes out, on no stream and in no error.</summary>
public sealed class SecretTests(DynamoDbLocalFixture fixture) : WriteTestBase(fixture)
{
    private const string SecretKey = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
    private const string EveryStream =
        "$VerbosePreference = $DebugPreference = $InformationPreference = $WarningPreference = $ProgressPreference = 'Continue'";

    private static readonly string Token = "IQoJb3JpZ2luX2VjEXAMPLE" + new string('T', 300);

    // AWS's answer to a wrong signature: it has the canonical request with all headers.
    private static readonly string SignatureDump =
        "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing "
        + "method. Consult the service documentation for details.\n\nThe Canonical String for this request should have been\n'POST\n/\n\n"
        + $"host:dynamodb\nx-amz-security-token:{Token}\n";

    public static TheoryData<string, string> Runs => new()
    {
        { "a success", "1..30 | % { @{ Id = $_ } } | Write-DdbBatch @keys -Summary -PassThru" },
        { "items left", "1..30 | % { @{ Id = $_ } } | Write-DdbBatch @keys -NoRetry -KeyName Id:N -EndpointUrl $wrong -Summary -UnprocessedVariable left; $left" },
        { "a wrong signature", "@{ Id = 1 } | Write-DdbBatch @keys -EndpointUrl $wrong -Summary" },
        { "a wrong signature for one table", "@{ Id = 1 } | Write-DdbBatch @keys -EndpointUrl $wrong -KeyName Id:N -Summary" },
        { "an endpoint that isn't there", "@{ Id = 1 } | Write-DdbBatch @keys -EndpointUrl http://127.0.0.1:9" },
        { "no endpoint at all", "@{ Id = 1 } | Write-DdbBatch @keys -EndpointUrl nowhere" },
        { "no such table", "@{ Id = 1 } | Write-DdbBatch @keys -Table NoSuchTable" },
        { "an invalid item", "@{ No = 1 } | Write-DdbBatch @keys" },
        { "a preflight", "@{ Id = 1 } | Write-DdbBatch @keys -WhatIf" },
        { "half of the keys", "@{ Id = 1 } | Write-DdbBatch -SecretKey $keys.SecretKey" },
        { "a token alone", "@{ Id = 1 } | Write-DdbBatch -SessionToken $keys.SessionToken" },
        { "a secret as credential", "@{ Id = 1 } | Write-DdbBatch -Credential $keys.SecretKey" },
        { "keys of a file", "@{ Id = 1 } | Write-DdbBatch -ProfileName keys -ProfileLocation $file -Summary" },
        { "a file's role that can't be assumed", "@{ Id = 1 } | Write-DdbBatch -ProfileName role -ProfileLocation $file" },
        { "a process that blurts it out", "@{ Id = 1 } | Write-DdbBatch -ProfileName process -ProfileLocation $file" },
        { "a process that writes no JSON", "@{ Id = 1 } | Write-DdbBatch -ProfileName babble -ProfileLocation $file" },
        { "an object of another SDK", "@{ Id = 1 } | Write-DdbBatch -Credential $foreign -Summary" },
        { "an object of another SDK that throws", "@{ Id = 1 } | Write-DdbBatch -Credential $throwing -Summary" },
        { "a bulk load", "@{ Id = 1 } | Start-DdbBulkLoad @keys -Table Music -S3Uri s3://my-bucket/ -EndpointUrl $wrong -S3EndpointUrl http://127.0.0.1:9" },
        { "bulk loads", "Get-DdbBulkLoad @keys -EndpointUrl $wrong -S3EndpointUrl http://127.0.0.1:9" },
        { "a deletion", "@{ Id = 1 } | Remove-DdbBatch @keys -Summary" },
    };

    [Theory]
    [MemberData(nameof(Runs))]
    public async Task No_stream_and_no_error_has_a_secret(string what, string script)
    {
        using StringWriter shown = new();
        using PowerShellSession session = new(host: new ConsoleHost(shown, shown));
        await using FaultProxy proxy = new(
            Server.Endpoint, _ => new Fault.Error(400, "InvalidSignatureException", SignatureDump));
        string file = await WriteFileAsync();
        session.SetVariable("keys", new Hashtable { ["AccessKey"] = "ASIAGIVEN", ["SecretKey"] = SecretKey, ["SessionToken"] = Token });
        session.SetVariable("file", file);
        session.SetVariable("wrong", proxy.Endpoint.AbsoluteUri);
        session.SetVariable("foreign", new SessionAWSCredentials("ASIAFOREIGN", SecretKey, Token));
        session.SetVariable("throwing", new ThrowingCredentials());
        session.SetVariable("defaults", new DefaultParameterDictionary
        {
            ["*-DdbBatch:EndpointUrl"] = Server.Endpoint.AbsoluteUri,
            ["*-DdbBatch:Table"] = Table,
            ["*-DdbBatch:Region"] = "eu-central-1",
        });
        session.Invoke($"$PSDefaultParameterValues = $defaults; {EveryStream}");

        session.Show(script);

        string all = string.Join("\n", Errors(session).Append(shown.ToString()));
        Assert.True(all.Length > 0, what);
        Assert.DoesNotContain(SecretKey, all);
        Assert.DoesNotContain(Token[..40], all);
        File.Delete(file);
    }

    private static IEnumerable<string> Errors(PowerShellSession session)
    {
        foreach (object entry in (IEnumerable)session.GetVariable("Error")!)
        {
            ErrorRecord error = entry as ErrorRecord ?? ((RuntimeException)entry).ErrorRecord;
            yield return error.ToString();
            yield return error.Exception.ToString();
            yield return error.ErrorDetails?.RecommendedAction ?? "";
            yield return error.TargetObject?.ToString() ?? "";
        }
    }

    private static async Task<string> WriteFileAsync()
    {
        string path = Path.GetTempFileName();
        string cry = OperatingSystem.IsWindows() ? "1>&2 && exit 3" : ">&2; exit 3";
        await File.WriteAllTextAsync(path, $"""
            [keys]
            aws_access_key_id = ASIAOFKEYS
            aws_secret_access_key = {SecretKey}
            aws_session_token = {Token}
            [role]
            role_arn = arn:aws:iam::123456789012:role/Loader
            source_profile = nowhere
            [process]
            credential_process = echo cannot renew {SecretKey} {Token} {cry}
            [babble]
            credential_process = echo {SecretKey} {Token}

            """);
        return path;
    }

    private sealed class ThrowingCredentials : AWSCredentials
    {
        public override ImmutableCredentials GetCredentials() =>
            throw new AmazonClientException($"No luck with {SecretKey} and {Token}.");
    }
}
