using DdbBatch.Items;

namespace DdbBatch.Transport;

/// <summary>What DescribeTable says of a table, as far as writing to it needs it.</summary>
/// <param name="Schema">Its keys and its indexes' keys.</param>
/// <param name="TableArn">Its ARN: one table has one, whatever it was called by.</param>
internal sealed record TableDescription(TableSchema Schema, string TableArn);
