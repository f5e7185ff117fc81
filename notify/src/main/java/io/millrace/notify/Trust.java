package io.millrace.notify;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** Trust in the authorities this Java knows, and in one more that the site file names. No state. */
final class Trust {

    private Trust() {}

    /** @param certificate PEM, one or several */
    static SSLContext context(Path certificate) throws SendException {
        try {
            KeyStore all = KeyStore.getInstance(KeyStore.getDefaultType());
            all.load(null, null);
            for (var usual : usual().getAcceptedIssuers()) {
                all.setCertificateEntry("usual-" + all.size(), usual);
            }
            try (InputStream in = Files.newInputStream(certificate)) {
                for (Certificate more : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                    all.setCertificateEntry("named-" + all.size(), more);
                }
            }
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, factory(all).getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException unusable) {
            throw new SendException(
                    "The certificate " + certificate + " cannot be used (" + unusable.getMessage()
                            + "). It has to be a readable PEM file.",
                    unusable);
        }
    }

    private static X509TrustManager usual() throws GeneralSecurityException {
        for (var manager : factory(null).getTrustManagers()) {
            if (manager instanceof X509TrustManager usual) {
                return usual;
            }
        }
        throw new GeneralSecurityException("this Java trusts no X.509 certificates");
    }

    private static TrustManagerFactory factory(@Nullable KeyStore store) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory;
    }
}
