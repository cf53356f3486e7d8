using System.Security.Cryptography;
using System.Text;
using Amazon.Runtime;

namespace DdbBatch.Transport.Direct;

/// <summary>A key that signs the requests of a day to one service in one region.</summary>
internal sealed class SigningKey
{
    private const string Terminator = "aws4_request";

    private readonly string _date;
    private readonly string _secretKey;

    private SigningKey(string date, string scope, ImmutableCredentials credentials, byte[] bytes)
    {
        _date = date;
        _secretKey = credentials.SecretKey;
        Scope = scope;
        AccessKey = credentials.AccessKey;
        Bytes = bytes;
    }

    /// <summary>The credential scope, for example <c>20150830/us-east-1/dynamodb/aws4_request</c>.</summary>
    public string Scope { get; }

    /// <summary>The access key of the credentials.</summary>
    public string AccessKey { get; }

    public byte[] Bytes { get; }

    /// <summary>Derives a key (IAM User Guide, "Derive the signing key").</summary>
    /// <param name="date">The day, for example <c>20150830</c>.</param>
    /// <param name="region">The region.</param>
    /// <param name="service">The service's signing name.</param>
    /// <param name="credentials">The credentials.</param>
    public static SigningKey Derive(string date, string region, string service, ImmutableCredentials credentials)
    {
        byte[] key = Encoding.UTF8.GetBytes("AWS4" + credentials.SecretKey);
        foreach (string part in new[] { date, region, service, Terminator })
            key = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(part));
        return new SigningKey(date, $"{date}/{region}/{service}/{Terminator}", credentials, key);
    }

    /// <summary>True if the key is valid for a day and credentials.</summary>
    public bool Fits(string date, ImmutableCredentials credentials) =>
        date == _date && credentials.AccessKey == AccessKey && credentials.SecretKey == _secretKey;
}
