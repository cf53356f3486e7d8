using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using DdbBatch.Bulk.S3;
using DdbBatch.Files;

namespace DdbBatch.Bulk.Report;

/// <summary>
/// The report that DynamoDB has written about a load, object by object. It has every object in the folder except manifests.
/// </summary>
internal sealed class BulkReport : IDisposable
{
    private readonly LoadBucket _bucket;
    private readonly Queue<string> _keys;
    private LineReader? _lines;
    private string _key = "";

    private BulkReport(LoadBucket bucket, IEnumerable<string> keys)
    {
        _bucket = bucket;
        _keys = new Queue<string>(keys);
    }

    /// <summary>Opens the report of a load.</summary>
    /// <exception cref="BulkException">The report cannot be listed.</exception>
    public static async Task<BulkReport> OpenAsync(LoadBucket bucket, BulkLoad load, CancellationToken cancellationToken)
    {
        string[] keys = load.Output is null
            ? []
            : [.. (await bucket.ListAsync(load.Output.Prefix, cancellationToken).ConfigureAwait(false))
                .Where(one => one.Size > 0 && !IsManifest(one.Key))
                .Select(one => one.Key)];
        // Several loads may have the same location for their reports. An operation's folder has the last part of its ARN as
        // its name.
        string id = load.Arn.Substring(load.Arn.LastIndexOf('/') + 1);
        string[] own = id.Length == 0 ? [] : [.. keys.Where(key => key.Contains(id))];
        return new BulkReport(bucket, own.Length > 0 ? own : keys);
    }

    /// <summary>
    /// Returns the next failure; null at the end. An object that cannot be read is returned as a failure too.
    /// </summary>
    /// <exception cref="BulkException">S3 cannot be read.</exception>
    public async Task<BulkFailure?> NextAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (_lines is null && !await OpenNextAsync(cancellationToken).ConfigureAwait(false))
                return null;
            try
            {
                if (_lines?.Next() is { } line)
                    return BulkRecord.Read(line);
                Close();
            }
            catch (FileException exception)
            {
                Close();
                return new BulkFailure("ReportUnreadable", $"The rest of {_key} of the report can't be read: {exception.Message}") { Raw = _key };
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Close();

    private static bool IsManifest(string key)
    {
        string name = key.Substring(key.LastIndexOf('/') + 1);
        return name.StartsWith("manifest", StringComparison.OrdinalIgnoreCase) || name.StartsWith("_", StringComparison.Ordinal)
            || name.EndsWith(".md5", StringComparison.OrdinalIgnoreCase);
    }

    private async Task<bool> OpenNextAsync(CancellationToken cancellationToken)
    {
        if (_keys.Count == 0)
            return false;
        _key = _keys.Dequeue();
        Stream? stream = await _bucket.OpenAsync(_key, cancellationToken).ConfigureAwait(false);
        if (stream is not null)
            _lines = new LineReader(stream, _key);
        return true;
    }

    private void Close()
    {
        _lines?.Dispose();
        _lines = null;
    }
}
