using System;
using System.Collections.Concurrent;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Threading.Tasks;

namespace DdbBatch.TestKit.Http;

/// <summary>Passes the bytes of connections on to a server, and cuts them off on demand, as a firewall does.</summary>
public class TcpRelay : IAsyncDisposable
{
    private readonly TcpListener _listener;
    private readonly ConcurrentBag<TcpClient> _open = [];
    private readonly Uri _upstream;
    private readonly Task _accepting;

    /// <summary>Starts to listen on a free port.</summary>
    /// <param name="upstream">The server.</param>
    /// <param name="address">The address to listen on, for example that of IPv6.</param>
    public TcpRelay(Uri upstream, IPAddress address)
    {
        _upstream = upstream;
        _listener = new TcpListener(address, 0);
        _listener.Start();
        Endpoint = new Uri($"http://{_listener.LocalEndpoint}");
        _accepting = AcceptAsync();
    }

    /// <summary>The URL for clients.</summary>
    public Uri Endpoint { get; protected init; }

    /// <summary>How many connections were accepted so far.</summary>
    public int Connections { get; private set; }

    /// <summary>Ends all open connections.</summary>
    public void Cut()
    {
        while (_open.TryTake(out TcpClient? open))
            open.Dispose();
    }

    /// <inheritdoc/>
    public virtual async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        await _accepting;
        Cut();
        GC.SuppressFinalize(this);
    }

    /// <summary>Returns the stream with the client's bytes.</summary>
    /// <param name="connection">The connection, which the stream owns.</param>
    protected virtual Task<Stream> OpenAsync(NetworkStream connection) => Task.FromResult<Stream>(connection);

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                TcpClient client = await _listener.AcceptTcpClientAsync();
                Connections++;
                _open.Add(client);
                _ = ServeAsync(client);
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // Disposed of.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using TcpClient upstream = new();
        try
        {
            await using Stream stream = await OpenAsync(client.GetStream());
            await upstream.ConnectAsync(_upstream.Host, _upstream.Port);
            await Task.WhenAny(stream.CopyToAsync(upstream.GetStream()), upstream.GetStream().CopyToAsync(stream));
        }
        catch (Exception exception) when (
            exception is IOException or AuthenticationException or SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // One side has ended the connection, it was cut, or the client doesn't trust the certificate.
        }
        finally
        {
            client.Dispose();
        }
    }
}
