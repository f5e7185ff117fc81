package io.millrace.connector.opcua;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.concurrent.atomic.AtomicLong;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CRLConverter;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Makes certificates with every fault a server's can have. */
final class Certificates {

    private static final AtomicLong SERIAL = new AtomicLong(1000);

    private Certificates() {}

    /** A certificate and its key. */
    record Made(X509Certificate certificate, KeyPair keys) {

        Path writeCertificate(Path file) {
            return write(file, "CERTIFICATE", encoded());
        }

        Path writeKey(Path file) {
            return write(file, "PRIVATE KEY", keys.getPrivate().getEncoded());
        }

        String keyPem() {
            return pem("PRIVATE KEY", keys.getPrivate().getEncoded());
        }

        byte[] encoded() {
            try {
                return certificate.getEncoded();
            } catch (GeneralSecurityException impossible) {
                throw new IllegalStateException(impossible);
            }
        }
    }

    static Made selfSigned(String name, String uri, Instant from, Instant to, String... hosts) {
        return make(name, uri, from, to, null, hosts);
    }

    static Made signedBy(Made issuer, String name, String uri, String... hosts) {
        Instant now = Instant.now();
        return make(name, uri, now.minusSeconds(3600), now.plusSeconds(86_400), issuer, hosts);
    }

    static Made authority(String name) {
        try {
            KeyPair keys = keys();
            Instant now = Instant.now();
            X500Principal subject = new X500Principal("CN=" + name);
            JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                    subject,
                    BigInteger.valueOf(SERIAL.incrementAndGet()),
                    Date.from(now.minusSeconds(3600)),
                    Date.from(now.plusSeconds(86_400)),
                    subject,
                    keys.getPublic());
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
            return new Made(new JcaX509CertificateConverter().getCertificate(builder.build(signer(keys))), keys);
        } catch (GeneralSecurityException | CertIOException | OperatorCreationException failed) {
            throw new IllegalStateException(failed);
        }
    }

    static X509CRL revocation(Made authority, X509Certificate revoked) {
        try {
            JcaX509v2CRLBuilder builder =
                    new JcaX509v2CRLBuilder(authority.certificate().getSubjectX500Principal(), new Date());
            builder.setNextUpdate(Date.from(Instant.now().plusSeconds(86_400)));
            builder.addCRLEntry(revoked.getSerialNumber(), new Date(), CRLReason.keyCompromise);
            return new JcaX509CRLConverter().getCRL(builder.build(signer(authority.keys())));
        } catch (GeneralSecurityException | OperatorCreationException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static Made make(String name, String uri, Instant from, Instant to, Made issuer, String... hosts) {
        try {
            KeyPair keys = keys();
            X500Principal subject = new X500Principal("CN=" + name);
            JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                    issuer == null ? subject : issuer.certificate().getSubjectX500Principal(),
                    BigInteger.valueOf(SERIAL.incrementAndGet()),
                    Date.from(from),
                    Date.from(to),
                    subject,
                    keys.getPublic());
            builder.addExtension(Extension.basicConstraints, false, new BasicConstraints(false));
            builder.addExtension(
                    Extension.keyUsage,
                    false,
                    new KeyUsage(KeyUsage.digitalSignature
                            | KeyUsage.nonRepudiation
                            | KeyUsage.keyEncipherment
                            | KeyUsage.dataEncipherment
                            | KeyUsage.keyCertSign));
            builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(new KeyPurposeId[] {
                KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth
            }));
            GeneralName[] names = new GeneralName[hosts.length + 1];
            names[0] = new GeneralName(GeneralName.uniformResourceIdentifier, uri);
            for (int i = 0; i < hosts.length; i++) {
                names[i + 1] = new GeneralName(GeneralName.dNSName, hosts[i]);
            }
            builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
            ContentSigner signer = signer(issuer == null ? keys : issuer.keys());
            return new Made(new JcaX509CertificateConverter().getCertificate(builder.build(signer)), keys);
        } catch (GeneralSecurityException | CertIOException | OperatorCreationException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static ContentSigner signer(KeyPair keys) throws OperatorCreationException {
        return new JcaContentSignerBuilder("SHA256withRSA").build(keys.getPrivate());
    }

    private static KeyPair keys() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        return generator.generateKeyPair();
    }

    static Path write(Path file, byte[] bytes) {
        try {
            Files.createDirectories(file.getParent());
            return Files.write(file, bytes);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static Path write(Path file, String what, byte[] bytes) {
        return write(file, pem(what, bytes).getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    }

    private static String pem(String what, byte[] bytes) {
        StringWriter text = new StringWriter();
        text.write("-----BEGIN " + what + "-----\n");
        text.write(Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes));
        text.write("\n-----END " + what + "-----\n");
        return text.toString();
    }
}
