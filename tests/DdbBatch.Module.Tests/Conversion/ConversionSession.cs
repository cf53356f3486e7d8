using System;
using DdbBatch.TestKit;
using Xunit;

namespace DdbBatch.Module.Tests.Conversion;

/// <summary>A session for tests of the conversion.</summary>
public sealed class ConversionSession : IDisposable
{
    private readonly PowerShellSession _session = new();

    /// <summary>Runs a script that converts.</summary>
    public PowerShellResult Invoke(string script, params object?[] arguments) => _session.Invoke(script, arguments);

    /// <summary>The only line that a script writes.</summary>
    public string Line(string script, params object?[] arguments) =>
        Assert.Single(Invoke(script, arguments).ThrowIfFailed().Output).ToString();

    /// <summary>The only error that a script writes, as its id without the cmdlet's name and its message.</summary>
    public (string Id, string Message) Error(string script, params object?[] arguments)
    {
        PowerShellResult result = Invoke(script, arguments).ThrowIfTerminated();
        Assert.Empty(result.Output);
        var error = Assert.Single(result.Errors);
        return (error.FullyQualifiedErrorId.Split(',')[0], error.ToString());
    }

    /// <inheritdoc/>
    public void Dispose() => _session.Dispose();
}
