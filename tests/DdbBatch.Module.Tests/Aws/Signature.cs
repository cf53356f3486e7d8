using System;
using System.Linq;
using DdbBatch.TestKit;

namespace DdbBatch.Module.Tests.Aws;

/// <summary>As whom, and for which region, a request was signed.</summary>
internal sealed record Signature(string AccessKey, string Region, string? SessionToken)
{
    /// <summary>The Authorization header: AWS4-HMAC-SHA256 Credential=KEY/DATE/REGION/dynamodb/aws4_request, …</summary>
    public static Signature Of(ProxiedRequest request)
    {
        string header = request.Http.Header("Authorization") ?? throw new InvalidOperationException("Not signed.");
        string[] scope = header.Split("Credential=")[1].Split(',')[0].Split('/');
        return new Signature(scope[0], scope[2], request.Http.Header("X-Amz-Security-Token"));
    }

    /// <summary>The ids of the items that a request writes.</summary>
    public static string[] ItemIds(ProxiedRequest request) =>
        [.. request.Writes.Select(write => write.Request.GetProperty("PutRequest").GetProperty("Item").GetProperty("Id").GetProperty("S").GetString()!)];
}
