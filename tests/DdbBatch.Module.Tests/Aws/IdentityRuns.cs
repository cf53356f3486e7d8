using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Threading.Tasks;
using DdbBatch.TestKit;
using DdbBatch.TestKit.Identity;
using DdbBatch.Tests;
using Xunit;

namespace DdbBatch.Module.Tests.Aws;

/// <summary>A process for each set of AWS files, which writes an item as each of <see cref="IdentityCase.All"/>.</summary>
public sealed class IdentityRuns(DynamoDbLocalFixture dynamoDb) : IAsyncLifetime
{
    /// <summary>A secret that a credential process writes.</summary>
    public const string SecretKey = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

    private readonly AwsHome _home = new();
    private readonly string _table = DynamoDbLocalFixture.UniqueTableName();
    private FaultProxy? _proxy;

    /// <summary>The issuer of the temporary keys.</summary>
    public IdentityServer Identity { get; } = new(TimeSpan.FromHours(1));

    /// <summary>The output of the processes: a line for each error.</summary>
    public List<string> Errors { get; } = [];

    /// <summary>The signature of a case's item; null if it was not written.</summary>
    internal Signature? SignatureOf(string itemId) => _proxy!.BatchWrites
        .Where(request => Signature.ItemIds(request).Contains(itemId)).Select(Signature.Of).SingleOrDefault();

    public async ValueTask InitializeAsync()
    {
        DynamoDbLocal server = await dynamoDb.ServerAsync();
        await server.CreateTableAsync(_table, "Id:S");
        _proxy = new FaultProxy(server.Endpoint, _ => Fault.None);
        WriteFiles();
        _home.Add(Identity.Environment);
        _home.Environment["AWS_ENDPOINT_URL_DYNAMODB"] = _proxy.Endpoint.AbsoluteUri;
        foreach (IGrouping<string, IdentityCase> cases in IdentityCase.All.GroupBy(identity => identity.Files))
        {
            if (cases.Key != ".aws")
                _home.UseFiles(cases.Key);
            string script = string.Join("\n", cases.Select(Script).Prepend("Import-Module $args[0] -ErrorAction Stop"));
            Errors.AddRange(await DotnetProcess.RunScriptAsync(_home.Environment, script, Checkout.Manifest));
        }
    }

    public async ValueTask DisposeAsync()
    {
        _home.Dispose();
        await _proxy!.DisposeAsync();
        await Identity.DisposeAsync();
    }

    private string Script(IdentityCase identity)
    {
        string[][] variables = [.. identity.Environment.Select(variable => Place(variable).Split('=', 2))];
        return $$"""
            {{string.Join('\n', variables.Select(variable => $"$before_{variable[0]} = $env:{variable[0]}; {Set(variable[0], $"'{variable[1]}'")}"))}}
            try { @{ Id = '{{identity.Name.Replace("'", "''")}}' } | Write-DdbBatch -Table {{_table}} {{Place(identity.Parameters)}} -ErrorAction Stop }
            catch { "{{identity.Name}}: $($_.FullyQualifiedErrorId.Split(',')[0]): $_" }
            {{string.Join('\n', variables.Select(variable => Set(variable[0], $"$before_{variable[0]}")))}}
            """;
    }

    // Assigning an empty string with $env: removes the variable; this does not.
    private static string Set(string variable, string value) =>
        $"[Environment]::SetEnvironmentVariable('{variable}', {(value is "''" ? "[NullString]::Value" : value)})";

    private string Place(string text) =>
        text.Replace("HOME", _home.PathOf(".")).Replace("IDENTITY/", Identity.Endpoint.AbsoluteUri);

    private void WriteFiles()
    {
        const string role = "role_arn = arn:aws:iam::123456789012:role/Loader\nregion = eu-central-1";
        string type = OperatingSystem.IsWindows() ? "type" : "cat";
        string token = _home.Write("token", "a.web.token");
        string output = _home.Write(
            "process.json", """{"Version":1,"AccessKeyId":"ASIAPROCESS","SecretAccessKey":"s","SessionToken":"t"}""");
        string complaint = _home.Write("complaint", $"Vault is sealed: {SecretKey}");
        string fail = OperatingSystem.IsWindows() ? $"type {complaint} 1>&2 && exit 3" : $"cat {complaint} >&2; exit 3";
        _home.Write(".aws/config", $"""
            [default]
            region = eu-north-1
            [profile keys]
            region = eu-west-2
            [profile role]
            {role}
            source_profile = keys
            [profile chain]
            {role}
            source_profile = role
            [profile container]
            {role}
            credential_source = EcsContainer
            [profile instance]
            {role}
            credential_source = Ec2InstanceMetadata
            [profile web]
            {role}
            web_identity_token_file = {token}
            [profile process]
            region = eu-central-1
            credential_process = {type} {output}
            [profile sso]
            region = eu-central-1
            sso_session = corp
            sso_account_id = 123456789012
            sso_role_name = Loader
            [sso-session corp]
            sso_region = eu-west-1
            sso_start_url = https://corp.awsapps.com/start
            sso_registration_scopes = sso:account:access
            [profile signedOut]
            sso_session = other
            sso_account_id = 123456789012
            sso_role_name = Loader
            [sso-session other]
            sso_region = eu-west-1
            sso_start_url = https://other.awsapps.com/start
            [profile mfa]
            {role}
            source_profile = keys
            mfa_serial = arn:aws:iam::123456789012:mfa/ana
            [profile refused]
            role_arn = arn:aws:iam::123456789012:role/Refused
            source_profile = keys
            [profile broken]
            credential_process = {fail}
            [profile served]
            region = eu-west-3
            endpoint_url = {_proxy!.Endpoint}
            [profile services]
            region = eu-west-3
            services = nearby
            [services nearby]
            dynamodb =
              endpoint_url = {_proxy.Endpoint}

            """);
        _home.Write(".aws/credentials", """
            [default]
            aws_access_key_id = AKIADEFAULT
            aws_secret_access_key = s
            [keys]
            aws_access_key_id = AKIAOFKEYS
            aws_secret_access_key = s
            [session]
            aws_access_key_id = ASIAOFSESSION
            aws_secret_access_key = s
            aws_session_token = tokenOfSession
            [served]
            aws_access_key_id = AKIASERVED
            aws_secret_access_key = s
            [services]
            aws_access_key_id = AKIASERVICES
            aws_secret_access_key = s

            """);
        _home.Write("other/credentials", """
            [default]
            aws_access_key_id = AKIAOTHERDEFAULT
            aws_secret_access_key = s
            region = sa-east-1
            [keys]
            aws_access_key_id = AKIAOTHERKEYS
            aws_secret_access_key = s

            """);
        // If a file does not exist, the SDK uses the usual one.
        _home.Write("none/config", "");
        _home.Write("none/credentials", "");
        _home.Write("other/config", "");
        // The file in which aws sso login stores its token.
        string name = Convert.ToHexStringLower(SHA1.HashData(Encoding.UTF8.GetBytes("corp")));
        _home.Write($".aws/sso/cache/{name}.json", """
            {"startUrl":"https://corp.awsapps.com/start","region":"eu-west-1","accessToken":"signedIn","expiresAt":"2099-01-01T00:00:00Z"}
            """);
    }
}
