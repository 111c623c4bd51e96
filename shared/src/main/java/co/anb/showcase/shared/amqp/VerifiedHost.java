package co.anb.showcase.shared.amqp;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Accepts a broker whose certificate comes from an accepted authority <em>and</em> is made out to the host that was
 * asked for.
 *
 * <p>vertx-rabbitmq-client 5.0.7 hands only a context of the JDK to the AMQP client, which knows the authorities and
 * asks nobody for the host; its option for that is lost on the way. Here the JDK's own check of the host (RFC 2818) is
 * switched on at the moment in which it would be left out.
 */
final class VerifiedHost extends X509ExtendedTrustManager {
    private static final String RFC_2818 = "HTTPS";

    private final X509ExtendedTrustManager authorities;

    private VerifiedHost(X509ExtendedTrustManager authorities) {
        this.authorities = authorities;
    }

    /**
     * Trusts these authorities. Blocking.
     *
     * @param pem a file of certificates, or nothing for the JVM's own
     */
    static VerifiedHost trusting(Optional<Path> pem) throws IOException, GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(pem.isPresent() ? keyStore(pem.get()) : null);
        return Arrays.stream(factory.getTrustManagers())
                .filter(X509ExtendedTrustManager.class::isInstance)
                .map(X509ExtendedTrustManager.class::cast)
                .findFirst()
                .map(VerifiedHost::new)
                .orElseThrow(() -> new GeneralSecurityException("this JVM can't verify hosts"));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String kind, Socket socket) throws CertificateException {
        if (!(socket instanceof SSLSocket encrypted)) {
            throw hostUnknown();
        }
        encrypted.setSSLParameters(withHost(encrypted.getSSLParameters()));
        authorities.checkServerTrusted(chain, kind, encrypted);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String kind, SSLEngine engine) throws CertificateException {
        engine.setSSLParameters(withHost(engine.getSSLParameters()));
        authorities.checkServerTrusted(chain, kind, engine);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String kind) throws CertificateException {
        throw hostUnknown();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String kind, Socket socket) throws CertificateException {
        throw noServer();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String kind, SSLEngine engine) throws CertificateException {
        throw noServer();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String kind) throws CertificateException {
        throw noServer();
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return authorities.getAcceptedIssuers();
    }

    private static SSLParameters withHost(SSLParameters parameters) {
        parameters.setEndpointIdentificationAlgorithm(RFC_2818);
        return parameters;
    }

    private static @Nullable KeyStore keyStore(Path pem) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        try (InputStream in = Files.newInputStream(pem)) {
            int number = 0;
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                store.setCertificateEntry("authority-" + number++, certificate);
            }
        }
        return store;
    }

    private static CertificateException hostUnknown() {
        return new CertificateException("the host of this connection is not known, so it can't be verified");
    }

    private static CertificateException noServer() {
        return new CertificateException("this is a client: nobody connects to it");
    }
}
