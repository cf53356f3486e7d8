using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Auth;
using CsCheck;
using DdbBatch.Transport.Direct;
using Xunit;

namespace DdbBatch.Tests.Transport;

public sealed class RequestSignerTests
{
    private const string Time = "20150830T123600Z";
    private const string SessionToken =
        "AQoDYXdzEPT//////////wEXAMPLEtc764bNrC9SAPBSM22wDOk4x4HIZ8j4FZTwdQWLWsKWHGBuFqwAeMicRXmxfpSPfIeoIYRqTflfKD8YUuwthAx7mSEI/qkPpKPi/kMcGdQrmGdeehM4IC1NtBmUpp2wUE8phUZampKsburEDy0KPkyQDYwT7WZ0wq5VSXDvp75YU9HFvlRd8Tx6q6fE8YQcHNVXAkiY9q6d+xo0rKwT38xVqr7ZD0u0iPPkUL64lIZbqBAz+scqKmlzm8FDrypNC9Yjc8fPOLn9FX9KSYvKTr4rvx3iSIlTJabIQwj2ICCR/oLxBA==";

    private static readonly ImmutableCredentials Example =
        new("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", null);

    // AWS's Signature Version 4 test suite: the request, and the signature in its .authz file.
    [Theory]
    [InlineData("GET", "", "", "", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31")]
    [InlineData("POST", "", "", "", "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b")]
    [InlineData("POST", "content-type", "application/x-www-form-urlencoded", "Param1=value1", "ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a")]
    [InlineData("POST", "x-amz-security-token", SessionToken, "", "85d96828115b5dc0cfc3bd16ad9e210dd772bbebba041836c64533a82be05ead")]
    public void The_examples_of_AWS_are_signed_as_published(
        string method, string headerName, string headerValue, string body, string signature)
    {
        Dictionary<string, string> headers = new() { ["host"] = "example.amazonaws.com", ["x-amz-date"] = Time };
        if (headerName.Length > 0)
            headers[headerName] = headerValue;

        string authorization = Sign(new RequestSigner("us-east-1", "service"), method, "/", headers, body, Time, Example);

        Assert.Equal(
            "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, "
            + $"SignedHeaders={string.Join(';', headers.Keys.Order(StringComparer.Ordinal))}, Signature={signature}",
            authorization);
    }

    [Fact]
    public void The_key_is_derived_as_in_the_example_of_AWS() => Assert.Equal(
        "c4afb1cc5771d871763a393e44b703571b55cc28424d1a5e86da6ed3c154a4b9",
        Convert.ToHexStringLower(SigningKey.Derive("20150830", "us-east-1", "iam", Example).Bytes));

    [Fact]
    public void Another_day_and_other_credentials_get_another_key()
    {
        RequestSigner signer = new("us-east-1", "service");
        ImmutableCredentials other = new("AKIDEXAMPLE", "another secret", null);

        string[] signatures = [.. new[] { (Time, Example), ("20150831T123600Z", Example), (Time, other), (Time, Example) }
            .Select(one => Sign(signer, "GET", "/", new() { ["x-amz-date"] = one.Item1 }, "", one.Item1, one.Item2))];

        Assert.Equal(3, signatures.Distinct().Count());
        Assert.Equal(signatures[0], signatures[3]);
    }

    [Fact]
    public void The_signature_is_the_one_that_the_SDK_gives()
    {
        const string Printable = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/+=-_.~:;,?&%@!$'()*";
        Gen<string> name = Gen.String[Gen.Char.AlphaNumeric, 1, 12].Select(text => "x-" + text.ToLowerInvariant());
        Gen<string> value = Gen.String[OneOf(Printable.ToCharArray()), 1, 60];
        Gen.Select(
            Gen.Dictionary(name, value)[0, 4],
            Gen.String[Gen.Char, 0, 200],
            value.Null(),
            OneOf("us-east-1", "eu-central-1", "cn-north-1", "us-gov-west-1"),
            OneOf("https://dynamodb.eu-central-1.amazonaws.com/", "http://localhost:8000/", "http://[::1]:8000/", "https://proxy.example/a-path/of~its.own/"),
            Gen.DateTime[new DateTime(2000, 1, 1), new DateTime(2099, 12, 31)])
            .Sample((headers, body, token, region, url, time) =>
            {
                Dictionary<string, string> signed = headers.ToDictionary();
                if (token is not null)
                    signed["x-amz-security-token"] = token;
                (string expected, Dictionary<string, string> all) = SignBySdk(signed, body, region, url, time);
                string amzDate = time.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);

                string actual = Sign(
                    new RequestSigner(region, "dynamodb"), "POST", RequestSigner.CanonicalPath(new Uri(url)), all, body, amzDate, Example);

                Assert.Equal(expected, actual);
            });
    }

    private static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(index => values[index]);

    private static (string Authorization, Dictionary<string, string> Headers) SignBySdk(
        Dictionary<string, string> headers, string body, string region, string url, DateTime time)
    {
        DefaultRequest request = new(new PutItemRequest(), "Amazon.DynamoDBv2")
        {
            HttpMethod = "POST",
            ResourcePath = "/",
            Endpoint = new Uri(url),
            Content = Encoding.UTF8.GetBytes(body),
        };
        foreach ((string name, string value) in headers)
            request.Headers[name] = value;
        AmazonDynamoDBConfig config = new() { AuthenticationRegion = region, ServiceURL = url };
        AWS4SigningResult result = new AWS4Signer().SignRequest(
            request, config, null, Example.AccessKey, Example.SecretKey, DateTime.SpecifyKind(time, DateTimeKind.Utc));
        return (result.ForAuthorizationHeader, request.Headers.ToDictionary(header => header.Key.ToLowerInvariant(), header => header.Value));
    }

    private static string Sign(
        RequestSigner signer,
        string method,
        string path,
        Dictionary<string, string> headers,
        string body,
        string time,
        ImmutableCredentials credentials) => signer.Sign(
            method,
            path,
            headers.OrderBy(header => header.Key, StringComparer.Ordinal).ToArray(),
            SHA256.HashData(Encoding.UTF8.GetBytes(body)),
            time,
            credentials);
}
