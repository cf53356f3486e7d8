using System;
using System.Collections;
using System.Linq;
using DdbBatch.Benchmarks.Contenders;
using DdbBatch.TestKit;

namespace DdbBatch.Benchmarks.Reading;

/// <summary>A command that reads, in the real PowerShell engine, once after the other.</summary>
internal sealed class ReadCommandContender : IContender
{
    private readonly PowerShellSession _session = new();
    private readonly string _script;

    /// <param name="options">The server and the requests in flight.</param>
    /// <param name="table">The table.</param>
    /// <param name="script">Reads once with @parameters (and @destination), and returns how many items there were.</param>
    public ReadCommandContender(ContenderOptions options, string table, string script)
    {
        _script = script;
        _session.SetVariable("keys", Enumerable.Range(0, 100_000).Select(number => new Hashtable { ["Id"] = number * 10 }).ToArray());
        _session.SetVariable("destination", new Hashtable { ["DestinationEndpointUrl"] = options.Destination?.AbsoluteUri });
        _session.SetVariable("parameters", new Hashtable
        {
            ["Table"] = table,
            ["EndpointUrl"] = options.Endpoint.AbsoluteUri,
            ["ThrottleLimit"] = options.InFlight,
        });
    }

    /// <inheritdoc/>
    public long Write(Func<long, bool> goesOn)
    {
        long items = 0;
        while (goesOn(items))
            items += (long)_session.Invoke(_script).ThrowIfFailed().Output.Single().BaseObject;
        return items;
    }

    public void Dispose() => _session.Dispose();
}
