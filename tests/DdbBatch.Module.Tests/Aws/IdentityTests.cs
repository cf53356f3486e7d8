using System;
using System.Linq;
using Xunit;

namespace DdbBatch.Module.Tests.Aws;

/// <summary>Who a run is, and in which region, by files, environment and parameters: seen from the server.</summary>
public sealed class IdentityTests(IdentityRuns runs) : IClassFixture<IdentityRuns>
{
    public static TheoryData<string> Names => [.. IdentityCase.All.Select(identity => identity.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Credentials_and_region_are_those_of(string name)
    {
        IdentityCase expected = IdentityCase.All.Single(identity => identity.Name == name);
        string? error = runs.Errors.SingleOrDefault(line => line.StartsWith($"{name}: ", StringComparison.Ordinal));
        Signature? signature = runs.SignatureOf(name);
        if (expected.AccessKey is null)
        {
            Assert.StartsWith($"{name}: {expected.Region}", error);
            Assert.Null(signature);
            return;
        }

        Assert.True(error is null, error);
        Assert.NotNull(signature);
        Assert.StartsWith(expected.AccessKey, signature.AccessKey);
        Assert.Equal(expected.Region, signature.Region);
        Assert.Equal(signature.AccessKey.StartsWith("ASIA", StringComparison.Ordinal), signature.SessionToken is not null);
    }

    [Fact]
    public void The_output_of_a_process_is_reported_without_its_secret() =>
        Assert.All(runs.Errors, error => Assert.DoesNotContain(IdentityRuns.SecretKey, error));

    [Theory]
    [InlineData("CONTAINER", "role of the container")]
    [InlineData("INSTANCE", "role of the instance")]
    public void A_role_is_assumed_with_the_keys_of_its_source(string issuer, string name)
    {
        Signature role = runs.SignatureOf(name)!;
        int assumed = runs.Identity.Issued.ToList().FindIndex(keys => keys.AccessKey == role.AccessKey);
        Assert.Equal(issuer, runs.Identity.Issued[assumed - 1].Issuer);
        Assert.Contains(runs.Identity.Requests, request =>
            request.Header("Authorization")?.Contains(runs.Identity.Issued[assumed - 1].AccessKey) is true);
    }
}
