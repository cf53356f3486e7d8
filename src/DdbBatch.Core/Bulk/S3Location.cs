using System;
using System.Text.RegularExpressions;

namespace DdbBatch.Bulk;

/// <summary>A location in S3: a bucket and a key prefix.</summary>
/// <param name="Bucket">The bucket's name.</param>
/// <param name="Prefix">Empty, or a prefix that ends with a slash.</param>
internal sealed record S3Location(string Bucket, string Prefix)
{
    private const string Scheme = "s3://";
    private const string DataFolder = "data/";

    // User Guide of S3, "General purpose bucket naming rules".
    private static readonly Regex BucketName = new(@"^[a-z0-9][a-z0-9.\-]{1,61}[a-z0-9]\z", RegexOptions.CultureInvariant);

    /// <summary>Parses a URI. A prefix is treated as a folder.</summary>
    /// <param name="uri">The URI, for example <c>s3://bucket/prefix/</c>.</param>
    /// <exception cref="BulkException">S3UriInvalid.</exception>
    public static S3Location Parse(string uri)
    {
        if (!uri.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
            throw BulkErrors.S3UriInvalid(uri);
        string rest = uri.Substring(Scheme.Length);
        int slash = rest.IndexOf('/');
        string bucket = slash < 0 ? rest : rest.Substring(0, slash);
        string prefix = slash < 0 ? "" : rest.Substring(slash + 1);
        if (!BucketName.IsMatch(bucket))
            throw BulkErrors.S3UriInvalid(uri);
        return new S3Location(bucket, prefix.Length == 0 || prefix[prefix.Length - 1] == '/' ? prefix : prefix + "/");
    }

    /// <summary>Returns a location under this one.</summary>
    /// <param name="folder">A name without slashes.</param>
    public S3Location Below(string folder) => this with { Prefix = $"{Prefix}{folder}/" };

    /// <summary>
    /// Returns the folder of a load, given the prefix of its objects; null if the prefix is not that of a load.
    /// </summary>
    public static S3Location? FolderOfData(string bucket, string dataPrefix) =>
        dataPrefix.EndsWith(DataFolder, StringComparison.Ordinal)
            ? new S3Location(bucket, dataPrefix.Substring(0, dataPrefix.Length - DataFolder.Length))
            : null;

    /// <summary>The URI.</summary>
    public override string ToString() => $"{Scheme}{Bucket}/{Prefix}";
}
