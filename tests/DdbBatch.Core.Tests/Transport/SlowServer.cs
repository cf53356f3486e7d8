using System;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace DdbBatch.Tests.Transport;

/// <summary>A server that reads each request slowly, as a slow line would have it, and answers that all was written.</summary>
internal sealed class SlowServer : IAsyncDisposable
{
    private const int StepBytes = 64 * 1024;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly TimeSpan _stepTime;
    private readonly Task _serving;
    private long _receivedBytes;
    private int _requests;

    /// <param name="stepTime">How long each 64 KB take.</param>
    public SlowServer(TimeSpan stepTime)
    {
        _stepTime = stepTime;
        // So that what was sent waits at the client, which then sees how slow it is.
        _listener.Server.ReceiveBufferSize = 16 * 1024;
        _listener.Start();
        _serving = ServeAsync();
    }

    public Uri Endpoint => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    /// <summary>Bytes of bodies that came.</summary>
    public long ReceivedBytes => Interlocked.Read(ref _receivedBytes);

    /// <summary>Requests that came whole.</summary>
    public int Requests => Volatile.Read(ref _requests);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _serving;
        _stop.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
                _ = ServeAsync(await _listener.AcceptSocketAsync(_stop.Token));
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        using NetworkStream stream = new(socket, ownsSocket: true);
        try
        {
            while (await ReadLengthAsync(stream) is { } length)
            {
                await ReadBodyAsync(stream, length);
                Interlocked.Increment(ref _requests);
                const string Body = """{"UnprocessedItems":{},"ConsumedCapacity":[{"TableName":"Music","CapacityUnits":1}]}""";
                await stream.WriteAsync(Encoding.ASCII.GetBytes(
                    $"HTTP/1.1 200 OK\r\nx-amzn-RequestId: 1\r\nContent-Length: {Body.Length}\r\n\r\n{Body}"), _stop.Token);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or System.IO.IOException)
        {
        }
    }

    // Byte by byte, up to the blank line; null at the end of the connection.
    private async Task<int?> ReadLengthAsync(NetworkStream stream)
    {
        StringBuilder head = new();
        byte[] one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            if (await stream.ReadAsync(one, _stop.Token) == 0)
                return null;
            head.Append((char)one[0]);
        }

        foreach (string line in head.ToString().Split("\r\n"))
        {
            if (line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase))
                return int.Parse(line["Content-Length:".Length..], System.Globalization.CultureInfo.InvariantCulture);
        }

        return 0;
    }

    private async Task ReadBodyAsync(NetworkStream stream, int length)
    {
        byte[] step = new byte[StepBytes];
        for (int left = length; left > 0;)
        {
            int count = await stream.ReadAtLeastAsync(
                step.AsMemory(0, Math.Min(step.Length, left)), Math.Min(step.Length, left), cancellationToken: _stop.Token);
            Interlocked.Add(ref _receivedBytes, count);
            left -= count;
            await Task.Delay(_stepTime, _stop.Token);
        }
    }
}
