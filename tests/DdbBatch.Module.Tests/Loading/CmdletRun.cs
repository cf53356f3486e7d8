namespace DdbBatch.Module.Tests.Loading;

/// <summary>Runs a cmdlet of ours as far as the AWS SDK, without a server.</summary>
internal static class CmdletRun
{
    /// <summary>Writes <see cref="Proof"/> if the cmdlet ran: nothing listens on port 9, and only it can find that out.</summary>
    internal const string Script =
        """
        try { @{ Id = '1' } | Write-DdbBatch -Table Any -EndpointUrl http://127.0.0.1:9 -ErrorAction Stop }
        catch { if ($_.Exception -isnot [System.Management.Automation.ParameterBindingException]) { "from $($_.InvocationInfo.MyCommand)" } }
        """;

    /// <summary>The output of the script.</summary>
    internal const string Proof = "from Write-DdbBatch";
}
