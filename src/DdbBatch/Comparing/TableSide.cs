using System;
using DdbBatch.Aws;
using DdbBatch.Protocol;
using DdbBatch.Transport;

namespace DdbBatch.Comparing;

/// <summary>One of the tables of a comparison, and the connection to it.</summary>
/// <param name="table">Its name or ARN.</param>
/// <param name="connection">The endpoint.</param>
/// <param name="transport">Sends the requests; disposed of with this.</param>
/// <param name="describe">Describes the table.</param>
internal sealed class TableSide(string table, ResolvedClient connection, ITransport transport, Func<TableDescription> describe) : IDisposable
{
    private TableDescription? _description;

    public string Table => table;

    public ResolvedClient Connection => connection;

    public ITransport Transport => transport;

    /// <summary>The table's description, requested on first use.</summary>
    public TableDescription Description => _description ??= describe();

    /// <summary>The place of the table.</summary>
    public TablePlace Place => new(Description.TableArn, connection.Client.EndpointName);

    /// <inheritdoc/>
    public void Dispose() => transport.Dispose();
}
