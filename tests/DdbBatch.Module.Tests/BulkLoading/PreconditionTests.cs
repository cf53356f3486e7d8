using System;
using System.Linq;
using System.Management.Automation;
using DdbBatch.TestKit;
using DdbBatch.Tests;
using Xunit;

namespace DdbBatch.Module.Tests.BulkLoading;

/// <summary>The preconditions of a load, and other refusals of DynamoDB and S3: one error each, with the remedy.</summary>
public sealed class PreconditionTests(DynamoDbLocalFixture dynamoDb, S3ServerFixture s3) : BulkTestBase(dynamoDb, s3)
{
    private const string Load10 = "1..10 | % { @{ Id = $_ } } | Start-DdbBulkLoad -Wait";

    [Fact]
    public void A_table_that_is_not_there() => Fails($"{Load10} -Table NoSuchTable", "TableNotFound", ErrorCategory.ObjectNotFound, "NoSuchTable");

    [Fact]
    public void A_bucket_that_is_not_there() =>
        Fails($"{Load10} -S3Uri s3://no-such-bucket-at-all/", "BucketNotFound", ErrorCategory.ObjectNotFound, "no-such-bucket-at-all");

    [Theory]
    [InlineData("my-bucket/loads")]
    [InlineData("https://my-bucket/loads")]
    [InlineData("s3://My_Bucket/loads")]
    [InlineData("s3:///loads")]
    public void A_place_that_is_none(string uri) => Fails($"{Load10} -S3Uri {uri}", "S3UriInvalid", ErrorCategory.InvalidArgument, uri);

    [Fact]
    public void A_bucket_of_another_region()
    {
        UseS3Proxy(_ => new Fault.S3OtherRegion("eu-west-3"));

        Fails(Load10, "BucketInOtherRegion", ErrorCategory.InvalidOperation, "eu-west-3");
    }

    [Fact]
    public void A_global_table()
    {
        Use(new BulkServerOptions { GlobalTables = [Table] });

        Fails(Load10, "GlobalTable", ErrorCategory.InvalidOperation, "Write-DdbBatch");
    }

    [Theory]
    [InlineData("StartBulkPutItems", "dynamodb:StartBulkPutItems")]
    [InlineData("DescribeTable", "dynamodb:DescribeTable")]
    [InlineData("DescribeBulkOperation", "dynamodb:DescribeBulkOperation")]
    public void A_permission_of_DynamoDB_that_is_missing(string operation, string permission)
    {
        Use(new BulkServerOptions
        {
            Rule = request => request.Operation == operation
                ? new Fault.Error(400, "AccessDeniedException", $"User: arn:aws:iam::123456789012:user/u is not authorized to perform: {permission}")
                : Fault.None,
        });

        Fails(Load10, "AccessDenied", ErrorCategory.PermissionDenied, permission);
    }

    [Theory]
    [InlineData("CreateMultipartUpload,PutObject,UploadPart", "s3:PutObject")]
    public void A_permission_of_S3_that_is_missing(string operations, string permission)
    {
        UseS3Proxy(request => operations.Split(',').Contains(request.Operation) ? new Fault.S3Error(403, "AccessDenied", "Access Denied") : Fault.None);

        Fails(Load10, "AccessDenied", ErrorCategory.PermissionDenied, permission);
    }

    [Fact]
    public void A_quota_that_is_used_up()
    {
        Use(new BulkServerOptions { Pace = BulkPace.Manual, MaxOperationsPerTable = 1 });
        Run("@{ Id = 1 } | Start-DdbBulkLoad").ThrowIfFailed();

        Fails(Load10, "BulkLimitExceeded", ErrorCategory.LimitsExceeded, "-ClientToken");
    }

    [Fact]
    public void An_input_that_is_another_than_that_of_the_token()
    {
        Use(new BulkServerOptions { Pace = BulkPace.Manual });
        Run("1..10 | % { @{ Id = $_ } } | Start-DdbBulkLoad -ClientToken t").ThrowIfFailed();

        Fails("1..9 + 11 | % { @{ Id = $_ } } | Start-DdbBulkLoad -ClientToken t", "BulkLoadMismatch", ErrorCategory.InvalidData, "-ClientToken");

        Assert.Single(Engine.Operations);
    }

    [Theory]
    [InlineData("-MaxWriteRequestUnit 5000")]
    [InlineData("-PerformanceTier Accelerated")]
    public void Parameters_that_are_others_than_those_of_the_token(string parameters)
    {
        Use(new BulkServerOptions { Pace = BulkPace.Manual });
        Run("1..10 | % { @{ Id = $_ } } | Start-DdbBulkLoad -ClientToken t").ThrowIfFailed();

        ErrorRecord error = RunToFailure($"1..10 | % {{ @{{ Id = $_ }} }} | Start-DdbBulkLoad -ClientToken t {parameters}");

        Assert.StartsWith("BulkLoadMismatch", error.FullyQualifiedErrorId);
        Assert.Single(Engine.Operations);
    }

    [Fact]
    public void A_token_that_another_request_has_used()
    {
        Use(new BulkServerOptions
        {
            Rule = request => request.Operation == "StartBulkPutItems"
                ? new Fault.Error(400, "IdempotentParameterMismatchException", "The token was used with other parameters.")
                : Fault.None,
        });

        Fails(Load10, "ClientTokenInUse", ErrorCategory.InvalidOperation, "-ClientToken");
    }

    [Theory]
    [InlineData("-MaxWriteRequestUnit 1000")]
    [InlineData("-Compression Brotli")]
    public void A_parameter_that_PowerShell_refuses(string parameter)
    {
        ErrorRecord error = RunToFailure($"{Load10} {parameter}");

        Assert.IsType<ParameterBindingException>(error.Exception, exactMatch: false);
        Assert.Empty(Engine.Requests);
    }

    [Theory]
    [InlineData("-ClientToken 'a/b'", "ClientTokenInvalid", "a/b")]
    [InlineData("-S3BucketOwner me", "BucketOwnerInvalid", "12 digits")]
    [InlineData("-ShardBytes 1", "ShardBytesInvalid", "-ShardBytes")]
    public void A_parameter_that_breaks_a_rule(string parameter, string errorId, string word) =>
        Fails($"{Load10} {parameter}", errorId, ErrorCategory.InvalidArgument, word);

    [Fact]
    public void An_endpoint_of_S3_that_is_not_there() =>
        Fails($"{Load10} -S3EndpointUrl http://127.0.0.1:9", "S3Failed", ErrorCategory.ConnectionError, "http://127.0.0.1:9");

    [Fact]
    public void An_endpoint_of_S3_that_is_none() =>
        Fails($"{Load10} -S3EndpointUrl nowhere", "EndpointInvalid", ErrorCategory.AuthenticationError, "-S3EndpointUrl");

    private void Fails(string script, string errorId, ErrorCategory category, string word)
    {
        int before = Engine.Operations.Count;

        ErrorRecord error = RunToFailure(script);

        Assert.Equal((errorId, category), (error.FullyQualifiedErrorId.Split(',')[0], error.CategoryInfo.Category));
        Assert.Contains(word, error.ToString());
        Assert.NotEqual(error.ErrorDetails.Message, error.ErrorDetails.RecommendedAction);
        if (errorId != "AccessDenied")
            Assert.Equal(before, Engine.Operations.Count);
    }
}
