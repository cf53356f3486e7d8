using System;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace DdbBatch.TestKit.Http;

/// <summary>One keep-alive connection of a client, seen from the server.</summary>
public sealed class HttpConnection : IDisposable
{
    private static readonly byte[] Continue = Encoding.ASCII.GetBytes("HTTP/1.1 100 Continue\r\n\r\n");

    private readonly Socket _socket;
    private byte[] _buffer = new byte[16 * 1024];
    private int _count;

    internal HttpConnection(Socket socket)
    {
        _socket = socket;
        _socket.NoDelay = true;
    }

    /// <summary>The next request; null once the client has closed the connection.</summary>
    public async ValueTask<HttpRequest?> ReadRequestAsync(CancellationToken cancellation)
    {
        int headLength;
        while ((headLength = _buffer.AsSpan(0, _count).IndexOf("\r\n\r\n"u8) + 4) < 4)
        {
            if (!await ReceiveAsync(cancellation))
                return null;
        }

        HttpRequest request = new(Encoding.Latin1.GetString(_buffer, 0, headLength), default);
        int bodyLength = int.Parse(request.Header("Content-Length") ?? "0", CultureInfo.InvariantCulture);
        // HttpWebRequest, on .NET Framework, asks before it sends a body.
        if (request.Header("Expect") is not null && _count == headLength)
            await SendAsync(Continue, cancellation);
        while (_count < headLength + bodyLength)
        {
            if (!await ReceiveAsync(cancellation))
                return null;
        }

        return request with { Body = Take(headLength, bodyLength) };
    }

    /// <summary>Sends bytes of an answer.</summary>
    public async ValueTask SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        while (bytes.Length > 0)
            bytes = bytes[await _socket.SendAsync(bytes, cancellation)..];
    }

    /// <summary>Waits until the client, which has been sent no answer, gives up and closes the connection.</summary>
    public async Task WaitForCloseAsync(CancellationToken cancellation)
    {
        while (await ReceiveAsync(cancellation))
        {
        }
    }

    /// <summary>Ends the connection with a reset (RST), as a server that crashes does.</summary>
    public void Reset() => _socket.Close(timeout: 0);

    /// <summary>Closes the connection.</summary>
    public void Dispose() => _socket.Dispose();

    private async ValueTask<bool> ReceiveAsync(CancellationToken cancellation)
    {
        if (_count == _buffer.Length)
            Array.Resize(ref _buffer, _buffer.Length * 2);
        int received = await _socket.ReceiveAsync(_buffer.AsMemory(_count), cancellation);
        _count += received;
        return received > 0;
    }

    private byte[] Take(int headLength, int bodyLength)
    {
        byte[] body = _buffer.AsSpan(headLength, bodyLength).ToArray();
        _count -= headLength + bodyLength;
        _buffer.AsSpan(headLength + bodyLength, _count).CopyTo(_buffer);
        return body;
    }
}
