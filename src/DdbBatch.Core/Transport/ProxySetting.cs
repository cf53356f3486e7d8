using System;
using System.Net;

namespace DdbBatch.Transport;

/// <summary>The proxy that the environment or the system specifies, and which of these specifies it.</summary>
internal static class ProxySetting
{
    /// <summary>
    /// False for an endpoint on this machine, because a proxy would resolve its address to the proxy's own machine. To use a
    /// proxy for such an endpoint, specify the machine by its name.
    /// </summary>
    public static bool AppliesTo(string? endpointUrl) =>
        !(Uri.TryCreate(endpointUrl, UriKind.Absolute, out Uri? url) && url.IsLoopback);

    /// <summary>A sentence, after a space, about the proxy for requests to a URL; empty if there is none.</summary>
    /// <param name="url">The URL; null if unknown.</param>
    public static string Describe(Uri? url) =>
        url is not null && Find(url) is { } proxy ? $" Requests go through the proxy {Name(proxy)} ({Source(url, proxy)})." : "";

    private static Uri? Find(Uri endpoint)
    {
        if (endpoint.IsLoopback)
            return null;
#if NET
        IWebProxy? proxy = System.Net.Http.HttpClient.DefaultProxy;
#else
        IWebProxy? proxy = WebRequest.DefaultWebProxy;
#endif
        Uri? found = proxy is null || proxy.IsBypassed(endpoint) ? null : proxy.GetProxy(endpoint);
        return found == endpoint ? null : found;
    }

    // Without the user's name and password.
    private static string Name(Uri proxy) => $"{proxy.Scheme}://{proxy.Authority}";

    // In the order of .NET (HttpClient.DefaultProxy).
    private static string Source(Uri endpoint, Uri proxy)
    {
        string[] names = endpoint.Scheme == "https"
            ? ["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"]
            : ["http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"];
        foreach (string name in names)
        {
            if (Environment.GetEnvironmentVariable(name)?.IndexOf(proxy.Host, StringComparison.OrdinalIgnoreCase) >= 0)
                return name;
        }

        return "the system's proxy settings";
    }
}
