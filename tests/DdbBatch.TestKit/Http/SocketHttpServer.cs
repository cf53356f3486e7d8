using System;
using System.Collections.Concurrent;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;

namespace DdbBatch.TestKit.Http;

/// <summary>Handles a request.</summary>
public delegate Task HttpHandler(HttpConnection connection, HttpRequest request, CancellationToken cancellation);

/// <summary>
/// A small HTTP/1.1 server on bare sockets: a test can break a connection at any byte, and its cost is hardly seen
/// beside that of the client that is measured. It knows bodies with a Content-Length only.
/// </summary>
public sealed class SocketHttpServer : IAsyncDisposable
{
    private readonly HttpHandler _handler;
    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentDictionary<HttpConnection, Task> _connections = [];
    private readonly Lock _listening = new();
    private Exception? _failure;
    private Socket? _listener;
    private IPEndPoint _address = new(IPAddress.Loopback, 0);

    /// <summary>Starts to listen on a free port of the loopback address.</summary>
    public SocketHttpServer(HttpHandler handler)
    {
        _handler = handler;
        StartListening();
        Endpoint = new Uri($"http://{_address}");
    }

    /// <summary>The URL for clients.</summary>
    public Uri Endpoint { get; }

    /// <summary>The number of connections that have not ended.</summary>
    public int Connections => _connections.Count;

    /// <summary>Takes connections again, on the same port.</summary>
    public void StartListening()
    {
        lock (_listening)
        {
            if (_listener is not null || _end.IsCancellationRequested)
                return;
            _listener = new Socket(_address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            _listener.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
            _listener.Bind(_address);
            _listener.Listen();
            _address = (IPEndPoint)_listener.LocalEndPoint!;
            _ = AcceptAsync(_listener);
        }
    }

    /// <summary>Resets all connections and refuses new ones.</summary>
    public void StopListening()
    {
        lock (_listening)
        {
            _listener?.Dispose();
            _listener = null;
        }

        foreach (HttpConnection connection in _connections.Keys)
            connection.Reset();
    }

    /// <summary>Ends all connections and what is being handled on them.</summary>
    /// <exception cref="InvalidOperationException">A handler failed, with the inner exception.</exception>
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        StopListening();
        await Task.WhenAll(_connections.Values);
        _end.Dispose();
        if (_failure is not null)
            throw new InvalidOperationException("A request could not be handled.", _failure);
    }

    private async Task AcceptAsync(Socket listener)
    {
        try
        {
            while (true)
            {
                HttpConnection connection = new(await listener.AcceptAsync());
                TaskCompletionSource registered = new();
                _connections[connection] = ServeAsync(connection, registered.Task);
                registered.SetResult();
                // One accepted while StopListening went through the list.
                if (_listener != listener)
                    connection.Reset();
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // StopListening.
        }
    }

    private async Task ServeAsync(HttpConnection connection, Task registered)
    {
        await registered;
        try
        {
            while (await connection.ReadRequestAsync(_end.Token) is { } request)
                await _handler(connection, request, _end.Token);
        }
        catch (Exception exception) when (
            exception is SocketException or ObjectDisposedException or OperationCanceledException or IOException)
        {
            // The client, a fault or the end of the server broke the connection.
        }
        catch (Exception exception)
        {
            _failure ??= exception;
        }
        finally
        {
            connection.Dispose();
            _connections.TryRemove(connection, out _);
        }
    }
}
