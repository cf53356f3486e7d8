namespace DdbBatch.Module.Tests.Aws;

/// <summary>A way to say who one is.</summary>
/// <param name="Name">The name of the case, and the id of the item that is written.</param>
/// <param name="Parameters">Of Write-DdbBatch, with HOME for the home folder.</param>
/// <param name="AccessKey">The start of the access key that signs; null if an error is expected.</param>
/// <param name="Region">The region that it signs for; or the error.</param>
/// <param name="Environment">Environment variables, as NAME=value, with HOME for the home folder.</param>
internal sealed record IdentityCase(string Name, string Parameters, string? AccessKey, string Region, params string[] Environment)
{
    /// <summary>Asked for nothing: there is nothing to sign a request with.</summary>
    private const string Elsewhere = "-EndpointUrl https://dynamodb.invalid -Region eu-west-1";

    /// <summary>The AWS files in the home folder, which the SDK looks up once per process.</summary>
    public string Files { get; init; } = ".aws";

    public static readonly IdentityCase[] All =
    [
        new("keys", "-ProfileName keys", "AKIAOFKEYS", "eu-west-2"),
        new("alias", "-AWSProfileName keys", "AKIAOFKEYS", "eu-west-2"),
        new("session", "-ProfileName session", "ASIAOFSESSION", "us-west-2", "AWS_REGION=us-west-2"),
        new("role", "-ProfileName role", "ASIAROLE", "eu-central-1"),
        new("role of a role", "-ProfileName chain", "ASIAROLE", "eu-central-1"),
        new("role of the container", "-ProfileName container", "ASIAROLE", "eu-central-1", "AWS_CONTAINER_CREDENTIALS_FULL_URI=IDENTITY/container"),
        new("role of the instance", "-ProfileName instance", "ASIAROLE", "eu-central-1", "AWS_EC2_METADATA_DISABLED="),
        new("web identity", "-ProfileName web", "ASIAWEB", "eu-central-1"),
        new("credential process", "-ProfileName process", "ASIAPROCESS", "eu-central-1"),
        new("SSO", "-ProfileName sso", "ASIASSO", "eu-central-1"),

        new("explicit keys", "-AccessKey AKIAGIVEN -SecretKey s -ProfileName keys", "AKIAGIVEN", "eu-west-2"),
        new("explicit region", "-ProfileName keys -Region ap-south-1", "AKIAOFKEYS", "ap-south-1", "AWS_REGION=us-west-2"),
        new("location", "-ProfileLocation HOME/other/credentials", "AKIAOTHERDEFAULT", "sa-east-1", "AWS_ACCESS_KEY_ID=AKIAENV", "AWS_SECRET_ACCESS_KEY=s"),
        new("name and location", "-ProfileName keys -ProfileLocation HOME/other/credentials", "AKIAOTHERKEYS", "us-east-1"),

        new("environment", "", "AKIAENV", "eu-north-1", "AWS_ACCESS_KEY_ID=AKIAENV", "AWS_SECRET_ACCESS_KEY=s", "AWS_REGION=us-west-2"),
        new("environment before AWS_PROFILE", "", "AKIAENV", "eu-west-2", "AWS_ACCESS_KEY_ID=AKIAENV", "AWS_SECRET_ACCESS_KEY=s", "AWS_PROFILE=keys"),
        new("web identity of the environment", "", "ASIAWEB", "eu-north-1", "AWS_WEB_IDENTITY_TOKEN_FILE=HOME/token", "AWS_ROLE_ARN=arn:aws:iam::123456789012:role/Pod"),
        new("AWS_PROFILE", "", "ASIAROLE", "eu-central-1", "AWS_PROFILE=role"),
        new("default profile", "", "AKIADEFAULT", "eu-north-1"),
        new("files elsewhere", "", "AKIAOTHERDEFAULT", "sa-east-1", "AWS_REGION=us-west-2") { Files = "other" },
        new("container", "", "ASIACONTAINER", "us-west-1", "AWS_CONTAINER_CREDENTIALS_FULL_URI=IDENTITY/container", "AWS_DEFAULT_REGION=us-west-1") { Files = "none" },
        new("server on this machine", "", "local", "us-east-1") { Files = "none" },

        new("endpoint of the profile", "-ProfileName served", "AKIASERVED", "eu-west-3", "AWS_ENDPOINT_URL_DYNAMODB="),
        new("endpoint of the profile's services", "-ProfileName services", "AKIASERVICES", "eu-west-3", "AWS_ENDPOINT_URL_DYNAMODB="),

        new("unknown AWS_PROFILE", Elsewhere, null, "ProfileNotFound: There is no profile 'nowhere' (AWS_PROFILE) in the AWS config and credentials files. There are: ", "AWS_PROFILE=nowhere"),
        new("location that is not there", "-ProfileLocation HOME/nothing/credentials", null, "ProfileNotFound: There is no profile 'default' (-ProfileLocation) in "),
        new("not signed in", $"-ProfileName signedOut {Elsewhere}", null, "ProfileUnusable: Profile 'signedOut' gives no credentials: sign in first, with aws sso login --profile signedOut."),
        new("MFA", $"-ProfileName mfa {Elsewhere}", null, "ProfileUnusable: Profile 'mfa' gives no credentials: it asks for an MFA code."),
        new("process that fails", $"-ProfileName broken {Elsewhere}", null, "CredentialsFailed: The credentials come from profile 'broken' (-ProfileName), but can't be had: Command returned non-zero exit value 3 with the error - Vault is sealed: …"),
        new("role that is refused", $"-ProfileName refused {Elsewhere}", null, "CredentialsFailed: The credentials come from profile 'refused' (-ProfileName), but can't be had: Error calling AssumeRole for role arn:aws:iam::123456789012:role/Refused"),
        new("no region", "-AccessKey AKIAGIVEN -SecretKey s", null, "RegionMissing: No AWS region is known. Tried, in this order: -Region, $StoredAWSRegion", "AWS_ENDPOINT_URL_DYNAMODB=") { Files = "none" },
        new("nothing", Elsewhere, null, "CredentialsMissing: No AWS credentials were found. Tried, in this order: -AccessKey, -ProfileName, -Credential (not given), "
            + "$StoredAWSCredentials (not set, or unreadable without AWS.Tools), AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY (not set), "
            + "AWS_WEB_IDENTITY_TOKEN_FILE and AWS_ROLE_ARN (not set), profile 'default' (not there, or without credentials), "
            + "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI and AWS_CONTAINER_CREDENTIALS_FULL_URI (not set), "
            + "the instance's metadata service (has none). Give -ProfileName, or set them up (aws configure).") { Files = "none" },
    ];
}
