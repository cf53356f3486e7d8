using System;
using System.IO;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Threading.Tasks;

namespace DdbBatch.TestKit.Http;

/// <summary>HTTPS in front of a server that speaks HTTP, with a certificate that nobody but its maker trusts.</summary>
public sealed class TlsTerminator : TcpRelay
{
    /// <summary>Starts to listen on a free port of the loopback address.</summary>
    /// <param name="upstream">The server that receives the decrypted requests.</param>
    public TlsTerminator(Uri upstream)
        : base(upstream, IPAddress.Loopback) => Endpoint = new Uri($"https://localhost:{Endpoint.Port}");

    /// <summary>The certificate.</summary>
    public X509Certificate2 Certificate { get; } = CreateCertificate();

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        Certificate.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task<Stream> OpenAsync(NetworkStream connection)
    {
        SslStream tls = new(connection);
        await tls.AuthenticateAsServerAsync(Certificate);
        return tls;
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
}
