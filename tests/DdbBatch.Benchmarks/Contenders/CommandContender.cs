using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using DdbBatch.Protocol;
using DdbBatch.TestKit;
using DdbBatch.Transport;

namespace DdbBatch.Benchmarks.Contenders;

/// <summary>Hashtables in memory, piped to Write-DdbBatch in the real PowerShell engine.</summary>
internal sealed class CommandContender : IContender
{
    private readonly PowerShellSession _session = new();
    private readonly Hashtable[] _items;

    public CommandContender(ContenderOptions options, TransportKind kind)
    {
        _items = Music.Hashtables(options.Shape);
        _session.SetVariable("parameters", new Hashtable
        {
            ["Table"] = Music.Table,
            ["EndpointUrl"] = options.Endpoint.AbsoluteUri,
            ["ThrottleLimit"] = options.InFlight,
            ["Transport"] = kind.ToString(),
        });
    }

    /// <inheritdoc/>
    public long Write(Func<long, bool> goesOn) => Write(Items(goesOn));

    /// <summary>Writes objects.</summary>
    public long Write(IEnumerable<object> items)
    {
        _session.SetVariable("items", items);
        PowerShellResult result = _session.Invoke("($items | Write-DdbBatch @parameters -Summary).Written").ThrowIfFailed();
        return (long)result.Output.Single().BaseObject;
    }

    /// <summary>Makes the same objects, and drops them.</summary>
    public void Drop(IEnumerable<object> items)
    {
        _session.SetVariable("items", items);
        _session.Invoke("foreach ($item in $items) { }").ThrowIfFailed();
    }

    public void Dispose() => _session.Dispose();

    private IEnumerable<object> Items(Func<long, bool> goesOn)
    {
        for (long i = 0; i % BatchLimits.Operations != 0 || goesOn(i); i++)
            yield return _items[i % _items.Length];
    }
}
