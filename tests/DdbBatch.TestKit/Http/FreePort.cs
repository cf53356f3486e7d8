using System;
using System.Linq;
using System.Net.NetworkInformation;
using System.Threading;

namespace DdbBatch.TestKit.Http;

/// <summary>Finds a free port for a server that requires one.</summary>
internal static class FreePort
{
    // Below what systems give to outgoing connections, so that none of those takes it before the server does.
    private const int First = 20_000;
    private const int Count = 12_000;

    // Far apart for the neighbours among process ids, which start at the same time.
    private const int Step = 977;
    private static int _candidates;

    /// <summary>A port nobody listens on, and that no other process of ours tries at the same time.</summary>
    public static int Find()
    {
        int[] taken = [.. IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Select(end => end.Port)];
        while (true)
        {
            long candidate = Environment.ProcessId + ((long)Interlocked.Increment(ref _candidates) * Step);
            int port = First + (int)(candidate % Count);
            if (!taken.Contains(port))
                return port;
        }
    }
}
