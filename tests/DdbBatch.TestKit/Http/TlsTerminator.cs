using System;
using System.Collections.Concurrent;
using System.IO;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Threading.Tasks;

namespace DdbBatch.TestKit.Http;

/// <summary>HTTPS in front of a server that speaks HTTP, with a certificate that nobody but its maker trusts.</summary>
public sealed class TlsTerminator : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentBag<IDisposable> _open = [];
    private readonly Uri _upstream;
    private readonly Task _accepting;

    /// <summary>Starts to listen on a free port of the loopback address.</summary>
    /// <param name="upstream">The server that receives the decrypted requests.</param>
    public TlsTerminator(Uri upstream)
    {
        _upstream = upstream;
        Certificate = CreateCertificate();
        _listener.Start();
        Endpoint = new Uri($"https://localhost:{((IPEndPoint)_listener.LocalEndpoint).Port}");
        _accepting = AcceptAsync();
    }

    /// <summary>The URL for clients.</summary>
    public Uri Endpoint { get; }

    /// <summary>The certificate.</summary>
    public X509Certificate2 Certificate { get; }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        foreach (IDisposable open in _open)
            open.Dispose();
        await _accepting;
        Certificate.Dispose();
    }

    private static X509Certificate2 CreateCertificate()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new("CN=localhost", key, HashAlgorithmName.SHA256);
        SubjectAlternativeNameBuilder names = new();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        using X509Certificate2 certificate =
            request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        // Windows takes only keys that were imported.
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _ = ServeAsync(await _listener.AcceptTcpClientAsync());
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // Disposed of.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using TcpClient upstream = new();
        using SslStream tls = new(client.GetStream());
        _open.Add(client);
        _open.Add(upstream);
        try
        {
            await tls.AuthenticateAsServerAsync(Certificate);
            await upstream.ConnectAsync(_upstream.Host, _upstream.Port);
            await Task.WhenAny(tls.CopyToAsync(upstream.GetStream()), upstream.GetStream().CopyToAsync(tls));
        }
        catch (Exception exception) when (
            exception is IOException or AuthenticationException or SocketException or ObjectDisposedException)
        {
            // The client doesn't trust the certificate, or one side has ended the connection.
        }
        finally
        {
            client.Dispose();
        }
    }
}
