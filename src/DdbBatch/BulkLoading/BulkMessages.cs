using System.Collections.Generic;
using DdbBatch.Bulk;

namespace DdbBatch.BulkLoading;

/// <summary>The messages of a bulk load before it is started.</summary>
internal static class BulkMessages
{
    /// <summary>Reports that a run was opened.</summary>
    public static string Opened(BulkLoadOptions options, bool isUploaded) => isUploaded
        ? $"An earlier run with the token {options.ClientToken} has uploaded its input: this one's is compared with it."
        : $"The items are uploaded to {options.Folder}.";

    /// <summary>Reports that a run has ended before it started a load.</summary>
    public static string Interrupted(BulkLoadOptions options, bool isUploaded) =>
        (isUploaded ? "The run was ended" : "The run was ended and its upload deleted")
        + $", and no load was started. Run it again with -ClientToken {options.ClientToken}"
        + (isUploaded ? " to continue." : $", which also deletes the objects that may be left in {options.Folder}.");

    /// <summary>Returns the calls that a run would make, in order.</summary>
    public static IReadOnlyList<string> Calls(BulkLoadOptions options, int shards, bool wait)
    {
        List<string> calls =
        [
            $"s3: upload of {shards} objects to {options.Data}",
            $"s3: PutObject {options.Folder}manifest.json",
            $"dynamodb: StartBulkPutItems {options.Table}",
        ];
        if (wait)
        {
            calls.Add("dynamodb: DescribeBulkOperation, until the load has ended");
            calls.Add($"s3: ListObjectsV2 and GetObject of the report below {options.Report}");
            if (!options.KeepUpload)
                calls.Add($"s3: DeleteObjects of the {shards} objects, once all items were processed");
        }

        return calls;
    }
}
